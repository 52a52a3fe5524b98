/** SQL that Kysely has no words for. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";

/** `column in (values)`, the values as one JSON array, so that the statement does not vary with their number. */
export function isOneOf(column: Expression<unknown>, values: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`${column} in (select value from json_each(${values}))`;
}

export function arrayOf(values: readonly unknown[]): string {
  return JSON.stringify(values);
}

/** True for nulls too. */
export function isDistinct(column: Expression<unknown>, value: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`${column} is not ${value}`;
}

/** Case is folded in ASCII alone, on both sides; the term comes folded by `foldCase`. */
export function contains(column: Expression<unknown>, term: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`instr(lower(${column}), ${term}) > 0`;
}

export function startsWith(column: Expression<unknown>, term: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`substr(lower(${column}), 1, length(${term})) = ${term}`;
}

export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Ends a query whose rows stay as they are until the transaction does; here nobody else writes meanwhile. */
export const forShare = sql``;

/** Ends a query whose row nobody else changes, deletes or refers to until the transaction ends: nobody else writes. */
export const forUpdate = sql``;
