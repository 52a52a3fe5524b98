/**
 * PostgreSQL's conversions. Every form is written out: what a cast prints or reads depends on the session's settings, and
 * a cast to a shorter varchar cuts in silence. A condition first proves by a pattern what it then casts, within one CASE,
 * since AND and OR promise no order. (https://www.postgresql.org/docs/current/sql-expressions.html#SYNTAX-EXPRESS-EVAL)
 */
import type { ColumnType } from "../../storage/storage.ts";
import { familyOf, longestText } from "./representation.ts";
import { type Conversion, impossible, range, tooLarge, unchanged } from "./conversion.ts";

type Expression = (expression: string) => string;

/** @throws Error where the conversion is not possible, which is our bug */
export function postgresConversion(from: ColumnType, to: ColumnType): Conversion {
  const [source, target] = [familyOf(from), familyOf(to)];
  if (target === "text") return toText(from, to);
  if (source === "text") return fromText(to);
  if (source === target && to.kind !== "decimal") return unchanged;
  return between(from, to);
}

function toText(from: ColumnType, to: ColumnType): Conversion {
  const text = textOf(from);
  const isLong = to.kind === "varchar" && longestText(from) > to.length;
  return {
    value: familyOf(from) === "text" ? null : text,
    unfit: isLong ? (e) => `char_length(${text(e)}) > ${to.length}` : null,
  };
}

function textOf(type: ColumnType): Expression {
  switch (type.kind) {
    case "varchar":
    case "text":
      return (e) => e;
    case "date":
      return (e) => `to_char(${e}, 'YYYY-MM-DD')`;
    case "time":
      return (e) => `to_char(${e}, 'HH24:MI:SS')`;
    case "datetime":
      return (e) => `to_char(${e} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    default:
      return (e) => `${e}::text`;
  }
}

const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const clock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

function fromText(to: ColumnType): Conversion {
  switch (to.kind) {
    case "integer":
    case "bigint": {
      const numbers = range(to.kind === "integer" ? "integer" : "bigint");
      return {
        value: (e) => `${e}::${to.kind}`,
        unfit: guarded("^[+-]?[0-9]{1,18}$", (e) => `${e}::bigint NOT BETWEEN ${numbers}`),
      };
    }
    case "double":
      // A zero has no sign.
      return {
        value: (e) => `${e}::double precision + 0`,
        unfit: (e) => `${e} !~ '^[+-]?[0-9]{1,100}([.][0-9]{1,100})?([eE][+-]?[0-9]{1,2})?$'`,
      };
    case "decimal":
      return {
        value: (e) => `${e}::numeric`,
        unfit: guarded("^[+-]?[0-9]{1,100}([.][0-9]{1,100})?$", (e) =>
          notWithin(`${e}::numeric`, to),
        ),
      };
    case "boolean":
      return { value: (e) => `${e} = 'true'`, unfit: (e) => `${e} NOT IN ('true', 'false')` };
    case "date":
      return { value: (e) => `${e}::date`, unfit: guarded(`^${day}$`, isNoDay) };
    case "time":
      return { value: (e) => `${e}::time(0)`, unfit: (e) => `${e} !~ '^${clock}$'` };
    case "datetime":
      return {
        value: (e) => `${e}::timestamptz(3)`,
        unfit: guarded(
          `^${day}[Tt ]${clock}([.][0-9]{1,3})?([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])$`,
          isNoDay,
        ),
      };
    case "uuid":
      return {
        value: (e) => `${e}::uuid`,
        unfit: (e) => `${e} !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'`,
      };
    default:
      throw impossible({ kind: "text" }, to);
  }
}

function guarded(pattern: string, condition: Expression): Expression {
  return (e) => `CASE WHEN ${e} ~ '${pattern}' THEN ${condition(e)} ELSE true END`;
}

/** Of a text that begins like a date: the month has fewer days, or there is no such year. */
function isNoDay(e: string): string {
  const first = `(substr(${e}, 1, 7) || '-01')::date`;
  const last = `extract(day FROM ${first} + interval '1 month' - interval '1 day')`;
  return `CASE WHEN substr(${e}, 1, 4) = '0000' THEN true ELSE substr(${e}, 9, 2)::integer > ${last} END`;
}

function notWithin(e: string, to: { readonly precision: number; readonly scale: number }): string {
  return `${e} <> round(${e}, ${to.scale}) OR abs(${e}) >= ${tooLarge(to)}`;
}

/** Neither side is text. */
function between(from: ColumnType, to: ColumnType): Conversion {
  const pair = `${from.kind} ${to.kind}`;
  if (to.kind === "decimal" && isNumber(from)) {
    const exact: Expression = from.kind === "double" ? (e) => `${e}::text::numeric` : (e) => e;
    const isWider =
      from.kind === "decimal" &&
      from.scale <= to.scale &&
      from.precision - from.scale <= to.precision - to.scale;
    return {
      value: from.kind === "double" ? exact : null,
      unfit: isWider ? null : (e) => notWithin(exact(castToNumeric(from, e)), to),
    };
  }
  switch (pair) {
    case "integer bigint":
    case "integer double":
      return unchanged;
    case "bigint double":
      return { value: null, unfit: (e) => `${e}::double precision::text::numeric <> ${e}` };
    case "bigint integer":
      return { value: null, unfit: (e) => `${e} NOT BETWEEN ${range("integer")}` };
    case "double integer":
    case "double bigint":
    case "decimal integer":
    case "decimal bigint": {
      const kind = to.kind === "integer" ? "integer" : "bigint";
      return {
        value: (e) => `${e}::${kind}`,
        unfit: (e) => `${e} <> trunc(${e}) OR ${e} NOT BETWEEN ${range(kind)}`,
      };
    }
    case "decimal double":
      return {
        value: (e) => `${e}::double precision`,
        unfit: (e) => `${e}::double precision::text::numeric <> ${e}`,
      };
    case "boolean integer":
    case "boolean bigint":
      return { value: (e) => `${e}::integer`, unfit: null };
    case "integer boolean":
    case "bigint boolean":
      return { value: (e) => `${e} = 1`, unfit: (e) => `${e} NOT IN (0, 1)` };
    case "date datetime":
      return { value: (e) => `${e}::timestamp AT TIME ZONE 'UTC'`, unfit: null };
    case "datetime date":
      return {
        value: (e) => `(${e} AT TIME ZONE 'UTC')::date`,
        unfit: (e) => `(${e} AT TIME ZONE 'UTC')::time <> '00:00'`,
      };
    default:
      throw impossible(from, to);
  }
}

function isNumber({ kind }: ColumnType): boolean {
  return kind === "integer" || kind === "bigint" || kind === "double" || kind === "decimal";
}

/** `round` with digits is there for numeric alone. */
function castToNumeric({ kind }: ColumnType, e: string): string {
  return kind === "integer" || kind === "bigint" ? `${e}::numeric` : e;
}
