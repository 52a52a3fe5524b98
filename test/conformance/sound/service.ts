/**
 * A service that keeps the contract for any declaration, its rows in memory and its judgement the oracle's.
 * The mutants stand in front of it, so that every check can be seen to fail without generating a project.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonValue, Model, Nested, Resource, ToManyField } from "../../../src/model/model.ts";
import { isWritable, resourceNamed, toManys } from "../model.ts";
import type { Body } from "../model.ts";
import { folded, keyColumn, ordered, passes, withQuery } from "../lists.ts";
import { judge } from "../oracle/judge.ts";
import { ownMember } from "../oracle/json.ts";
import type { Occasion } from "../oracle/judge.ts";
import { judgeScalar } from "../oracle/scalars.ts";
import { represent } from "../oracle/represent.ts";
import { fieldValues, sample } from "../values/arbitrary.ts";
import {
  admitsJson,
  ifMatch,
  isUtf8,
  judgeMediaType,
  noneMatches,
  parseBody,
} from "./negotiation.ts";
import { judgeQuery, writeCursor } from "./query.ts";
import type { ListQuery, QueryFault } from "./query.ts";
import { Refused, Store } from "./store.ts";
import type { Kept } from "./store.ts";

const LIMIT = 1_048_576;
const TITLES: Readonly<Record<number, readonly [string, string]>> = {
  400: ["bad-request", "Bad request"],
  404: ["not-found", "Not found"],
  405: ["method-not-allowed", "Method not allowed"],
  406: ["not-acceptable", "Not acceptable"],
  409: ["conflict", "Conflict"],
  412: ["precondition-failed", "Precondition failed"],
  413: ["content-too-large", "Content too large"],
  415: ["unsupported-media-type", "Unsupported media type"],
  422: ["validation-error", "Validation failed"],
  428: ["precondition-required", "Precondition required"],
};

interface Place {
  readonly resource: Resource;
  readonly methods: readonly string[];
  readonly id: string | null;
  readonly parent: { readonly nested: Nested; readonly id: string } | null;
  readonly links: { readonly field: ToManyField; readonly other: string | null } | null;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

class BadQuery extends Error {
  readonly faults: readonly QueryFault[];
  constructor(faults: readonly QueryFault[]) {
    super("bad query");
    this.faults = faults;
  }
}

class WrongMethod extends Error {
  readonly allow: string;
  constructor(allow: string) {
    super("wrong method");
    this.allow = allow;
  }
}

export interface SoundService {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startSoundService(model: Model, document: unknown): Promise<SoundService> {
  const service = new Application(model, document);
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LIMIT + 1) chunks.push(chunk);
    });
    incoming.on("end", () => service.answer(incoming, Buffer.concat(chunks), size, outgoing));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

class Application {
  readonly #model: Model;
  readonly #store: Store;
  readonly #document: unknown;
  #requests = 0;

  constructor(model: Model, document: unknown) {
    this.#model = model;
    this.#store = new Store(model);
    this.#document = document;
    for (const resource of model.resources)
      if (!resource.operations.includes("create")) this.#seed(resource);
  }

  /** Rows that no client could make. */
  #seed(resource: Resource): void {
    for (const seed of [1, 2]) {
      const body: Body = {};
      resource.fields.forEach((field, at) => {
        if (field.kind === "scalar")
          body[field.property] = sample(fieldValues(field, this.#model, "plain"), seed * 31 + at);
      });
      const row = this.#withNow(
        resource,
        represent(this.#model, resource, body, { method: "POST" }),
      );
      this.#store.insert(resource, { ...row, id: this.#store.newId(resource) });
    }
  }

  answer(incoming: IncomingMessage, body: Buffer, size: number, outgoing: ServerResponse): void {
    const [path = "", query = ""] = splitOnce(incoming.url ?? "", "?");
    this.#requests += 1;
    const asked = String(incoming.headers["x-request-id"] ?? "");
    const id = /^[A-Za-z0-9._-]{1,128}$/.test(asked) ? asked : `r-${this.#requests}`;
    let answer: Answer;
    try {
      answer = this.#route(incoming, path, query, body, size);
    } catch (error) {
      answer = this.#problem(error, path, id);
    }
    const below = path.startsWith(this.#model.service.basePath);
    outgoing.writeHead(answer.status, {
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "x-request-id": id,
      ...(below ? { "cache-control": "no-cache" } : {}),
      ...answer.headers,
    });
    const silent = incoming.method === "HEAD" || answer.body === undefined;
    outgoing.end(
      silent
        ? undefined
        : typeof answer.body === "string"
          ? answer.body
          : JSON.stringify(answer.body),
    );
  }

  #problem(error: unknown, instance: string, id: string): Answer {
    const status =
      error instanceof Refused
        ? error.status
        : error instanceof BadQuery
          ? 400
          : error instanceof WrongMethod
            ? 405
            : 500;
    const [type, title] = TITLES[status] ?? ["internal-error", "Internal server error"];
    const faults =
      error instanceof Refused ? error.faults : error instanceof BadQuery ? error.faults : null;
    const hint = "not as declared; write a plus as %2B";
    return {
      status,
      headers: {
        "content-type": "application/problem+json",
        ...(error instanceof WrongMethod ? { allow: error.allow } : {}),
      },
      body: {
        type: `urn:problem-type:${type}`,
        title,
        status,
        detail: status === 500 ? String(error) : "The request was refused.",
        instance,
        request_id: id,
        ...(faults === null
          ? {}
          : { errors: faults.map((fault) => ({ ...fault, message: hint })) }),
      },
    };
  }

  #route(
    incoming: IncomingMessage,
    path: string,
    query: string,
    bytes: Buffer,
    size: number,
  ): Answer {
    const method = incoming.method ?? "";
    const aside = this.#aside(path, method);
    if (aside !== null) return aside;
    const place = this.#locate(path);
    if (place === null || place.methods.length === 0) throw new Refused(404);
    const allow = place.methods.join(", ");
    if (method === "OPTIONS") return { status: 204, headers: { allow } };
    if (!place.methods.includes(method)) throw new WrongMethod(allow);
    if (!admitsJson(incoming.headers.accept)) throw new Refused(406);
    const writes = ["POST", "PUT", "PATCH"].includes(method) && place.links === null;
    if (writes && size > LIMIT) throw new Refused(413);
    if (writes) judgeMediaType(incoming.headers, method);
    const target =
      place.links === null ? place.resource : resourceNamed(this.#model, place.links.field.to);
    const listing =
      (place.links === null ? place.id === null : place.links.other === null) &&
      (method === "GET" || method === "HEAD");
    const kind = listing ? "list" : method === "GET" || method === "HEAD" ? "row" : "none";
    if (!isUtf8(query)) throw new Refused(400);
    const { parsed, faults } = judgeQuery(this.#model, target, path, query, kind);
    if (faults.length > 0) throw new BadQuery(faults);
    const conditional = ["PUT", "PATCH", "DELETE"].includes(method) && place.links === null;
    const tags = conditional ? ifMatch(incoming.headers["if-match"]) : null;
    const body = writes ? parseBody(bytes) : undefined;
    const parent = place.parent === null ? null : this.#parent(place.parent);
    if (place.links !== null) return this.#links(place, place.links, method, parsed, path, query);
    if (listing)
      return this.#list(
        this.#store.living(place.resource).filter((kept) => belongs(kept, parent)),
        place.resource,
        parsed,
        path,
        query,
      );
    if (method === "POST") return this.#create(place.resource, body as JsonValue, parent);
    const kept = this.#store.find(place.resource, place.id ?? "");
    if (kept === null || !belongs(kept, parent)) throw new Refused(404);
    if (method === "GET" || method === "HEAD")
      return this.#read(kept, parsed, incoming.headers["if-none-match"]);
    if (tags === null && place.resource.requireIfMatch) throw new Refused(428);
    if (tags !== null && tags !== "*" && !tags.includes(this.#etag(kept))) throw new Refused(412);
    if (method === "DELETE") {
      this.#store.remove(kept);
      return { status: 204 };
    }
    return this.#change(kept, body as JsonValue, method === "PUT" ? "PUT" : "PATCH", parent);
  }

  #aside(path: string, method: string): Answer | null {
    const json = { "content-type": "application/json" };
    const pages: Record<string, Answer> = {
      "/healthz": { status: 200, headers: json, body: { status: "ok" } },
      "/readyz": { status: 200, headers: json, body: { status: "ready" } },
      "/openapi.json": { status: 200, headers: json, body: this.#document },
      "/docs": {
        status: 200,
        headers: {
          "content-security-policy":
            "default-src 'self'; script-src 'unsafe-inline'; frame-ancestors 'none'",
          "content-type": "text/html",
        },
        body: "<!doctype html><html><head></head><body><script>document.title = 'docs';</script></body></html>",
      },
    };
    const page = pages[path];
    if (page === undefined) return null;
    if (method === "OPTIONS") return { status: 204, headers: { allow: "GET, HEAD, OPTIONS" } };
    if (method !== "GET" && method !== "HEAD") throw new WrongMethod("GET, HEAD, OPTIONS");
    return page;
  }

  #locate(path: string): Place | null {
    const { basePath } = this.#model.service;
    if (!path.startsWith(`${basePath}/`)) return null;
    let segments: string[];
    try {
      segments = path
        .slice(basePath.length + 1)
        .split("/")
        .map((segment) => decodeURIComponent(segment));
    } catch {
      return null;
    }
    const [first, id, third, fourth, ...rest] = segments;
    const resource = this.#model.resources.find((one) => one.path === first);
    if (resource === undefined || rest.length > 0) return null;
    if (id === undefined)
      return {
        resource,
        methods: methodsOf(resource, "collection"),
        id: null,
        parent: null,
        links: null,
      };
    const key = keyOf(this.#model, resource, id);
    if (key === null) return null;
    if (third === undefined)
      return { resource, methods: methodsOf(resource, "row"), id: key, parent: null, links: null };
    const child = this.#model.resources.flatMap((one) =>
      one.nested
        .filter((n) => n.parent === resource.name && n.path.split("/").at(-1) === third)
        .map((nested) => ({ one, nested })),
    )[0];
    if (child !== undefined) {
      const parent = { nested: child.nested, id: key };
      if (fourth === undefined)
        return {
          resource: child.one,
          methods: methodsOf(child.one, "collection"),
          id: null,
          parent,
          links: null,
        };
      const childKey = keyOf(this.#model, child.one, fourth);
      return childKey === null
        ? null
        : {
            resource: child.one,
            methods: methodsOf(child.one, "row"),
            id: childKey,
            parent,
            links: null,
          };
    }
    const field = toManys(resource).find((one) => one.path === third);
    if (field === undefined) return null;
    if (fourth === undefined)
      return {
        resource,
        methods: resource.operations.includes("retrieve") ? ["GET", "HEAD", "OPTIONS"] : [],
        id: key,
        parent: null,
        links: { field, other: null },
      };
    const other = keyOf(this.#model, resourceNamed(this.#model, field.to), fourth);
    const linkable = field.writable && resource.operations.includes("update");
    return other === null || !linkable
      ? null
      : {
          resource,
          methods: ["PUT", "DELETE", "OPTIONS"],
          id: key,
          parent: null,
          links: { field, other },
        };
  }

  #parent({ nested, id }: { nested: Nested; id: string }): { property: string; value: JsonValue } {
    const child = this.#model.resources.find((one) => one.nested.includes(nested));
    const property = child?.fields.find((field) => field.name === nested.field)?.property ?? "";
    const kept = this.#store.find(resourceNamed(this.#model, nested.parent), id);
    if (kept === null) throw new Refused(404);
    return { property, value: kept.row["id"] ?? null };
  }

  #create(
    resource: Resource,
    body: JsonValue,
    parent: { property: string; value: JsonValue } | null,
  ): Answer {
    const occasion: Occasion = { method: "POST", ...(parent === null ? {} : { parent }) };
    const faults = judge(this.#model, resource, body, occasion);
    if (faults.length > 0) throw new Refused(422, faults);
    const row = {
      ...this.#withNow(resource, represent(this.#model, resource, body as Body, occasion)),
    };
    const wanted = this.#wantedLinks(resource, body as Body);
    const links = this.#takeLinks(resource, row);
    row[resource.id.property] ??= "";
    this.#store.integrity(
      resource,
      { ...row, ...(resource.id.strategy === "client" ? {} : { id: null }) },
      wanted,
      null,
    );
    if (resource.id.strategy !== "client") row["id"] = this.#store.newId(resource);
    const kept = this.#store.insert(resource, row);
    for (const [field, ids] of links) for (const id of ids) this.#store.link(kept, field, id);
    return {
      status: 201,
      headers: {
        ...this.#rowHeaders(kept),
        location: `${this.#model.service.basePath}/${resource.path}/${encodeURIComponent(String(kept.row["id"]))}`,
      },
      body: this.#shown(kept),
    };
  }

  #change(
    kept: Kept,
    body: JsonValue,
    method: "PUT" | "PATCH",
    parent: { property: string; value: JsonValue } | null,
  ): Answer {
    const { resource } = kept;
    const stored = { ...kept.row, ...this.#linkValues(kept) };
    const occasion: Occasion = { method, stored, ...(parent === null ? {} : { parent }) };
    const faults = judge(this.#model, resource, body, occasion);
    if (faults.length > 0) throw new Refused(422, faults);
    const row: Body = {
      ...kept.row,
      ...this.#withNow(
        resource,
        represent(this.#model, resource, body as Body, occasion),
        method === "PUT" ? kept.row : null,
      ),
    };
    const wanted = this.#wantedLinks(resource, body as Body);
    const links = this.#takeLinks(resource, row);
    this.#store.integrity(resource, row, wanted, kept);
    let changed = JSON.stringify(row) !== JSON.stringify(kept.row);
    kept.row = row;
    for (const [field, ids] of links) {
      for (const id of this.#store.linked(kept, field))
        if (!ids.includes(id)) changed = this.#store.unlink(kept, field, id) || changed;
      for (const id of ids) changed = this.#store.link(kept, field, id) || changed;
    }
    if (changed) this.#store.touch(kept);
    return { status: 200, headers: this.#rowHeaders(kept), body: this.#shown(kept) };
  }

  /** A default of now that the oracle leaves open; kept on a change where it is read-only. */
  #withNow(resource: Resource, row: Body, before: Body | null = null): Body {
    const now = new Date().toISOString();
    const result: Body = {};
    const order = [resource.id.property, ...resource.fields.map((field) => field.property)];
    for (const name of order) {
      const field = resource.fields.find((one) => one.property === name);
      if (Object.hasOwn(row, name)) result[name] = row[name] ?? null;
      else if (field?.kind === "scalar" && field.default?.kind === "now") {
        const { kind } = field.type;
        const kept = before === null ? undefined : ownMember(before, name);
        result[name] =
          kept !== undefined && field.readonly
            ? kept
            : kind === "date"
              ? now.slice(0, 10)
              : kind === "time"
                ? now.slice(11, 19)
                : now;
      }
    }
    return result;
  }

  #wantedLinks(resource: Resource, body: Body): Map<ToManyField, JsonValue[]> {
    const wanted = new Map<ToManyField, JsonValue[]>();
    for (const field of toManys(resource)) {
      const sent = isWritable(field) ? ownMember(body, field.property) : undefined;
      if (Array.isArray(sent))
        wanted.set(
          field,
          sent.map((id) =>
            typeof id === "string" && resourceNamed(this.#model, field.to).id.strategy === "uuid"
              ? id.toLowerCase()
              : id,
          ),
        );
    }
    return wanted;
  }

  #takeLinks(resource: Resource, row: Body): Map<ToManyField, JsonValue[]> {
    const links = new Map<ToManyField, JsonValue[]>();
    for (const field of toManys(resource)) {
      const ids = row[field.property];
      delete row[field.property];
      if (isWritable(field) && Array.isArray(ids)) links.set(field, ids);
    }
    return links;
  }

  #linkValues(kept: Kept): Body {
    return Object.fromEntries(
      toManys(kept.resource).map((field) => [field.property, this.#store.linked(kept, field)]),
    );
  }

  #read(kept: Kept, query: ListQuery, none: string | undefined): Answer {
    if (query.fields !== null || query.include.length > 0)
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: this.#project(kept, query),
      };
    const headers = this.#rowHeaders(kept);
    if (noneMatches(none, headers["etag"] ?? ""))
      return { status: 304, headers: { etag: headers["etag"] ?? "" } };
    return { status: 200, headers, body: this.#shown(kept) };
  }

  #links(
    place: Place,
    links: { field: ToManyField; other: string | null },
    method: string,
    query: ListQuery,
    path: string,
    text: string,
  ): Answer {
    const { field } = links;
    const target = resourceNamed(this.#model, field.to);
    const kept = this.#store.find(place.resource, place.id ?? "");
    if (kept === null) throw new Refused(404);
    if (links.other === null) {
      const rows = this.#store
        .linked(kept, field)
        .flatMap((id) => this.#store.find(target, id) ?? []);
      return this.#list(rows, target, query, path, text);
    }
    const other = this.#store.find(target, links.other);
    if (other === null) throw new Refused(404);
    const id = other.row["id"] ?? null;
    const changed =
      method === "PUT" ? this.#store.link(kept, field, id) : this.#store.unlink(kept, field, id);
    if (changed) this.#store.touch(kept);
    return { status: 204 };
  }

  #list(
    all: readonly Kept[],
    resource: Resource,
    query: ListQuery,
    path: string,
    text: string,
  ): Answer {
    const searched = resource.search.map(
      (name) => resource.fields.find((field) => field.name === name)?.property ?? "",
    );
    const byRow = new Map(all.map((kept) => [kept.row, kept]));
    const matching = [...byRow.keys()].filter(
      (row) =>
        query.filters.every(({ column, operator, wanted }) =>
          passes(row, column, operator, wanted),
        ) &&
        (query.term === null ||
          searched.some(
            (name) =>
              typeof row[name] === "string" &&
              folded(String(row[name])).includes(folded(query.term ?? "")),
          )),
    );
    // The row at which the page before ended stays among them, so that its place is known though it may be gone.
    const end = query.cursor === null ? null : (JSON.parse(query.cursor.after) as Body);
    const others =
      end === null ? matching : [...matching.filter((row) => row["id"] !== end["id"]), end];
    const sorted = ordered(others, query.order, keyColumn(resource));
    const from = end === null ? (query.offset ?? 0) : sorted.indexOf(end) + 1;
    const page = sorted.slice(from, from + query.limit);
    const last = page.at(-1);
    const next =
      last === undefined || from + query.limit >= sorted.length
        ? null
        : writeCursor(JSON.stringify(last), query.fingerprint);
    const parameters = [...new URLSearchParams(text)].filter(
      ([name]) => name !== "cursor" && name !== "offset",
    );
    const target =
      next === null
        ? null
        : withQuery(
            path,
            Object.fromEntries([
              ...parameters,
              query.offset === null ? ["cursor", next] : ["offset", String(from + query.limit)],
            ]),
          );
    return {
      status: 200,
      headers: {
        "content-type": "application/json",
        ...(target === null ? {} : { link: `<${target}>; rel="next"` }),
      },
      body: {
        data: page.flatMap((row) => {
          const kept = byRow.get(row);
          return kept === undefined ? [] : [this.#project(kept, query)];
        }),
        page: {
          limit: query.limit,
          ...(query.cursor === null ? { offset: query.offset ?? 0 } : {}),
          next_cursor: next,
          ...(query.count ? { total: matching.length } : {}),
        },
      },
    };
  }

  #project(kept: Kept, query: ListQuery): Body {
    const whole = this.#shown(kept);
    const row =
      query.fields === null
        ? whole
        : Object.fromEntries(
            Object.entries(whole).filter(([name]) => query.fields?.includes(name)),
          );
    for (const name of query.include) {
      const field = kept.resource.fields.find((one) => one.name === name);
      if (field === undefined || field.kind === "scalar") continue;
      const target = resourceNamed(this.#model, field.to);
      const shown = (id: JsonValue): Body[] => {
        const found = this.#store.find(target, id);
        return found === null ? [] : [this.#shown(found)];
      };
      row[name] =
        field.kind === "to_many"
          ? this.#store.linked(kept, field).flatMap(shown)
          : (shown(kept.row[field.property] ?? null)[0] ?? null);
    }
    return row;
  }

  #shown(kept: Kept): Body {
    const { resource } = kept;
    const values = { ...kept.row, ...this.#linkValues(kept) };
    const names = [
      resource.id.property,
      ...resource.fields.filter((f) => !f.writeonly).map((f) => f.property),
      ...(resource.timestamps === null
        ? []
        : [resource.timestamps.createdAt.property, resource.timestamps.updatedAt.property]),
    ];
    return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  }

  #etag(kept: Kept): string {
    const names = Object.keys(this.#shown(kept)).join(",");
    return `"${createHash("sha256").update(names).digest("hex").slice(0, 8)}-${kept.version}"`;
  }

  #rowHeaders(kept: Kept): Record<string, string> {
    return { "content-type": "application/json", etag: this.#etag(kept) };
  }
}

function belongs(kept: Kept, parent: { property: string; value: JsonValue } | null): boolean {
  return parent === null || kept.row[parent.property] === parent.value;
}

function methodsOf({ operations }: Resource, place: "collection" | "row"): string[] {
  const given =
    place === "collection"
      ? [
          ...(operations.includes("list") ? ["GET", "HEAD"] : []),
          ...(operations.includes("create") ? ["POST"] : []),
        ]
      : [
          ...(operations.includes("retrieve") ? ["GET", "HEAD"] : []),
          ...(operations.includes("replace") ? ["PUT"] : []),
          ...(operations.includes("update") ? ["PATCH"] : []),
          ...(operations.includes("delete") ? ["DELETE"] : []),
        ];
  return given.length === 0 ? [] : [...given, "OPTIONS"];
}

/** The id of a path as rows hold it; null where it is not of the id's form. */
function keyOf(model: Model, { id }: Resource, text: string): string | null {
  if (id.strategy === "integer")
    return /^[1-9][0-9]*$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER ? text : null;
  if (judgeScalar(model, id.type, text, "").length > 0) return null;
  return id.strategy === "uuid" ? text.toLowerCase() : text;
}

function splitOnce(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}
