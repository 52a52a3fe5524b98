/** Seed rows as statements of one database. */
import type { Database, JsonValue } from "../../src/model/model.ts";
import type { Seed } from "../../src/storage/seed.ts";
import type { Storage, Table } from "../../src/storage/storage.ts";
import { canonicalValue } from "../../src/storage/values.ts";
import { type Dialect, dialectOf } from "../../src/migrations/sql/dialect.ts";
import { identifier, identifiers, quoted } from "../../src/migrations/sql/literals.ts";

/**
 * Statements without a closing semicolon, one per row and link, in an order that meets every foreign key. Integer ids
 * are written out, so PostgreSQL's sequences are moved past them at the end; SQLite moves its own.
 */
export function seedSql(seed: Seed, storage: Storage, database: Database): string[] {
  const dialect = dialectOf(database);
  const tables = new Map(storage.tables.map((table) => [table.name, table]));
  const inserts = [...seed.rows, ...seed.links].map((row) =>
    insert(tableNamed(tables, row.table), row.columns, dialect),
  );
  if (database === "sqlite") return inserts;
  return [...inserts, ...storage.tables.flatMap(sequenceAfterRows)];
}

function tableNamed(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (!table) throw new Error(`The storage has no table ${name}.`);
  return table;
}

function insert(
  table: Table,
  values: Readonly<Record<string, JsonValue>>,
  dialect: Dialect,
): string {
  const columns = table.columns.filter((column) => Object.hasOwn(values, column.name));
  const literals = columns.map((column) => {
    const value = values[column.name] ?? null;
    if (value === null) return "NULL";
    return dialect.literal(canonicalValue(value, column.type), column.type);
  });
  const names = identifiers(columns.map((column) => column.name));
  return `INSERT INTO ${identifier(table.name)} (${names})\n  VALUES (${literals.join(", ")})`;
}

function sequenceAfterRows(table: Table): string[] {
  return table.columns
    .filter((column) => column.identity)
    .map((column) => {
      const sequence = `pg_get_serial_sequence(${quoted(identifier(table.name))}, ${quoted(column.name)})`;
      const last = `max(${identifier(column.name)})`;
      return `SELECT setval(${sequence}, coalesce(${last}, 1), ${last} IS NOT NULL)\n  FROM ${identifier(table.name)}`;
    });
}
