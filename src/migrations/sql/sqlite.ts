/**
 * SQLite. Column types are affinities here: lengths and precisions are not enforced, so they are not written, and
 * changing one rebuilds no table. Tables are not STRICT, which would forbid the types that Django declares.
 * (https://www.sqlite.org/datatype3.html)
 */
import type { ColumnType } from "../../storage/storage.ts";
import type { Dialect } from "./dialect.ts";
import { number, quoted } from "./literals.ts";

const types: Readonly<Record<ColumnType["kind"], string>> = {
  varchar: "TEXT",
  text: "TEXT",
  integer: "INTEGER",
  bigint: "INTEGER",
  double: "REAL",
  /** Exact to 15 significant digits, which is what the language allows here. */
  decimal: "NUMERIC",
  boolean: "INTEGER",
  date: "TEXT",
  time: "TEXT",
  /** UTC with milliseconds and a fixed width, so it sorts as text. */
  datetime: "TEXT",
  uuid: "TEXT",
  json: "TEXT",
};

const now: Partial<Readonly<Record<ColumnType["kind"], string>>> = {
  date: "(date('now'))",
  time: "(time('now'))",
  datetime: "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
};

export const sqlite: Dialect = {
  database: "sqlite",
  text: lineless,
  type: (type) => types[type.kind],
  literal(value, type) {
    if (value === null && type.kind !== "json") return "NULL";
    switch (type.kind) {
      case "integer":
      case "bigint":
      case "double":
        return number(Number(value));
      case "decimal":
        return number(String(value));
      case "boolean":
        return value === true ? "1" : "0";
      case "json":
        return lineless(JSON.stringify(value));
      default:
        return lineless(String(value));
    }
  },
  now(type) {
    const expression = now[type.kind];
    if (!expression) throw new Error(`A ${type.kind} has no current time.`);
    return expression;
  },
  newUuid: uuid(),
  needs: () => true,
  direction: (descending) => (descending ? " DESC" : ""),
};

function lineless(value: string): string {
  if (!value.includes("\n")) return quoted(value);
  return `(${value.split("\n").map(quoted).join(" || char(10) || ")})`;
}

/** 48 bits of time, the version, 12 random bits, the variant, 62 random bits. (RFC 9562, 5.7) */
function uuid(): string {
  const time = "printf('%012x', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))";
  const random = (bytes: number, from = 1) => `substr(lower(hex(randomblob(${bytes}))), ${from})`;
  return [
    `substr(${time}, 1, 8)`,
    "'-'",
    `substr(${time}, 9)`,
    "'-7'",
    random(2, 2),
    "'-'",
    "substr('89ab', 1 + abs(random() % 4), 1)",
    random(2, 2),
    "'-'",
    random(6),
  ].join(" || ");
}
