/**
 * PostgreSQL. Text has the collation "C", so that it sorts and compares by code point as on SQLite, whatever the
 * locale of the cluster, and an upgrade of the C library cannot spoil an index.
 * (https://www.postgresql.org/docs/current/collation.html)
 */
import type { ColumnType } from "../../storage/storage.ts";
import type { Dialect } from "./dialect.ts";
import { number, quoted } from "./literals.ts";

const types: Readonly<Record<Exclude<ColumnType["kind"], "varchar" | "decimal">, string>> = {
  text: 'text COLLATE "C"',
  integer: "integer",
  bigint: "bigint",
  double: "double precision",
  boolean: "boolean",
  date: "date",
  time: "time(0)",
  datetime: "timestamptz(3)",
  uuid: "uuid",
  json: "jsonb",
};

/** In UTC whatever the session's time zone; cut, not rounded, for rounding can leave the day. */
const now: Partial<Readonly<Record<ColumnType["kind"], string>>> = {
  date: "((now() AT TIME ZONE 'UTC')::date)",
  time: "(date_trunc('second', now() AT TIME ZONE 'UTC')::time)",
  datetime: "date_trunc('milliseconds', now())",
};

export const postgres: Dialect = {
  database: "postgres",
  text: lineless,
  type(type) {
    if (type.kind === "varchar") return `varchar(${type.length}) COLLATE "C"`;
    if (type.kind === "decimal") return `numeric(${type.precision}, ${type.scale})`;
    return types[type.kind];
  },
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
        return value === true ? "true" : "false";
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
  /** A random one of version 4 whose first 48 bits become the time, and whose version becomes 7. */
  newUuid: [
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING",
    "substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)",
    "FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid",
  ].join(" "),
  needs: (rule) => rule.kind !== "is_boolean" && rule.kind !== "is_json",
  /** Lists sort nulls last both ways, and only an index of that very order serves them. */
  direction(descending, nullable) {
    if (!descending) return "";
    return nullable ? " DESC NULLS LAST" : " DESC";
  },
};

/** An escape string is the only form in which a backslash is not itself. */
function lineless(value: string): string {
  if (!value.includes("\n")) return quoted(value);
  return `E${quoted(value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"))}`;
}
