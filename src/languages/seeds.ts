/** Seed rows as files that need no programming language: one table each, in the order in which they can be inserted. */
import type { JsonValue, Model } from "../model/model.ts";
import { type Seed, seedRows } from "../storage/seed.ts";
import type { Storage, Table } from "../storage/storage.ts";
import { canonicalValue } from "../storage/values.ts";

export interface SeedFile {
  readonly table: string;
  /** A list of rows, each an object of values by column. A value of a json column is JSON text. */
  readonly json: string;
  /** Name of the column that the database numbers by itself; null where it numbers none. */
  readonly identity: string | null;
}

/** Rows of each resource. */
export const seedRowsOfEach = 5;

export function seedFiles(model: Model, storage: Storage): SeedFile[] {
  const seed = seedRows(model, seedRowsOfEach);
  return storage.tables.map((table) => ({
    table: table.name,
    json: `${JSON.stringify(rowsOf(seed, table), null, 2)}\n`,
    identity: table.columns.find((column) => column.identity)?.name ?? null,
  }));
}

function rowsOf(seed: Seed, table: Table): object[] {
  return [...seed.rows, ...seed.links]
    .filter((row) => row.table === table.name)
    .map((row) => {
      const columns = table.columns.filter((column) => Object.hasOwn(row.columns, column.name));
      const entries = columns.map((column): [string, JsonValue] => {
        const value = canonicalValue(row.columns[column.name] ?? null, column.type);
        const isText = column.type.kind === "json" && value !== null;
        return [column.name, isText ? JSON.stringify(value) : value];
      });
      return Object.fromEntries(entries);
    });
}
