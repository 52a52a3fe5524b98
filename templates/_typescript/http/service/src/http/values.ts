/** Values whose JSON form is not the stored one: decimals, points in time, lists in which order does not count. */
import { formats } from "./formats.js";

export type DecimalFault = "format" | "min" | "max" | "scale";
export type DecimalResult = { readonly value: string } | { readonly fault: DecimalFault };

const decimalText = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

/**
 * Judges digits as written, and rounds nothing: `1.50` is a decimal of scale 2, `1.500` is not.
 * A number is judged by its shortest round-trip text, without exponent.
 */
export function parseDecimal(
  input: string | number,
  precision: number,
  scale: number,
): DecimalResult {
  const match = decimalText.exec(typeof input === "number" ? plainNumber(input) : input);
  if (match === null) return { fault: "format" };
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = whole.replace(/^0+(?=[0-9])/, "");
  if (digits !== "0" && digits.length > precision - scale) {
    return { fault: sign === "-" ? "min" : "max" };
  }
  if (fraction.length > scale) return { fault: "scale" };
  const padded = scale === 0 ? digits : `${digits}.${fraction.padEnd(scale, "0")}`;
  return { value: /[1-9]/.test(padded) ? sign + padded : padded };
}

/** The text of a number without exponent: `1e-7` is `0.0000001`. */
export function plainNumber(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const sign = value < 0 ? "-" : "";
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A decimal that was judged before, as it is shown and stored: exactly `scale` digits after the point. */
export function toDecimal(input: string | number, scale: number): string;
export function toDecimal(input: string | number | null, scale: number): string | null;
export function toDecimal(input: string | number | null, scale: number): string | null {
  if (input === null) return null;
  // A double of at most 15 digits prints as they are.
  if (typeof input === "number" && Math.abs(input) < 10 ** (15 - scale)) return input.toFixed(scale);
  const result = parseDecimal(input, Number.POSITIVE_INFINITY, scale);
  if ("fault" in result) throw new RangeError(`${input} is no decimal of scale ${scale}`);
  return result.value;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; exact, whatever their length. */
export function compareDecimals(a: string | number, b: string | number): number {
  if (String(a).length <= exactLength && String(b).length <= exactLength) {
    return Math.sign(Number(a) - Number(b));
  }
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left.isNegative !== right.isNegative) return left.isNegative ? -1 : 1;
  const whole = Math.max(left.whole.length, right.whole.length);
  const fraction = Math.max(left.fraction.length, right.fraction.length);
  const aligned = (digits: Digits): string =>
    digits.whole.padStart(whole, "0") + digits.fraction.padEnd(fraction, "0");
  const [x, y] = [aligned(left), aligned(right)];
  if (x === y) return 0;
  return x < y === left.isNegative ? 1 : -1;
}

/** Shorter numbers are told apart by a double. */
const exactLength = 15;

interface Digits {
  readonly isNegative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

function digitsOf(input: string | number): Digits {
  const text = typeof input === "number" ? plainNumber(input) : input;
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  return { isNegative: text.startsWith("-") && /[1-9]/.test(text), whole, fraction };
}

const earliest = Date.parse("0001-01-01T00:00:00.000Z");
const latest = Date.parse("9999-12-31T23:59:59.999Z");

/** UTC with milliseconds, a longer fraction cut off; undefined where it is no point in time of the years 1 to 9999. */
export function normalizeDatetime(text: string): string | undefined {
  if (!formats.datetime.test(text)) return undefined;
  const cut = text.toUpperCase().replace(/(\.[0-9]{3})[0-9]+/, "$1");
  const time = Date.parse(cut);
  return time >= earliest && time <= latest ? new Date(time).toISOString() : undefined;
}

/** A datetime that was judged before, as it is shown and stored. */
export function toDatetime(text: string): string;
export function toDatetime(text: string | null): string | null;
export function toDatetime(text: string | null): string | null {
  if (text === null) return null;
  const value = normalizeDatetime(text);
  if (value === undefined) throw new RangeError(`${text} is no datetime`);
  return value;
}

export function toUuid(text: string): string;
export function toUuid(text: string | null): string | null;
export function toUuid(text: string | null): string | null {
  return text === null ? null : text.toLowerCase();
}

/** Whether two JSON values are equal; the order of members does not count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => isSameJson(item, b[index]))
    );
  }
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  return (
    left.size === right.size &&
    [...left].every(([name, value]) => right.has(name) && isSameJson(value, right.get(name)))
  );
}
