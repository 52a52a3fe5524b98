/** Columns that hold JSON. */

/** @returns what the column holds; NULL is null */
export function parseJson<Value>(text: string): Value;
export function parseJson<Value>(text: string | null): Value | null;
export function parseJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

/** JSON's null is stored as NULL: a column has one way to hold no value. */
export function toJson(value: object): string;
export function toJson(value: unknown): string | null;
export function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
