/**
 * Faults that a service could have, put between the checks and a sound service.
 * Each check names the fault that it exists to notice; a check that passes under its mutant checks nothing.
 */
import type { Environment } from "../../support/service.ts";
import { response } from "../client.ts";
import type { Request, Response, Transport } from "../client.ts";

export interface Mutant {
  readonly name: string;
  readonly transport?: (next: Transport) => Transport;
  /** For checks that launch a service: what it is started with instead. */
  readonly environment?: (asked: Environment) => Environment;
  /** The signal that a launched service gets instead. */
  readonly signal?: NodeJS.Signals;
  /** What a raw connection brings back instead. */
  readonly raw?: (text: string) => string;
}

/** Whatever JSON may hold, for alterations that look before they change. */
export type Json = unknown;

export function requestMutant(name: string, alter: (request: Request) => Request): Mutant {
  return { name, transport: (next) => (request) => next(alter(request)) };
}

export function responseMutant(name: string, alter: (response: Response) => Response): Mutant {
  return {
    name,
    // Made anew, not spread: that would call its lazy `json`, which throws where there is none.
    transport: (next) => async (request) => {
      const { status, headers, bytes } = alter(await next(request));
      return response(request, status, { ...headers }, bytes);
    },
  };
}

/** Every answer of one status carries another. */
export function statusTo(from: number, to: number): Mutant {
  return responseMutant(`${from} becomes ${to}`, (r) =>
    r.status === from ? response(r.request, to, { ...r.headers }, r.bytes) : r,
  );
}

/** A response header is taken away, or given another value. */
export function header(name: string, value: string | null): Mutant {
  return responseMutant(value === null ? `no ${name}` : `${name} is always ${value}`, (r) => {
    const { [name]: _was, ...rest } = r.headers;
    return response(
      r.request,
      r.status,
      value === null ? rest : { ...rest, [name]: value },
      r.bytes,
    );
  });
}

/** JSON bodies are altered; the alteration returns the new value. */
export function bodyMutant(name: string, alter: (json: Json, response: Response) => Json): Mutant {
  return responseMutant(name, (r) => {
    if (r.bytes.length === 0) return r;
    let parsed: unknown;
    try {
      parsed = JSON.parse(r.text);
    } catch {
      return r;
    }
    const bytes = Buffer.from(JSON.stringify(alter(parsed, r)) ?? "null", "utf8");
    return response(r.request, r.status, { ...r.headers }, bytes);
  });
}

export type Row = Record<string, unknown>;

export function isRecord(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Members of successful single bodies and of the rows of lists are altered. */
export function rowMutant(name: string, alter: (row: Row) => Row): Mutant {
  return bodyMutant(name, (json, r) => {
    if (r.status >= 300 || !isRecord(json)) return json;
    const { data } = json;
    return Array.isArray(data) ? { ...json, data: data.map((row) => alter(row)) } : alter(json);
  });
}

export function listMutant(name: string, alter: (rows: Row[]) => Row[]): Mutant {
  return bodyMutant(name, (json) =>
    isRecord(json) && Array.isArray(json["data"]) ? { ...json, data: alter(json["data"]) } : json,
  );
}

export function pageMutant(name: string, alter: (page: Row) => Row): Mutant {
  return bodyMutant(name, (json) =>
    isRecord(json) && isRecord(json["page"]) ? { ...json, page: alter(json["page"]) } : json,
  );
}

/** The list of faults in a problem document is altered. */
export function faultMutant(name: string, alter: (faults: Row[]) => Row[]): Mutant {
  return bodyMutant(name, (json) =>
    isRecord(json) && Array.isArray(json["errors"])
      ? { ...json, errors: alter(json["errors"]) }
      : json,
  );
}

/** The service does not look at a request header. */
export function headerIgnored(name: string): Mutant {
  return requestMutant(`${name} of the request ignored`, (request) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name),
    );
    return { ...request, headers };
  });
}

/** The service does not look at query parameters whose names fit. */
export function parameterIgnored(name: RegExp): Mutant {
  return requestMutant(`parameters ${name.source} ignored`, (request) => {
    const [path = "", query] = request.path.split("?", 2);
    if (query === undefined) return request;
    const kept = query
      .split("&")
      .filter((pair) => !name.test(decodeURIComponent(pair.split("=", 1)[0] ?? "")));
    return { ...request, path: kept.length === 0 ? path : `${path}?${kept.join("&")}` };
  });
}

/** The service does not look at members of the body whose names fit. */
export function memberIgnored(name: RegExp): Mutant {
  return sentBodyMutant(`members ${name.source} of the body ignored`, (body) =>
    isRecord(body)
      ? Object.fromEntries(Object.entries(body).filter(([key]) => !name.test(key)))
      : body,
  );
}

/** The body that arrives is not the one that was sent. */
export function sentBodyMutant(name: string, alter: (body: Json) => Json): Mutant {
  return requestMutant(name, (request) => {
    if (request.body === undefined) return request;
    let parsed: unknown;
    try {
      parsed = JSON.parse(request.body.toString("utf8"));
    } catch {
      return request;
    }
    const body = Buffer.from(JSON.stringify(alter(parsed)) ?? "null", "utf8");
    return { ...request, body };
  });
}

/** Started without some of the variables it was asked to be started with. */
export function environmentIgnored(...names: readonly string[]): Mutant {
  return {
    name: `${names.join(", ")} of the environment ignored`,
    environment: (asked) =>
      Object.fromEntries(Object.entries(asked).filter(([key]) => !names.includes(key))),
  };
}
