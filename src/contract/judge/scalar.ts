/** One scalar of a body against its type: the first fault by precedence, its comparable form, and the form that is shown. */
import type { Bound, JsonValue, ScalarType } from "../../model/model.ts";
import type { Code } from "../errors.ts";
import { anchored, formats, type FormatName } from "../formats.ts";
import { limits } from "../limits.ts";
import { compareDecimals } from "../../model/samples/numbers.ts";
import { fractionOf, shownDecimal, wholeDigits, writtenOut } from "./decimal.ts";

type Scalar = Exclude<ScalarType, { kind: "embedded" }>;

/** The code of the first fault of a value that is not null (null for json too is judged by its property); null: none. */
export function judgeScalar(type: Scalar, value: JsonValue): Code | null {
  switch (type.kind) {
    case "string":
    case "text":
      return typeof value === "string" ? judgeText(type, value, plainText) : "type";
    case "email":
    case "url":
    case "slug": {
      const format = expressions[type.kind];
      return typeof value === "string"
        ? judgeText(type, value, (text) => format.test(text))
        : "type";
    }
    case "uuid":
    case "ip":
      return judgeFormat(type.kind, value);
    case "date":
    case "time":
    case "datetime":
      return judgeFormat(type.kind, value) ?? judgeBounds(type, value);
    case "integer":
    case "bigint":
      return judgeInteger(type, value);
    case "float":
      if (typeof value !== "number" || !Number.isFinite(value)) return "type";
      return judgeBounds(type, value);
    case "decimal":
      return judgeDecimal(type, value);
    case "boolean":
      return typeof value === "boolean" ? null : "type";
    case "enum":
      if (typeof value !== "string") return "type";
      return type.values.some((option) => option.value === value) ? null : "enum";
    case "json":
      return judgeJson(value);
  }
}

/** Negative, zero or positive as two faultless values of the type compare; text by code point. */
export function compareScalars(type: Scalar, left: JsonValue, right: JsonValue): number {
  switch (type.kind) {
    case "decimal":
      return compareDecimals(decimalText(left), decimalText(right));
    case "datetime":
      return Math.sign(instant(String(left)) - instant(String(right)));
    case "integer":
    case "bigint":
    case "float":
    case "boolean":
      return Math.sign(Number(left) - Number(right));
    default:
      return compareText(String(left), String(right));
  }
}

/** A faultless value as a representation shows it. */
export function shownScalar(type: Scalar, value: JsonValue): JsonValue {
  switch (type.kind) {
    case "decimal":
      return shownDecimal(decimalText(value), type.scale);
    case "datetime":
      return new Date(instant(String(value))).toISOString();
    case "uuid":
      return String(value).toLowerCase();
    case "integer":
    case "bigint":
    case "float":
      return Number(value) + 0;
    default:
      return value;
  }
}

const expressions = Object.fromEntries(
  Object.values(formats).map((format) => [format.name, new RegExp(anchored(format), "u")]),
) as Record<FormatName, RegExp>;

const codePoints = (text: string): number => Array.from(text).length;

/** Neither U+0000 nor half of a surrogate pair: what no database or UTF-8 encoder takes. */
function plainText(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

type Text = Extract<Scalar, { kind: "string" | "text" | "email" | "url" | "slug" }>;

function judgeText(type: Text, value: string, wellFormed: (text: string) => boolean): Code | null {
  const length = codePoints(value);
  if (length < type.minLength) return "min_length";
  if (type.maxLength !== null && length > type.maxLength) return "max_length";
  if (type.pattern !== null && !new RegExp(type.pattern.ecma, "u").test(value)) return "pattern";
  return wellFormed(value) ? null : "format";
}

function judgeFormat(
  kind: "uuid" | "ip" | "date" | "time" | "datetime",
  value: JsonValue,
): Code | null {
  if (typeof value !== "string") return "type";
  if (!expressions[kind].test(value)) return "format";
  if (kind !== "datetime") return null;
  const year = new Date(instant(value)).getUTCFullYear();
  return year >= 1 && year <= 9999 ? null : "format";
}

type Ranged = Extract<Scalar, { readonly min: Bound | null }>;

function judgeBounds(type: Ranged, value: JsonValue): Code | null {
  const against = (bound: Bound): number => compareScalars(type, value, bound.value);
  if (type.min !== null && against(type.min) < Number(type.min.exclusive)) return "min";
  if (type.max !== null && against(type.max) > -Number(type.max.exclusive)) return "max";
  return null;
}

function judgeInteger(
  type: Extract<Scalar, { kind: "integer" | "bigint" }>,
  value: JsonValue,
): Code | null {
  if (typeof value !== "number" || !Number.isInteger(value)) return "type";
  const [least, most] =
    type.kind === "integer"
      ? [limits.integerMin, limits.integerMax]
      : [-limits.safeInteger, limits.safeInteger];
  if (value < least) return "min";
  return value > most ? "max" : judgeBounds(type, value);
}

function judgeDecimal(type: Extract<Scalar, { kind: "decimal" }>, value: JsonValue): Code | null {
  if (typeof value === "number" ? !Number.isFinite(value) : typeof value !== "string")
    return "type";
  const text = decimalText(value);
  if (!expressions.decimal.test(text)) return "format";
  if (wholeDigits(text) > type.precision - type.scale) return text.startsWith("-") ? "min" : "max";
  return judgeBounds(type, text) ?? (fractionOf(text).length > type.scale ? "scale" : null);
}

function judgeJson(value: JsonValue): Code | null {
  if (!everyText(value, plainText)) return "format";
  return depth(value) > limits.jsonDepth ? "depth" : null;
}

function everyText(value: JsonValue, holds: (text: string) => boolean): boolean {
  if (typeof value === "string") return holds(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([name, member]) => holds(name) && everyText(member, holds));
}

/** Arrays and objects within each other: 0 for a scalar, 1 for `[]`. */
function depth(value: JsonValue): number {
  if (value === null || typeof value !== "object") return 0;
  return (
    1 + Object.values(value).reduce<number>((most, member) => Math.max(most, depth(member)), 0)
  );
}

function decimalText(value: JsonValue): string {
  return typeof value === "number" ? writtenOut(value) : String(value);
}

/** Milliseconds since 1970, the fraction cut. `Date` itself reads more than three digits of fraction, and cuts them. */
function instant(text: string): number {
  const upper = text.toUpperCase().replace(/(\.[0-9]{3})[0-9]+/, "$1");
  return Date.parse(upper);
}

function compareText(left: string, right: string): number {
  const a = Array.from(left, (character) => character.codePointAt(0) ?? 0);
  const b = Array.from(right, (character) => character.codePointAt(0) ?? 0);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}
