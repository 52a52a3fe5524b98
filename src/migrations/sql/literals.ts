/** Names and values as SQL text. */

/** A name in double quotes: no word is reserved then, and case is kept. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function identifiers(names: readonly string[]): string {
  return names.map(identifier).join(", ");
}

/**
 * A string in single quotes. A backslash stands for itself in both databases (PostgreSQL: `standard_conforming_strings`,
 * on since 9.1). The language refuses U+0000, which neither can hold.
 */
export function quoted(value: string): string {
  if (value.includes("\0")) throw new Error("A string for SQL holds U+0000.");
  return `'${value.replaceAll("'", "''")}'`;
}

/** A number, or the text of a decimal that must keep its digits. */
export function number(value: number | string): string {
  const written = String(value);
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(written)) {
    throw new Error(`${JSON.stringify(value)} is not a number.`);
  }
  return written;
}
