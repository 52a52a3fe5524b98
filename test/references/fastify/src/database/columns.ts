/** Between columns and the values that stand in them. */

export function parseJson<Value>(text: string): Value {
  const value: Value = JSON.parse(text);
  return value;
}

/** The value converted, or null where there is none. */
export function orNull<Value, Result>(
  value: Value | null,
  convert: (value: Value) => Result,
): Result | null {
  return value === null ? null : convert(value);
}

/** Ids in the order in which they are shown, as a JSON array. */
export function sortedIds(ids: readonly (number | string)[]): string {
  return JSON.stringify(ids.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
}
