/** Values in the one form that storage keeps, so that equal values are equal texts. */
import type { JsonValue } from "../model/model.ts";
import type { ColumnType } from "./storage.ts";

/**
 * Takes a valid value in JSON form; returns it as storage compares it: datetimes in UTC with milliseconds, decimals
 * with all their fractional digits, uuids in lower case, no negative zero. (docs/http-contract.md, "Representations")
 */
export function canonicalValue(value: JsonValue, type: ColumnType): JsonValue {
  if (value === null) return null;
  switch (type.kind) {
    case "datetime":
      return new Date(String(value).toUpperCase()).toISOString();
    case "decimal":
      return canonicalDecimal(String(value), type.scale);
    case "uuid":
      return String(value).toLowerCase();
    case "integer":
    case "bigint":
    case "double":
      return Number(value) + 0;
    default:
      return value;
  }
}

function canonicalDecimal(text: string, scale: number): string {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const digits = `${whole.replace(/^0+(?=\d)/, "")}${scale > 0 ? "." : ""}${fraction.padEnd(scale, "0")}`;
  const negative = text.startsWith("-") && /[1-9]/.test(digits);
  return negative ? `-${digits}` : digits;
}
