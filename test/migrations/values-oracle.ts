/** What becomes of values, computed in this language: the judge of what databases compute. */
import type { JsonValue } from "../../src/model/model.ts";
import type { ColumnType } from "../../src/storage/storage.ts";

const day = /^(\d{4})-(\d\d)-(\d\d)$/;
const clock = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const moment =
  /^(\d{4}-\d\d-\d\d)[Tt ](([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?)([Zz]|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Null where the value has no counterpart; no value at all is not asked for. */
export function converted(value: JsonValue, from: ColumnType, to: ColumnType): JsonValue {
  if (isText(to)) return asText(value, to);
  if (isText(from)) return fromText(String(value), to);
  switch (to.kind) {
    case "integer":
    case "bigint":
      return whole(typeof value === "boolean" ? Number(value) : Number(value), to.kind);
    case "double":
      return Number(value);
    case "decimal":
      return decimal(plain(value), to);
    case "boolean":
      if (from.kind === "boolean") return value;
      return value === 0 ? false : value === 1 ? true : null;
    case "datetime":
      return from.kind === "date" ? `${String(value)}T00:00:00.000Z` : value;
    case "date":
      if (from.kind === "date") return value;
      return String(value).endsWith("T00:00:00.000Z") ? String(value).slice(0, 10) : null;
    default:
      return value;
  }
}

function isText({ kind }: ColumnType): boolean {
  return kind === "text" || kind === "varchar";
}

function asText(value: JsonValue, to: ColumnType): JsonValue {
  const text = String(value);
  return to.kind === "varchar" && [...text].length > to.length ? null : text;
}

function whole(value: number, kind: "integer" | "bigint"): number | null {
  const most = kind === "integer" ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
  const least = kind === "integer" ? -2_147_483_648 : -most;
  return Number.isInteger(value) && value >= least && value <= most ? value : null;
}

/** Without an exponent. */
function plain(value: JsonValue): string {
  if (typeof value === "string") return value;
  const text = String(value);
  const [digits = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const sign = digits.startsWith("-") ? "-" : "";
  const [left = "", right = ""] = digits.replace("-", "").split(".");
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - left.length)}${left}${right}`;
  return `${sign}${left}${right.padEnd(shift, "0")}`;
}

function decimal(
  text: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): string | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = "", left = "", right = ""] = match;
  const units = left.replace(/^0+(?=\d)/, "");
  const fraction = right.replace(/0+$/, "");
  if (fraction.length > scale) return null;
  if (units.replace(/^0$/, "").length > precision - scale) return null;
  const digits = scale > 0 ? `${units}.${fraction.padEnd(scale, "0")}` : units;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function fromText(text: string, to: ColumnType): JsonValue {
  switch (to.kind) {
    case "integer":
    case "bigint":
      return /^[+-]?\d{1,17}$/.test(text) ? whole(Number(text), to.kind) : null;
    case "double":
      return /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text) ? Number(text) + 0 : null;
    case "decimal":
      return decimal(text, to);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : null;
    case "date":
      return isDay(text) ? text : null;
    case "time":
      return clock.test(text) ? text : null;
    case "datetime": {
      const match = moment.exec(text);
      if (!match || !isDay(match[1] ?? "")) return null;
      return new Date(text.replace(/[ t]/, "T").toUpperCase()).toISOString();
    }
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null;
    default:
      return null;
  }
}

function isDay(text: string): boolean {
  const match = day.exec(text);
  if (!match || match[1] === "0000") return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
