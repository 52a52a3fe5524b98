/** From steps to the statements of one database. */
import type { Database } from "../model/model.ts";
import type { ForeignKey, Table } from "../storage/storage.ts";
import { type Dialect, dialectOf } from "./sql/dialect.ts";
import { identifier } from "./sql/literals.ts";
import { createIndex, createTable, createUnique, foreignKeyDefinition } from "./sql/statements.ts";
import { mayBeNull, reversed, type Step } from "./steps.ts";

export interface Sql {
  /** Statements without a closing semicolon, in order. */
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** The statements that take the steps, and those that take them back. */
export function toSql(steps: readonly Step[], database: Database): Sql {
  const dialect = dialectOf(database);
  return {
    up: steps.flatMap((step) => statements(step, dialect)),
    down: reversed(steps).flatMap((step) => statements(step, dialect)),
  };
}

function statements(step: Step, dialect: Dialect): string[] {
  const sqlite = dialect.database === "sqlite";
  switch (step.kind) {
    case "create_table":
      return createWhole(step.table, sqlite ? [] : step.later, dialect);
    case "drop_table":
      return [
        ...(sqlite ? unlinkRows(step.table) : []),
        `DROP TABLE ${identifier(step.table.name)}`,
      ];
    case "add_foreign_key":
      if (sqlite && step.inTable) return [];
      return [
        `ALTER TABLE ${identifier(step.table)}\n  ADD ${foreignKeyDefinition(step.foreignKey)}`,
      ];
    case "drop_foreign_key":
      if (sqlite && step.inTable) return step.nullable ? [unlink(step.table, step.foreignKey)] : [];
      return [
        `ALTER TABLE ${identifier(step.table)}\n  DROP CONSTRAINT ${identifier(step.foreignKey.name)}`,
      ];
    default:
      throw new Error(`The step ${step.kind} has no SQL yet.`);
  }
}

function createWhole(table: Table, without: readonly string[], dialect: Dialect): string[] {
  const nullable = new Set(table.columns.filter((c) => c.nullable).map((c) => c.name));
  return [
    createTable(table, without, dialect),
    ...table.uniques.map((unique) => createUnique(table.name, unique)),
    ...table.indexes.map((index) => createIndex(table.name, index, nullable, dialect)),
  ];
}

/**
 * SQLite deletes a table's rows one by one before it drops it, and refuses where a row still refers to one of them: so
 * links within the table, and those of a circle of tables, are cut first.
 * (https://www.sqlite.org/foreignkeys.html#fk_schemacommands)
 */
function unlinkRows(table: Table): string[] {
  return table.foreignKeys
    .filter((key) => key.table === table.name && mayBeNull(table, key))
    .map((key) => unlink(table.name, key));
}

function unlink(table: string, key: ForeignKey): string {
  const values = key.columns.map((column) => `${identifier(column)} = NULL`);
  return `UPDATE ${identifier(table)} SET ${values.join(", ")}`;
}
