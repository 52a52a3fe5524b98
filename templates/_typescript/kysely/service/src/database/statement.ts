/** Queries that are compiled once and run many times, with values for their named parameters. */
import { type CompiledQuery, DummyDriver, Kysely, type RawBuilder, sql } from "kysely";
import { dialect } from "./dialect.js";
import type { Tables } from "./tables.js";

/** Builds queries and runs none. */
export const queries = new Kysely<Tables>({
  dialect: { ...dialect, createDriver: () => new DummyDriver() },
});

export interface Statement<Row> {
  readonly sql: string;
  /** In the order of the SQL: named parameters, and constants. */
  readonly parameters: readonly unknown[];
  readonly isRead: boolean;
  /** Carries the type of the rows; never there. */
  readonly row?: Row;
}

export type Values = Readonly<Record<string, unknown>>;

class Parameter {
  constructor(readonly name: string) {}
}

/** A place in a query that takes its value when the statement runs. */
export function parameter<Value = never>(name: string): RawBuilder<Value> {
  return sql`${sql.val(new Parameter(name))}`;
}

/** One parameter per column, named as the column is. */
export function parameters<const Column extends string>(
  columns: readonly Column[],
): Readonly<Record<Column, RawBuilder<never>>> {
  const entries = columns.map((column) => [column, parameter<never>(column)] as const);
  return Object.fromEntries(entries) as Record<Column, RawBuilder<never>>;
}

/** Compiles at first use, so that modules may refer to each other's queries. */
export function prepare<Row>(build: () => Query<Row>): () => Statement<Row> {
  let statement: Statement<Row> | undefined;
  return () => (statement ??= compile(build()));
}

/** What Kysely's builders of queries have in common. */
export interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

export function compile<Row>(query: Query<Row>): Statement<Row> {
  const { sql: text, parameters: list, query: node } = query.compile();
  return { sql: text, parameters: list, isRead: node.kind === "SelectQueryNode" };
}

export function bind(statement: Statement<unknown>, values: Values): readonly unknown[] {
  return statement.parameters.map((item) => (item instanceof Parameter ? values[item.name] : item));
}

/** A query in SQL of one's own. */
export function raw<Row>(text: RawBuilder<Row>): Query<Row> {
  return { compile: () => text.compile(queries) };
}

/** The columns but some. */
export function without<const Column extends string, const Excluded extends Column>(
  columns: readonly Column[],
  ...excluded: readonly Excluded[]
): readonly Exclude<Column, Excluded>[] {
  const names: readonly string[] = excluded;
  return columns.filter(
    (column): column is Exclude<Column, Excluded> => !names.includes(column),
  );
}
