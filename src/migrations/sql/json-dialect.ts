/** How each database reads and makes JSON. SQLite's `->` is there from 3.38. */
import type { ColumnType } from "../../storage/storage.ts";
import type { Dialect } from "./dialect.ts";
import { identifier, quoted } from "./literals.ts";
import { postgresConversion } from "./postgres-conversion.ts";
import { sqliteConversion } from "./sqlite-conversion.ts";

/** One value within JSON, as expressions. */
export interface JsonNode {
  readonly json: string;
  /** As text, or as a number where the database tells them apart; NULL where there is none. */
  readonly value: string;
}

export interface JsonDialect {
  /** What a column holds. */
  root(column: string): JsonNode;
  property(node: JsonNode, name: string): JsonNode;
  /** In the form in which a column of the type holds it. */
  read(node: JsonNode, type: ColumnType): string;
  /** The other way round. */
  write(expression: string, type: ColumnType): string;
  object(properties: readonly (readonly [name: string, json: string])[]): string;
  /** A list of what is made of each item. */
  list(node: JsonNode, item: JsonNode, made: string): string;
  /** Whether one of the items is such. */
  some(node: JsonNode, item: JsonNode, condition: string): string;
  /** One of a list, at a depth of lists within lists. */
  item(depth: number): JsonNode;
}

/** JSON writes them as they are; all else stands in quotes. */
const bare = new Set<ColumnType["kind"]>(["integer", "bigint", "double", "boolean"]);

/** Functions take a hundred arguments at the least. */
const PAIRS = 40;

function chunks<One>(list: readonly One[]): One[][] {
  const found: One[][] = [];
  for (let at = 0; at < list.length; at += PAIRS) found.push(list.slice(at, at + PAIRS));
  return found.length > 0 ? found : [[]];
}

const text: ColumnType = { kind: "text" };

const sqlite: JsonDialect = {
  root: (column) => ({ json: column, value: column }),
  property: ({ json }, name) => ({
    json: `(${json} -> ${path(name)})`,
    value: `(${json} ->> ${path(name)})`,
  }),
  read: ({ value }, type) => (type.kind === "decimal" ? `CAST(${value} AS NUMERIC)` : value),
  write(expression, type) {
    const shown = sqliteConversion(type, text).value?.(expression) ?? expression;
    return bare.has(type.kind) ? `json(${shown})` : `json_quote(${shown})`;
  },
  object(properties) {
    const [first = [], ...rest] = chunks(properties);
    const begun = `json_object(${first.map(([name, json]) => `${quoted(name)}, json(${json})`).join(", ")})`;
    return rest.reduce(
      (object, more) =>
        `json_set(${object}, ${more.map(([name, json]) => `${path(name)}, json(${json})`).join(", ")})`,
      begun,
    );
  },
  list: ({ json }, item, made) =>
    `(SELECT json_group_array(json(${made})) FROM (SELECT ${items(json, item.json)} ORDER BY each."key"))`,
  some: ({ json }, item, condition) =>
    `EXISTS (SELECT 1 FROM (SELECT ${items(json, item.json)}) WHERE ${condition})`,
  item: (depth) => {
    const name = identifier(`item ${depth}`);
    return { json: name, value: name };
  },
};

/** `json_each` has columns of its own (`value`, `type`, `path` …), which would hide those of the table from its argument. */
function items(json: string, item: string): string {
  return `each."value" AS ${item} FROM (SELECT ${json} AS "a list") AS list JOIN json_each(list."a list") AS each`;
}

/** A property. Names of the language are of letters, digits and `_`. */
function path(name: string): string {
  return quoted(`$."${name}"`);
}

const casts: Partial<Readonly<Record<ColumnType["kind"], string>>> = {
  integer: "integer",
  bigint: "bigint",
  double: "double precision",
  decimal: "numeric",
  boolean: "boolean",
  date: "date",
  time: "time(0)",
  datetime: "timestamptz(3)",
  uuid: "uuid",
};

const postgres: JsonDialect = {
  root: (column) => ({ json: column, value: `(${column} #>> '{}')` }),
  property: ({ json }, name) => ({
    json: `(${json} -> ${quoted(name)})`,
    value: `(${json} ->> ${quoted(name)})`,
  }),
  read({ value }, { kind }) {
    const type = casts[kind];
    return type === undefined ? value : `${value}::${type}`;
  },
  write(expression, type) {
    const typed =
      type.kind === "decimal"
        ? `(${expression})::numeric(${type.precision}, ${type.scale})`
        : casts[type.kind] === undefined
          ? expression
          : `(${expression})::${casts[type.kind] ?? ""}`;
    const shown = postgresConversion(type, text).value?.(`(${typed})`) ?? typed;
    return bare.has(type.kind) ? `(${shown})::jsonb` : `to_jsonb(${shown})`;
  },
  object(properties) {
    const parts = chunks(properties).map(
      (some) =>
        `jsonb_build_object(${some.map(([name, json]) => `${quoted(name)}, ${json}`).join(", ")})`,
    );
    return parts.length === 1 ? parts.join("") : `(${parts.join(" || ")})`;
  },
  list: ({ json }, item, made) =>
    `(SELECT coalesce(jsonb_agg(${made} ORDER BY "place"), '[]') FROM jsonb_array_elements(${json}) WITH ORDINALITY AS "items" (${item.json}, "place"))`,
  some: ({ json }, item, condition) =>
    `EXISTS (SELECT 1 FROM jsonb_array_elements(${json}) AS "items" (${item.json}) WHERE ${condition})`,
  item: (depth) => {
    const name = identifier(`item ${depth}`);
    return { json: name, value: `(${name} #>> '{}')` };
  },
};

export function jsonDialectOf({ database }: Dialect): JsonDialect {
  return database === "sqlite" ? sqlite : postgres;
}
