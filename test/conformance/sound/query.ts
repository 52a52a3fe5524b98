/** The parameters of lists and single rows, judged. */
import type { Model, Resource } from "../../../src/model/model.ts";
import { columns } from "../lists.ts";
import type { Column, Order } from "../lists.ts";
import { defaultOrder, splitList } from "../lists.ts";
import { judgeScalar } from "../oracle/scalars.ts";
import { BIGINT, INTEGER } from "../values/limits.ts";

export interface ListQuery {
  readonly limit: number;
  readonly offset: number | null;
  readonly cursor: { readonly after: string } | null;
  readonly count: boolean;
  readonly order: readonly Order[];
  readonly fields: readonly string[] | null;
  readonly include: readonly string[];
  readonly term: string | null;
  readonly filters: readonly {
    readonly column: Column;
    readonly operator: string;
    readonly wanted: string;
  }[];
  /** What a cursor is bound to. */
  readonly fingerprint: string;
}

export type QueryFault = { readonly parameter: string; readonly code: string };

const LISTING = ["limit", "offset", "cursor", "count", "sort", "fields", "include", "q"];

export function judgeQuery(
  model: Model,
  resource: Resource,
  path: string,
  query: string,
  kind: "list" | "row" | "none",
): { parsed: ListQuery; faults: QueryFault[] } {
  const faults: QueryFault[] = [];
  const pairs = query
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const [name = "", ...rest] = piece.split("=");
      return [decoded(name), decoded(rest.join("="))] as const;
    });
  const values = new Map<string, string>();
  const seen = new Set<string>();
  const sortable = columns(model, resource, "sort");
  const filterable = columns(model, resource, "filter");
  const filters: { column: Column; operator: string; wanted: string }[] = [];
  for (const [name, value] of pairs) {
    const form = /^([^[\]]*)(?:\[([^[\]]*)\])?$/.exec(name);
    const known = kind === "list" ? LISTING : kind === "row" ? ["fields", "include"] : [];
    if (known.includes(name)) {
      if (name === "q" && resource.search.length === 0) {
        faults.push({ parameter: name, code: "unknown_parameter" });
        continue;
      }
      if (seen.has(name)) faults.push({ parameter: name, code: "unique_items" });
      else values.set(name, value);
      seen.add(name);
      continue;
    }
    const column =
      kind === "list" && form !== null
        ? filterable.find((one) => one.property === form[1])
        : undefined;
    const operator = form?.[2] ?? "eq";
    const bare = form?.[2] === undefined;
    if (
      column === undefined ||
      !column.operators.includes(operator) ||
      (bare && LISTING.includes(name))
    ) {
      faults.push({ parameter: name, code: "unknown_parameter" });
      continue;
    }
    const canonical = `${column.property}[${operator}]`;
    if (seen.has(canonical)) {
      faults.push({ parameter: name, code: "unique_items" });
      continue;
    }
    seen.add(canonical);
    const code = filterFault(model, column, operator, value);
    if (code !== null) faults.push({ parameter: name, code });
    else filters.push({ column, operator, wanted: value });
  }
  const fail = (parameter: string, code: string | null): void => {
    if (code !== null && !faults.some((fault) => fault.parameter === parameter))
      faults.push({ parameter, code });
  };
  const integer = (name: string, low: number, high: number, absent: number): number => {
    const text = values.get(name);
    if (text === undefined) return absent;
    if (!/^-?(0|[1-9][0-9]*)$/.test(text)) fail(name, "type");
    else if (Number(text) < low) fail(name, "min");
    else if (Number(text) > high) fail(name, "max");
    return Number(text);
  };
  const limit = integer("limit", 1, 100, 20);
  const offset = integer("offset", 0, 2_147_483_647, 0);
  const counted = values.get("count");
  if (counted !== undefined && counted !== "true" && counted !== "false") fail("count", "type");
  const order = sortOrder(model, resource, sortable, values.get("sort"), fail);
  const shown = [
    resource.id.property,
    ...resource.fields.filter((f) => !f.writeonly).map((f) => f.property),
    ...(resource.timestamps === null
      ? []
      : [resource.timestamps.createdAt.property, resource.timestamps.updatedAt.property]),
  ];
  const relations = resource.fields
    .filter((f) => f.kind !== "scalar" && !f.writeonly)
    .map((f) => f.name);
  const fields = chosen("fields", values.get("fields"), shown, fail);
  const include = chosen("include", values.get("include"), relations, fail) ?? [];
  const term = values.get("q") ?? null;
  if (term !== null) {
    const { length } = [...term];
    fail(
      "q",
      length < 1 ? "min_length" : length > 200 ? "max_length" : /\0/.test(term) ? "format" : null,
    );
  }
  const fingerprint = JSON.stringify([
    path,
    order.map(({ column, descending }) => [column.property, descending]),
    filters.map(({ column, operator, wanted }) => [column.property, operator, wanted]).sort(),
    term,
  ]);
  const text = values.get("cursor");
  const cursor = text === undefined ? null : readCursor(text, fingerprint);
  if (text !== undefined && cursor === null) fail("cursor", "format");
  if (text !== undefined && values.has("offset")) fail("offset", "unknown_parameter");
  return {
    faults,
    parsed: {
      limit,
      offset: values.has("offset") ? offset : null,
      cursor,
      count: counted === "true",
      order,
      fields,
      include,
      term,
      filters,
      fingerprint,
    },
  };
}

export function writeCursor(after: string, fingerprint: string): string {
  const sum = [...(fingerprint + after)].reduce(
    (hash, char) => (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) | 0,
    7,
  );
  return Buffer.from(JSON.stringify([after, sum])).toString("base64url");
}

function readCursor(text: string, fingerprint: string): { after: string } | null {
  try {
    const [after] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as [unknown];
    return typeof after === "string" && writeCursor(after, fingerprint) === text ? { after } : null;
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  const bytes: number[] = [];
  const source = text.replaceAll("+", " ");
  for (let at = 0; at < source.length; at += 1) {
    const hex = /^%([0-9A-Fa-f]{2})/.exec(source.slice(at, at + 3));
    if (hex === null) bytes.push(...Buffer.from(source.charAt(at), "latin1"));
    else {
      bytes.push(Number.parseInt(hex[1] ?? "", 16));
      at += 2;
    }
  }
  return Buffer.from(bytes).toString("utf8");
}

type Fail = (parameter: string, code: string | null) => void;

function sortOrder(
  model: Model,
  resource: Resource,
  sortable: readonly Column[],
  text: string | undefined,
  fail: Fail,
): readonly Order[] {
  if (text === undefined) return defaultOrder(model, resource);
  const names = text.split(",");
  const order = names.map((name) => ({
    column: sortable.find((one) => one.property === name.replace(/^-/, "")),
    descending: name.startsWith("-"),
  }));
  const known = order.filter((one): one is Order => one.column !== undefined);
  if (known.length < order.length) fail("sort", "enum");
  else if (new Set(known.map((one) => one.column)).size < known.length)
    fail("sort", "unique_items");
  return known;
}

function chosen(
  name: string,
  text: string | undefined,
  known: readonly string[],
  fail: Fail,
): readonly string[] | null {
  if (text === undefined) return null;
  const names = text.split(",");
  if (names.some((one) => !known.includes(one))) fail(name, "enum");
  else if (new Set(names).size < names.length) fail(name, "unique_items");
  return names;
}

function filterFault(model: Model, column: Column, operator: string, value: string): string | null {
  if (operator === "is_null") return value === "true" || value === "false" ? null : "type";
  if (operator !== "in") return valueFault(model, column, value);
  if (value === "") return "min_items";
  const values = splitList(value);
  if (values.length > 100) return "max_items";
  return values.map((one) => valueFault(model, column, one)).find((code) => code !== null) ?? null;
}

function valueFault(model: Model, column: Column, value: string): string | null {
  const { type } = column;
  const key = column.relation || column.property === "id";
  switch (type.kind) {
    case "integer":
    case "bigint": {
      if (!/^-?(0|[1-9][0-9]*)$/.test(value)) return "type";
      const whole = key
        ? { lowest: 1, highest: Number.MAX_SAFE_INTEGER }
        : type.kind === "integer"
          ? INTEGER
          : BIGINT;
      if (Number(value) < whole.lowest) return "min";
      return Number(value) > whole.highest ? "max" : null;
    }
    case "float":
      return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(value) &&
        Number.isFinite(Number(value))
        ? null
        : "type";
    case "boolean":
      return value === "true" || value === "false" ? null : "type";
    case "decimal":
      return judgeScalar(model, { ...type, min: null, max: null }, value, "")[0]?.code ?? null;
    case "date":
    case "datetime":
    case "time":
      return judgeScalar(model, { ...type, min: null, max: null }, value, "")[0]?.code ?? null;
    case "uuid":
    case "enum":
      return judgeScalar(model, type, value, "")[0]?.code ?? null;
    default:
      if (column.relation) return judgeScalar(model, type, value, "")[0]?.code ?? null;
      return value.includes("\0") ? "format" : null;
  }
}
