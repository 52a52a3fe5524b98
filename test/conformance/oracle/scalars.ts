/** The faults of one value of a scalar type. */
import { formats } from "../../../src/contract/formats.ts";
import type { FormatName } from "../../../src/contract/formats.ts";
import type { JsonValue, Model, ScalarType } from "../../../src/model/model.ts";
import { datetimeNumber, isDate, isTime } from "../values/calendar.ts";
import { compareValues } from "../values/compare.ts";
import { plainText } from "../values/decimal.ts";
import { BIGINT, INTEGER } from "../values/limits.ts";
import type { Bounded } from "../values/limits.ts";
import type { Fault } from "./judge.ts";

const MAX_DEPTH = 32;

/** At most one fault; null is the business of the field. */
export function judgeScalar(
  _model: Model,
  type: ScalarType,
  value: JsonValue,
  pointer: string,
): Fault[] {
  const code = value === null && type.kind !== "json" ? "type" : fault(type, value);
  return code === null ? [] : [{ pointer, code }];
}

function fault(type: ScalarType, value: JsonValue): string | null {
  switch (type.kind) {
    case "boolean":
      return typeof value === "boolean" ? null : "type";
    case "integer":
    case "bigint":
      return integerFault(type, value);
    case "float":
      if (typeof value !== "number" || !Number.isFinite(value)) return "type";
      return boundFault(type, value);
    case "decimal":
      return decimalFault(type, value);
    case "enum":
      if (typeof value !== "string") return "type";
      return type.values.some((one) => one.value === value) ? null : "enum";
    case "json":
      return jsonFault(value);
    case "embedded":
      throw new Error("embedded types are judged by their members");
    default:
      return typeof value === "string" ? textFault(type, value) : "type";
  }
}

function integerFault(
  type: ScalarType & { kind: "integer" | "bigint" },
  value: JsonValue,
): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "type";
  if (!Number.isInteger(value)) return "type";
  const { lowest, highest } = type.kind === "integer" ? INTEGER : BIGINT;
  if (value < lowest) return "min";
  if (value > highest) return "max";
  return boundFault(type, value);
}

function decimalFault(type: ScalarType & { kind: "decimal" }, value: JsonValue): string | null {
  if (typeof value !== "string" && typeof value !== "number") return "type";
  if (typeof value === "number" && !Number.isFinite(value)) return "type";
  const text = typeof value === "number" ? plainText(value) : value;
  const form = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (form === null) return "format";
  const [, sign = "", whole = "", fraction = ""] = form;
  if (
    whole.length > type.precision - type.scale &&
    !(whole === "0" && type.precision === type.scale)
  ) {
    return sign === "-" ? "min" : "max";
  }
  return boundFault(type, text) ?? (fraction.length > type.scale ? "scale" : null);
}

function boundFault(type: ScalarType & Bounded, value: JsonValue): string | null {
  const order = (bound: string): number =>
    compareValues(type.kind, value, typeof value === "number" ? Number(bound) : bound);
  if (type.min !== null) {
    const difference = order(type.min.value);
    if (difference < 0 || (difference === 0 && type.min.exclusive)) return "min";
  }
  if (type.max !== null) {
    const difference = order(type.max.value);
    if (difference > 0 || (difference === 0 && type.max.exclusive)) return "max";
  }
  return null;
}

type Textual = Exclude<
  ScalarType,
  { kind: "boolean" | "integer" | "bigint" | "float" | "decimal" | "enum" | "json" | "embedded" }
>;

function textFault(type: Textual, value: string): string | null {
  if ("minLength" in type) {
    // Code points: a lone surrogate counts as one.
    const { length } = [...value];
    if (length < type.minLength) return "min_length";
    if (type.maxLength !== null && length > type.maxLength) return "max_length";
    if (type.pattern !== null && !new RegExp(type.pattern.ecma, "u").test(value)) return "pattern";
  }
  switch (type.kind) {
    case "string":
    case "text":
      return isClean(value) ? null : "format";
    case "date":
      return isDate(value) ? boundFault(type, value) : "format";
    case "datetime":
      return datetimeNumber(value) === null ? "format" : boundFault(type, value);
    case "time":
      return isTime(value) ? boundFault(type, value) : "format";
    case "json":
      throw new Error("json is no text");
    default:
      return matches(type.kind, value) ? null : "format";
  }
}

function matches(format: FormatName, value: string): boolean {
  return new RegExp(`^(?:${formats[format].expression})$`, "u").test(value);
}

function isClean(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

function jsonFault(value: JsonValue): string | null {
  if (!allClean(value)) return "format";
  return depthOf(value) > MAX_DEPTH ? "depth" : null;
}

function allClean(value: JsonValue): boolean {
  if (typeof value === "string") return isClean(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, member]) => isClean(name) && allClean(member));
}

function depthOf(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  let deepest = 0;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member));
  return deepest + 1;
}
