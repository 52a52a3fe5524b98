/**
 * SQLite's conversions. CAST reads as much of a text as looks like a number and calls the rest nothing, so texts are
 * judged by comparison: numeric affinity takes a text only as a whole.
 * (https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison)
 */
import type { ColumnType } from "../../storage/storage.ts";
import { familyOf, longestText } from "./representation.ts";
import { type Conversion, impossible, range, tooLarge, unchanged } from "./conversion.ts";

type Expression = (expression: string) => string;

/** @throws Error where the conversion is not possible, which is our bug */
export function sqliteConversion(from: ColumnType, to: ColumnType): Conversion {
  const [source, target] = [familyOf(from), familyOf(to)];
  if (target === "text") return toText(from, to);
  if (source === "text") return fromText(to);
  if (source === target && to.kind !== "decimal") return unchanged;
  return between(from, to);
}

function toText(from: ColumnType, to: ColumnType): Conversion {
  const value = textOf(from);
  const text = value ?? ((e: string) => e);
  const isLong = to.kind === "varchar" && longestText(from) > to.length;
  return { value, unfit: isLong ? (e) => `length(${text(e)}) > ${to.length}` : null };
}

function textOf(type: ColumnType): Expression | null {
  switch (type.kind) {
    case "integer":
    case "bigint":
      return (e) => `CAST(${e} AS TEXT)`;
    case "decimal":
      return (e) => `CASE WHEN ${e} IS NOT NULL THEN printf('%.${type.scale}f', ${e}) END`;
    case "double":
      return shortest;
    case "boolean":
      return (e) => `CASE ${e} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`;
    default:
      return null;
  }
}

/** CAST prints 15 digits, which some doubles need more of, and whole numbers with a fraction. */
function shortest(e: string): string {
  return [
    `CASE WHEN ${e} = CAST(${e} AS INTEGER) AND abs(${e}) < 9007199254740992`,
    `THEN CAST(CAST(${e} AS INTEGER) AS TEXT)`,
    `WHEN CAST(CAST(${e} AS TEXT) AS REAL) = ${e} THEN CAST(${e} AS TEXT)`,
    `WHEN ${e} IS NOT NULL THEN printf('%!.17g', ${e}) END`,
  ].join(" ");
}

function fromText(to: ColumnType): Conversion {
  switch (to.kind) {
    case "integer":
    case "bigint": {
      const numbers = range(to.kind === "integer" ? "integer" : "bigint");
      return {
        value: (e) => `CAST(${e} AS INTEGER)`,
        unfit: (e) =>
          `${e} GLOB '?*[^0-9]*' OR ${e} GLOB '[^0-9+-]*' OR ${e} NOT GLOB '*[0-9]' ` +
          `OR length(${e}) > 18 OR CAST(${e} AS INTEGER) NOT BETWEEN ${numbers}`,
      };
    }
    case "double":
      return { value: (e) => `CAST(${e} AS REAL)`, unfit: isNoNumber };
    case "decimal":
      return {
        value: (e) => `CAST(${e} AS NUMERIC)`,
        unfit: (e) =>
          `${isNoNumber(e)} OR ${e} GLOB '*[eE]*' OR ${notWithin(`CAST(${e} AS REAL)`, to)}`,
      };
    case "boolean":
      return {
        value: (e) => `CASE ${e} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`,
        unfit: (e) => `${e} NOT IN ('true', 'false')`,
      };
    case "date":
      return { value: null, unfit: isNoDay };
    case "time":
      return { value: null, unfit: (e) => `time(${e}) IS NOT ${e} OR ${e} >= '24'` };
    case "datetime":
      return {
        value: (e) =>
          `CASE WHEN ${e} IS NOT NULL THEN strftime('%Y-%m-%dT%H:%M:%fZ', upper(${e})) END`,
        unfit: isNoMoment,
      };
    case "uuid":
      return {
        value: (e) => `lower(${e})`,
        unfit: (e) => `lower(${e}) NOT GLOB '${uuidPattern}'`,
      };
    default:
      throw impossible({ kind: "text" }, to);
  }
}

const uuidPattern = [8, 4, 4, 4, 12].map((digits) => "[0-9a-f]".repeat(digits)).join("-");

/** What SQLite takes for a number, without blanks, and with digits on both sides of a point. */
function isNoNumber(e: string): string {
  const number = `CAST(${e} AS REAL)`;
  const point = `${e} GLOB '.*' OR ${e} GLOB '*[^0-9].*' OR ${e} GLOB '*.' OR ${e} GLOB '*.[^0-9]*'`;
  return `${e} <> ${number} OR ${e} GLOB '*[^0-9eE.+-]*' OR ${point} OR abs(${number}) > 1.7976931348623157e308`;
}

/** SQLite counts on from the end of a short month, and knows a year 0. */
function isNoDay(e: string): string {
  return `date(${e}) IS NOT ${e} OR ${e} < '0001'`;
}

const clockPattern = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9]";
const fractions = ["", ".[0-9]", ".[0-9][0-9]", ".[0-9][0-9][0-9]"];
const zones = ["Z", "[+-][01][0-9]:[0-5][0-9]"];

function isNoMoment(e: string): string {
  const rest = `upper(substr(${e}, 11))`;
  const forms = fractions.flatMap((fraction) =>
    zones.map((zone) => `${rest} NOT GLOB '[T ]${clockPattern}${fraction}${zone}'`),
  );
  return `${isNoDay(`substr(${e}, 1, 10)`)} OR substr(${e}, 12) >= '24' OR strftime('%s', upper(${e})) IS NULL OR (${forms.join(" AND ")})`;
}

function notWithin(e: string, to: { readonly precision: number; readonly scale: number }): string {
  return `${e} <> round(${e}, ${to.scale}) OR abs(${e}) >= ${tooLarge(to)}`;
}

/** Neither side is text. What is stored is judged by its value, whatever its storage class. */
function between(from: ColumnType, to: ColumnType): Conversion {
  const pair = `${from.kind} ${to.kind}`;
  const isWider =
    from.kind === "decimal" &&
    to.kind === "decimal" &&
    from.scale <= to.scale &&
    from.precision - from.scale <= to.precision - to.scale;
  switch (pair) {
    case "integer bigint":
    case "boolean integer":
    case "boolean bigint":
      return unchanged;
    case "integer double":
    case "decimal double":
      return { value: (e) => `CAST(${e} AS REAL)`, unfit: null };
    case "bigint double":
      return { value: (e) => `CAST(${e} AS REAL)`, unfit: (e) => `CAST(${e} AS REAL) <> ${e}` };
    case "bigint integer":
      return { value: null, unfit: (e) => `${e} NOT BETWEEN ${range("integer")}` };
    case "double integer":
    case "double bigint":
    case "decimal integer":
    case "decimal bigint":
      return {
        value: (e) => `CAST(${e} AS INTEGER)`,
        unfit: (e) =>
          `${e} <> CAST(${e} AS INTEGER) OR ${e} NOT BETWEEN ${range(to.kind === "integer" ? "integer" : "bigint")}`,
      };
    case "integer decimal":
    case "bigint decimal":
    case "double decimal":
    case "decimal decimal":
      if (to.kind !== "decimal") throw impossible(from, to);
      return {
        value: from.kind === "double" ? (e) => `CAST(${e} AS NUMERIC)` : null,
        unfit: isWider ? null : (e) => notWithin(e, to),
      };
    case "integer boolean":
    case "bigint boolean":
      return { value: null, unfit: (e) => `${e} NOT IN (0, 1)` };
    case "date datetime":
      return { value: (e) => `${e} || 'T00:00:00.000Z'`, unfit: null };
    case "datetime date":
      return {
        value: (e) => `substr(${e}, 1, 10)`,
        unfit: (e) => `substr(${e}, 11) <> 'T00:00:00.000Z'`,
      };
    default:
      throw impossible(from, to);
  }
}
