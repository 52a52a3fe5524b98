/** SQL that Kysely has no words for. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";

/** `column in (values)`, the values as one array, so that the statement does not vary with their number. */
export function isOneOf(column: Expression<unknown>, values: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`${column} = any(${values})`;
}

export function arrayOf(values: readonly unknown[]): unknown {
  return [...values];
}

/** True for nulls too. */
export function isDistinct(column: Expression<unknown>, value: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`${column} is distinct from ${value}`;
}

/** Case is folded in ASCII alone, on both sides (the collation "C" does so); the term comes folded by `foldCase`. */
export function contains(column: Expression<unknown>, term: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`strpos(lower(${column}), ${term}) > 0`;
}

export function startsWith(column: Expression<unknown>, term: Expression<unknown>): RawBuilder<SqlBool> {
  return sql`starts_with(lower(${column}), ${term})`;
}

export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Ends a query whose rows stay as they are until the transaction does: a soft deletion of one has to wait. */
export const forShare = sql` for share`;

/** Ends a query whose row nobody else changes, deletes or refers to until the transaction ends. */
export const forUpdate = sql` for update`;
