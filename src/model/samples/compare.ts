/** Declared comparisons between fields, judged and met by sample values. */
import type { Bound, Check, JsonValue, ScalarType } from "../model.ts";
import { milliseconds } from "./moments.ts";
import { compareDecimals } from "./numbers.ts";

/** Whether a check holds; like SQL's, it holds where a side is null. */
export function holds(
  operator: Check["operator"],
  type: ScalarType,
  left: JsonValue,
  right: JsonValue,
): boolean {
  if (left === null || right === null) return true;
  const order = compare(type, left, right);
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Negative, zero or positive; texts by code point, as both databases do. */
function compare(type: ScalarType, left: JsonValue, right: JsonValue): number {
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "float":
    case "decimal":
      return compareDecimals(String(left), String(right));
    case "datetime":
      return milliseconds(type.kind, String(left)) - milliseconds(type.kind, String(right));
    default:
      return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  }
}

/** The operator as seen from the right side. */
export function mirrored(operator: Check["operator"]): Check["operator"] {
  const mirror = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
  return mirror[operator];
}

/** The type without the values that do not compare so with `value`; null for types that have no bounds. */
export function narrowed(
  type: ScalarType,
  operator: Check["operator"],
  value: JsonValue,
): ScalarType | null {
  if (!("min" in type) || operator === "!=") return null;
  const bound: Bound = { value: String(value), exclusive: operator === "<" || operator === ">" };
  const isAbove = operator !== "<" && operator !== "<=";
  const isBelow = operator !== ">" && operator !== ">=";
  const min = isAbove ? tighter(type, type.min, bound, 1) : type.min;
  const max = isBelow ? tighter(type, type.max, bound, -1) : type.max;
  return { ...type, min, max };
}

function tighter(type: ScalarType, own: Bound | null, other: Bound, sign: number): Bound {
  if (!own) return other;
  const order = compare(type, own.value, other.value) * sign;
  if (order === 0) return own.exclusive ? own : other;
  return order > 0 ? own : other;
}
