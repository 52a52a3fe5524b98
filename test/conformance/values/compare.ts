/** The order of values of one type, as lists sort them and filters and checks compare them. */
import type { JsonValue, ScalarType } from "../../../src/model/model.ts";
import { datetimeNumber } from "./calendar.ts";
import { plainText, unscaled } from "./decimal.ts";

/** Widest scale that two decimals are brought to before they are compared. */
const SCALE = 40;

/** Negative, zero or positive. Neither value is null. */
export function compareValues(kind: ScalarType["kind"], left: JsonValue, right: JsonValue): number {
  if (kind === "decimal") return sign(toUnscaled(left) - toUnscaled(right));
  if (kind === "datetime") return toMoment(left) - toMoment(right);
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  return compareTexts(String(left), String(right));
}

/** By code point, which is the order of the bytes of UTF-8. */
export function compareTexts(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, "utf8"), Buffer.from(right, "utf8"));
}

function toUnscaled(value: JsonValue): bigint {
  return unscaled(typeof value === "number" ? plainText(value) : String(value), SCALE);
}

function toMoment(value: JsonValue): number {
  const text = String(value);
  return datetimeNumber(text) ?? datetimeNumber(`${text}T00:00:00Z`) ?? Number.NaN;
}

function sign(value: bigint): number {
  return value === 0n ? 0 : value < 0n ? -1 : 1;
}
