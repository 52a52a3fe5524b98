/** Bounds of numbers, dates and times: of the right form, within the type, and leaving something between them. */
import type { Collector } from "../diagnostics/collector.ts";
import type { Form, Literal, Located } from "../language/form.ts";
import { canonicalDecimal, compareDecimals, decimalFault } from "./decimals.ts";
import type { Bound } from "./model.ts";
import { dateFault, datetimeFault, timeFault, utcDatetime } from "./temporal.ts";

type Ranged = "integer" | "bigint" | "float" | "decimal" | "date" | "datetime" | "time";

export interface Digits {
  readonly precision: number;
  readonly scale: number;
}

export function boundsOf(
  kind: Ranged,
  keys: Form,
  collector: Collector,
  digits?: Digits,
): { min: Bound | null; max: Bound | null } {
  const min = oneBound(kind, ["min", "exclusive_min"], keys, collector, digits);
  const max = oneBound(kind, ["max", "exclusive_max"], keys, collector, digits);
  const at = keys.max?.at ?? keys.exclusive_max?.at;
  if (min !== null && max !== null && at !== undefined) {
    const order = compareBounds(kind, min.value, max.value);
    if (order > 0 || (order === 0 && (min.exclusive || max.exclusive))) {
      collector.report(
        "RW1307",
        { least: described(min, "least"), greatest: described(max, "most") },
        at,
      );
    }
  }
  return { min, max };
}

function described({ value, exclusive }: Bound, end: "least" | "most"): string {
  const word = end === "least" ? "greater than" : "less than";
  return exclusive ? `${word} ${value}` : `at ${end} ${value}`;
}

function oneBound(
  kind: Ranged,
  [inclusive, exclusive]: readonly ["min" | "max", "exclusive_min" | "exclusive_max"],
  keys: Form,
  collector: Collector,
  digits: Digits | undefined,
): Bound | null {
  const first = keys[inclusive];
  const second = keys[exclusive];
  if (first !== undefined && second !== undefined) {
    collector.report("RW1309", { key: exclusive, other: inclusive }, second.at, [
      { at: first.at, note: "the other one" },
    ]);
  }
  const written = first ?? second;
  return written === undefined
    ? null
    : boundValue(kind, written, first === undefined, collector, digits);
}

function boundValue(
  kind: Ranged,
  { value, at }: Located<Literal>,
  exclusive: boolean,
  collector: Collector,
  digits: Digits | undefined,
): Bound | null {
  const reason = boundFault(kind, value.text, digits);
  if (reason !== null) {
    collector.report("RW1308", { written: value.text, type: kind, reason }, at);
    return null;
  }
  return { value: canonical(kind, value.text), exclusive };
}

/** Why the text is no value of the type; null where it is one. */
export function boundFault(kind: Ranged, text: string, digits?: Digits): string | null {
  switch (kind) {
    case "date":
      return dateFault(text);
    case "datetime":
      return datetimeFault(text);
    case "time":
      return timeFault(text);
    case "decimal":
      return decimalFault(text, digits ?? { precision: 38, scale: 38 });
    default:
      return numberFault(kind, text);
  }
}

const integerLimit = 2_147_483_647;

export function numberFault(kind: "integer" | "bigint" | "float", text: string): string | null {
  const number = Number(text);
  if (kind === "float") {
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(number)
      ? null
      : "it is not a finite decimal number";
  }
  if (!/^-?\d+$/.test(text)) {
    return "it is not a whole number";
  }
  const least = kind === "integer" ? -integerLimit - 1 : Number.MIN_SAFE_INTEGER;
  const greatest = kind === "integer" ? integerLimit : Number.MAX_SAFE_INTEGER;
  return number < least || number > greatest ? `it is not between ${least} and ${greatest}` : null;
}

function canonical(kind: Ranged, text: string): string {
  if (kind === "datetime") {
    return utcDatetime(text);
  }
  if (kind === "date" || kind === "time") {
    return text;
  }
  return /[eE]/.test(text) ? String(Number(text)) : canonicalDecimal(text);
}

/** Dates and times of one form sort as text. */
export function compareBounds(kind: Ranged, left: string, right: string): number {
  if (kind === "date" || kind === "datetime" || kind === "time") {
    return left < right ? -1 : Number(left > right);
  }
  return kind === "float" ? Number(left) - Number(right) : compareDecimals(left, right);
}
