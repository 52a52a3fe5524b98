/**
 * Cursors: where a page ended, as the values of its sort keys in the last row.
 *
 * A cursor is opaque but no secret. A digest over its values and over all that decides the order and the rows of the
 * list (path, filters, sort) tells a spoilt cursor and one from another list apart from a good one.
 */
import { hash } from "node:crypto";
import type { ColumnValue } from "./field-types.js";

export type CursorValues = readonly (ColumnValue | null)[];

export function encodeCursor(values: CursorValues, list: string): string {
  const text = JSON.stringify(values);
  return Buffer.from(`${digest(text, list)}${text}`).toString("base64url");
}

/** Undefined where the text is no cursor of this list. */
export function decodeCursor(cursor: string, list: string): CursorValues | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  // Decoding forgives what does not belong to the text; a cursor is only good as it was given.
  if (bytes.toString("base64url") !== cursor) return undefined;
  const decoded = bytes.toString();
  const text = decoded.slice(digestLength);
  if (decoded.slice(0, digestLength) !== digest(text, list)) return undefined;
  const values: unknown = JSON.parse(text);
  return Array.isArray(values) && values.every(isColumnValue) ? values : undefined;
}

const digestLength = 12;

function digest(text: string, list: string): string {
  return hash("sha256", `${list}\n${text}`, "base64url").slice(0, digestLength);
}

function isColumnValue(value: unknown): value is ColumnValue | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
