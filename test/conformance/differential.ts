/**
 * npx tsx test/conformance/differential.ts --declaration FILE --left URL --right URL [--requests 3000] [--seed N]
 *
 * Sends the same generated requests to two services of one declaration, both on empty databases, and compares status, the
 * named headers, bodies apart from times and ids, and the set of (pointer, code). Prints each difference, then a line
 * `N requests, N differences`. Exits 0 when there is none, 1 when there is one, 2 on wrong usage.
 */
import { parseArgs } from "node:util";
import type { JsonValue, Model, Resource } from "../../src/model/model.ts";
import { loadModel } from "../../src/model/load.ts";
import { Dice } from "../random/dice.ts";
import { Client, httpTransport } from "./client.ts";
import type { Response } from "./client.ts";
import { columns, withQuery } from "./lists.ts";
import { clip } from "./mismatch.ts";
import { has, isCreatable, isWritable } from "./model.ts";
import type { Body } from "./model.ts";
import { isBody, Rows } from "./rows.ts";
import { borderline, foreign } from "./values/borderline.ts";
import { fieldValues, sample } from "./values/arbitrary.ts";

const HEADERS = [
  "content-type",
  "etag",
  "location",
  "link",
  "allow",
  "cache-control",
  "vary",
  "retry-after",
  "ratelimit",
];

/** One request in terms that either service can be asked in: ids are places in the order of creation. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Record<string, string>;
}

export interface Side {
  readonly name: string;
  readonly client: Client;
}

export interface Difference {
  readonly request: string;
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

/** Ids that only one side knows (uuids) are told apart by their place: the left's and the right's of one creation. */
class Pairs {
  /** Names of the properties that hold the time of a request. */
  readonly times: ReadonlySet<string>;
  readonly #toRight = new Map<string, string>();
  readonly #toLeft = new Map<string, string>();

  constructor(model: Model) {
    const now = model.resources.flatMap(({ fields, timestamps }) => [
      ...fields.filter((field) => field.kind === "scalar" && field.default?.kind === "now"),
      ...Object.values(timestamps ?? {}),
    ]);
    this.times = new Set(now.map(({ property }) => property));
  }

  learn(left: unknown, right: unknown): void {
    if (typeof left !== "string" || typeof right !== "string" || left === right) return;
    this.#toRight.set(left, right);
    this.#toLeft.set(right, left);
  }

  forRight(text: string): string {
    return text.replaceAll(UUID, (id) => this.#toRight.get(id) ?? id);
  }

  fromRight(text: string): string {
    return text.replaceAll(UUID, (id) => this.#toLeft.get(id) ?? id);
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** @returns every difference over so many requests. */
export async function compareServices(
  model: Model,
  [left, right]: readonly [Side, Side],
  { requests, seed }: { requests: number; seed: number },
): Promise<Difference[]> {
  const dice = new Dice(seed);
  const pairs = new Pairs(model);
  const differences: Difference[] = [];
  const known = new Map<string, Body[]>();
  // Bodies are made against the left; what it creates on the way is repeated on the right.
  const mirrored = new Client(async (request) => {
    const one = await left.client.transport(request);
    const body =
      request.body === undefined
        ? undefined
        : Buffer.from(pairs.forRight(request.body.toString("utf8")), "utf8");
    const two = await right.client.transport({
      ...request,
      path: pairs.forRight(request.path),
      body,
    });
    if (one.status === 201 && isBody(one.json) && isBody(two.json))
      pairs.learn(one.json["id"], two.json["id"]);
    differences.push(
      ...compare(
        `${request.method} ${request.path} ${clip(request.body?.toString("utf8") ?? "", 300)}`,
        one,
        two,
        pairs,
      ),
    );
    return one;
  });
  const rows = new Rows(model, mirrored, seed * 1000);
  const subjects = model.resources.filter((one) => isCreatable(model, one));
  for (let count = 0; count < requests; count += 1) {
    const asked = await ask(dice, rows, dice.pick(subjects), known);
    const answer = await mirrored.send(asked.method, asked.path, asked.body, asked.headers);
    if (answer.status === 201 && isBody(answer.json)) remember(known, asked.path, answer.json);
  }
  return differences;
}

function remember(known: Map<string, Body[]>, path: string, row: Body): void {
  const list = known.get(path) ?? [];
  known.set(path, [...list.slice(-20), row]);
}

async function ask(
  dice: Dice,
  rows: Rows,
  resource: Resource,
  known: Map<string, Body[]>,
): Promise<Asked> {
  const collection = rows.paths.collection(resource);
  const mine = known.get(collection) ?? [];
  const some = mine.length > 0 ? dice.pick(mine) : null;
  const item = rows.paths.item(resource, some?.["id"] ?? "999999");
  const json = { "content-type": "application/json" };
  const tag = resource.requireIfMatch && dice.chance(80) ? { "if-match": "*" } : {};
  const kinds = [
    ...(has(resource, "create") ? ["create", "create", "spoilt create"] : []),
    ...(has(resource, "list") ? ["list", "list"] : []),
    ...(has(resource, "retrieve") ? ["retrieve"] : []),
    ...(has(resource, "update") ? ["patch", "patch"] : []),
    ...(has(resource, "replace") ? ["put"] : []),
    ...(has(resource, "delete") ? ["delete"] : []),
    "odd",
  ];
  switch (dice.pick(kinds)) {
    case "create":
      return {
        method: "POST",
        path: collection,
        body: JSON.stringify(await rows.body(resource, {}, dice.chance(40) ? "least" : "full")),
        headers: json,
      };
    case "spoilt create":
      return {
        method: "POST",
        path: collection,
        body: spoilt(dice, rows, resource, await rows.body(resource)),
        headers: json,
      };
    case "patch":
      return {
        method: "PATCH",
        path: item,
        body: spoilt(dice, rows, resource, {}),
        headers: { ...json, ...tag },
      };
    case "put":
      return {
        method: "PUT",
        path: item,
        body: spoilt(dice, rows, resource, await rows.body(resource)),
        headers: { ...json, ...tag },
      };
    case "delete":
      return { method: dice.chance(30) ? "DELETE" : "GET", path: item, headers: tag };
    case "list":
      return {
        method: "GET",
        path: withQuery(collection, randomQuery(dice, rows.model, resource, mine)),
        headers: {},
      };
    case "retrieve":
      return {
        method: dice.pick(["GET", "HEAD"]),
        path: item + dice.pick(["", "?fields=id", "?fields=nope", "?x=1"]),
        headers: dice.pick<Record<string, string>>([
          {},
          { accept: "text/html" },
          { "if-none-match": "*" },
        ]),
      };
    default:
      return odd(dice, collection, item);
  }
}

function odd(dice: Dice, collection: string, item: string): Asked {
  const json = { "content-type": "application/json" };
  return dice.pick<Asked>([
    { method: "OPTIONS", path: collection, headers: {} },
    { method: "OPTIONS", path: item, headers: {} },
    { method: "POST", path: item, body: "{}", headers: json },
    { method: "PATCH", path: collection, body: "{}", headers: json },
    {
      method: "POST",
      path: collection,
      body: dice.pick(["", "{", "null", "[]", "1", '{"a":NaN}', "\ufeff{}"]),
      headers: json,
    },
    {
      method: "POST",
      path: collection,
      body: "{}",
      headers: {
        "content-type": dice.pick([
          "text/plain",
          "application/json; charset=latin1",
          "application/merge-patch+json",
        ]),
      },
    },
    {
      method: "GET",
      path: `${collection}/${dice.pick(["0", "x", "1.0", "%00", "1/2", ""])}`,
      headers: {},
    },
    { method: "GET", path: `${collection}x`, headers: {} },
    {
      method: "PATCH",
      path: item,
      body: "{}",
      headers: { ...json, "if-match": dice.pick(["", "x", '"x"', 'W/"x"', "*"]) },
    },
  ]);
}

/** A body with some scalars set to values at their limits, or of other types, or taken away. */
function spoilt(dice: Dice, rows: Rows, resource: Resource, body: Body): string {
  const fields = resource.fields.filter((field) => field.kind === "scalar" && isWritable(field));
  const result: Body = { ...body };
  for (const field of dice.several(fields, dice.integer(0, 3))) {
    if (field.kind !== "scalar") continue;
    const values: (JsonValue | undefined)[] = dice.pick([
      borderline(rows.model, field, rows.next()),
      foreign(field),
      [null, undefined],
      [sample(fieldValues(field, rows.model, "wild"), rows.next())],
    ]);
    if (values.length === 0) continue;
    const value = dice.pick(values);
    if (value === undefined) delete result[field.property];
    else result[field.property] = value;
  }
  if (dice.chance(10)) result[dice.pick(["", "x", "Id"])] = 1;
  return JSON.stringify(result);
}

function randomQuery(
  dice: Dice,
  model: Model,
  resource: Resource,
  mine: readonly Body[],
): Record<string, string> {
  const query: Record<string, string> = {};
  // Times differ between the two; nothing is sorted or filtered by them.
  const times = new Pairs(model).times;
  const stable = (use: "filter" | "sort") =>
    columns(model, resource, use).filter(
      (one) => !times.has(one.property) && resource.id.strategy !== "uuid",
    );
  if (dice.chance(40)) query["limit"] = dice.pick(["1", "3", "100", "0", "101", "x", ""]);
  if (dice.chance(20)) query["offset"] = dice.pick(["0", "2", "-1", "99999"]);
  if (dice.chance(30)) query["count"] = dice.pick(["true", "false", "1"]);
  const sorts = stable("sort");
  query["sort"] =
    sorts.length === 0 ? "id" : (dice.chance(50) ? "-" : "") + dice.pick(sorts).property;
  for (const column of dice.several(stable("filter"), dice.integer(0, 2))) {
    const operator = dice.pick([
      "eq",
      "ne",
      "in",
      "gt",
      "lte",
      "contains",
      "starts_with",
      "is_null",
    ]);
    const value = mine.length === 0 ? null : (dice.pick(mine)[column.property] ?? null);
    query[`${column.property}[${operator}]`] = dice.chance(25)
      ? dice.pick(["", "x", "1", "true", "%"])
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  }
  if (dice.chance(15)) query["fields"] = dice.pick(["id", "id,nope", ""]);
  if (dice.chance(10)) query["q"] = dice.pick(["a", "", "%"]);
  return query;
}

function compare(request: string, left: Response, right: Response, pairs: Pairs): Difference[] {
  const differences: Difference[] = [];
  const differ = (what: string, one: string, two: string): void => {
    if (one !== two) differences.push({ request, what, left: one, right: two });
  };
  differ("status", String(left.status), String(right.status));
  for (const name of HEADERS) {
    const one = neutral(left.headers[name] ?? "absent");
    differ(name, one, neutral(pairs.fromRight(right.headers[name] ?? "absent")));
  }
  differ(
    "body",
    bodyText(left.text, pairs.times),
    bodyText(pairs.fromRight(right.text), pairs.times),
  );
  return differences;
}

/** Cursors and charsets may differ in form. */
function neutral(header: string): string {
  return header.replace(/cursor=[^&>]*/, "cursor=…").replace(/; *charset=utf-8/i, "");
}

/** The body with times, cursors, request ids and texts for people put out of sight, and members in order. */
function bodyText(text: string, times: ReadonlySet<string>): string {
  if (text === "") return "";
  try {
    return JSON.stringify(comparable(JSON.parse(text), times));
  } catch {
    return text;
  }
}

function comparable(value: unknown, times: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item, times));
    const faults = value.every((item) => isBody(item) && "code" in item && "message" in item);
    return faults && value.length > 0 ? items.map((item) => JSON.stringify(item)).sort() : items;
  }
  if (!isBody(value)) return value;
  const hidden = new Set(["request_id", "detail", "message", ...times]);
  const members = Object.entries(value).filter(([name]) => !hidden.has(name));
  return Object.fromEntries(
    members
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [
        name,
        name === "next_cursor" ? typeof member : comparable(member, times),
      ]),
  );
}

const isMain = process.argv[1]?.endsWith("differential.ts") ?? false;
if (isMain) {
  const { values } = parseArgs({
    options: {
      declaration: { type: "string" },
      left: { type: "string" },
      right: { type: "string" },
      requests: { type: "string", default: "3000" },
      seed: { type: "string", default: "1" },
    },
  });
  const { declaration, left, right } = values;
  const model = declaration === undefined ? null : (await loadModel(declaration)).model;
  if (model === null || left === undefined || right === undefined) {
    process.stderr.write(
      "usage: differential.ts --declaration FILE --left URL --right URL [--requests N] [--seed N]\n",
    );
    process.exit(2);
  }
  const transports = [httpTransport(left), httpTransport(right)] as const;
  const sides = [
    { name: left, client: new Client(transports[0]) },
    { name: right, client: new Client(transports[1]) },
  ] as const;
  const requests = Number(values.requests);
  const differences = await compareServices(model, sides, { requests, seed: Number(values.seed) });
  for (const { request, what, left: one, right: two } of differences) {
    process.stdout.write(
      `≠ ${what} of ${request}\n    left:  ${clip(one, 500)}\n    right: ${clip(two, 500)}\n`,
    );
  }
  for (const transport of transports) transport.close();
  process.stdout.write(`${requests} requests, ${differences.length} differences\n`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}
