/**
 * Cursors: where a page ended, as the values of its sort keys in the last row.
 *
 * A cursor is opaque but no secret. A digest over its values and over all that decides the order and the rows of the
 * list (path, filters, sort) tells a spoilt cursor and one from another list apart from a good one.
 */
import { hash } from "node:crypto";
import type { ColumnValue, FieldType } from "./field-types.js";
import { plainNumber } from "./values.js";

export type CursorValues = readonly (ColumnValue | null)[];

/** What a sort key may be in a row. */
export interface CursorColumn {
  readonly type: FieldType;
  readonly nullable?: boolean;
}

export function encodeCursor(values: CursorValues, list: string): string {
  const text = JSON.stringify(values);
  return Buffer.from(`${digest(text, list)}${text}`).toString("base64url");
}

/**
 * Undefined where the text is no cursor of this list. Anybody can make the digest, so that each value is judged by its
 * column as a filter's would be.
 */
export function decodeCursor(
  cursor: string,
  list: string,
  columns: readonly CursorColumn[],
): CursorValues | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  // Decoding forgives what does not belong to the text; a cursor is only good as it was given.
  if (bytes.toString("base64url") !== cursor) return undefined;
  const decoded = bytes.toString();
  const text = decoded.slice(digestLength);
  if (decoded.slice(0, digestLength) !== digest(text, list)) return undefined;
  const values = parsed(text);
  if (!Array.isArray(values) || values.length !== columns.length) return undefined;
  const read = columns.map((column, index) => columnValue(values[index], column));
  return read.every((value) => value !== undefined) ? read : undefined;
}

const digestLength = 12;

function digest(text: string, list: string): string {
  return hash("sha256", `${list}\n${text}`, "base64url").slice(0, digestLength);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function columnValue(
  value: unknown,
  { type, nullable }: CursorColumn,
): ColumnValue | null | undefined {
  if (value === null) return nullable === true ? null : undefined;
  const text = typeof value === "number" ? plainNumber(value) : value;
  if (typeof text !== "string" && typeof text !== "boolean") return undefined;
  const result = type.read(String(text));
  return "value" in result ? result.value : undefined;
}
