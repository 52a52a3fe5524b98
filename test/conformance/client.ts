/**
 * An HTTP client that hides nothing: it follows no redirect, adds no header but `Host`, `Connection` and a length,
 * keeps the bytes, and can send what no polite client would.
 */
import { Agent, request as send } from "node:http";
import { connect } from "node:net";
import { Mismatch } from "./mismatch.ts";

export interface Request {
  readonly method: string;
  /** Path and query, as they go over the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface Response {
  readonly request: Request;
  readonly status: number;
  /** Names in lower case; repeated headers are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The parsed body. @throws Mismatch where it is not JSON. */
  readonly json: unknown;
}

export type Transport = (request: Request) => Promise<Response>;
export type Headers = Readonly<Record<string, string>>;

const JSON_BODY = { "content-type": "application/json" };

/** Verbs over a transport; a JSON body is anything but undefined, strings and buffers, which go as they are. */
export class Client {
  readonly transport: Transport;
  constructor(transport: Transport) {
    this.transport = transport;
  }

  get(path: string, headers: Headers = {}): Promise<Response> {
    return this.send("GET", path, undefined, headers);
  }
  head(path: string, headers: Headers = {}): Promise<Response> {
    return this.send("HEAD", path, undefined, headers);
  }
  post(path: string, body: unknown, headers: Headers = JSON_BODY): Promise<Response> {
    return this.send("POST", path, body, headers);
  }
  put(path: string, body: unknown, headers: Headers = {}): Promise<Response> {
    return this.send("PUT", path, body, { ...JSON_BODY, ...headers });
  }
  patch(path: string, body: unknown, headers: Headers = {}): Promise<Response> {
    return this.send("PATCH", path, body, { ...JSON_BODY, ...headers });
  }
  delete(path: string, headers: Headers = {}): Promise<Response> {
    return this.send("DELETE", path, undefined, headers);
  }
  send(method: string, path: string, body: unknown, headers: Headers): Promise<Response> {
    return this.transport({ method, path, headers, body: encode(body) });
  }
}

function encode(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
}

/** Over connections that are kept open, to `http://host:port`. */
export function httpTransport(origin: string): Transport & { close(): void } {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const exchange = (request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      const sized = request.body !== undefined && !("transfer-encoding" in request.headers);
      const length = sized ? { "content-length": request.body.length } : {};
      const outgoing = send(
        {
          hostname,
          port,
          agent,
          method: request.method,
          path: request.path,
          headers: { ...length, ...request.headers },
          timeout: 20_000,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", reject);
          incoming.on("end", () => {
            const headers = joined(incoming.rawHeaders);
            resolve(response(request, incoming.statusCode ?? 0, headers, Buffer.concat(chunks)));
          });
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 20 s")));
      outgoing.on("error", (error) => {
        // The one fault of keep-alive: the server closed the idle connection as we began to write.
        if (outgoing.reusedSocket && "code" in error && error.code === "ECONNRESET") {
          exchange(request).then(resolve, reject);
        } else {
          reject(new Mismatch(`${request.method} ${request.path}: ${error.message}`));
        }
      });
      outgoing.end(request.body);
    });
  return Object.assign(exchange, { close: () => agent.destroy() });
}

function joined(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const value = raw[at + 1] ?? "";
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/** A response as the checks read it; mutants make altered ones by it. */
export function response(
  request: Request,
  status: number,
  headers: Record<string, string>,
  bytes: Buffer,
): Response {
  return {
    request,
    status,
    headers,
    bytes,
    get text() {
      return bytes.toString("utf8");
    },
    get json(): unknown {
      try {
        return JSON.parse(bytes.toString("utf8"));
      } catch {
        throw new Mismatch("the body is not JSON", this);
      }
    },
  };
}

/**
 * Writes bytes to a fresh connection and returns all that came back until the service closed it or fell silent.
 * For what no HTTP client would send.
 */
export function rawExchange(origin: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.setEncoding("latin1");
    socket.setTimeout(700, () => socket.destroy());
    socket.on("data", (chunk: string) => {
      received += chunk;
      if (/^HTTP\/1\.1 [^1]/.test(received) && complete(received)) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
    socket.write(bytes);
  });
}

function complete(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end));
  return length !== null && text.length - end - 4 >= Number(length[1]);
}
