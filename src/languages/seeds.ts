/** Seed rows as files that need no programming language: one table each, in the order in which they can be inserted. */
import type { JsonValue, Model } from "../model/model.ts";
import { oncePerModel } from "../model/once.ts";
import { storageOf } from "../storage/build.ts";
import { seedRows, type SeedLink, type SeedRow } from "../storage/seed.ts";
import type { Table } from "../storage/storage.ts";
import { canonicalValue } from "../storage/values.ts";

export interface SeedFile {
  readonly table: string;
  /** A list of rows, each an object of values by column. A value of a json column is JSON text. */
  readonly json: string;
  /** Name of the column that the database numbers by itself; null where it numbers none. */
  readonly identity: string | null;
}

/** Rows of each resource. */
const seedRowsOfEach = 5;

/** The rows that files and tests of a service begin with. */
const seedOf = oncePerModel((model) => seedRows(model, seedRowsOfEach));

interface RowsOfResource {
  readonly rows: readonly SeedRow[];
  readonly spare: readonly SeedRow[];
}

/** Those of one resource. */
export function seedRowsOf(model: Model, resource: string): RowsOfResource {
  return byResource(model).get(resource) ?? { rows: [], spare: [] };
}

const byResource = oncePerModel((model): ReadonlyMap<string, RowsOfResource> => {
  const { rows, spare } = seedOf(model);
  const [made, kept] = [grouped(rows, "resource"), grouped(spare, "resource")];
  return new Map(
    model.resources.map(({ name }) => [
      name,
      { rows: made.get(name) ?? [], spare: kept.get(name) ?? [] },
    ]),
  );
});

function grouped<Row extends SeedRow | SeedLink>(
  rows: readonly Row[],
  by: "resource" | "table",
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row[by]) ?? [];
    group.push(row);
    groups.set(row[by], group);
  }
  return groups;
}

export const seedFiles = oncePerModel((model): readonly SeedFile[] => {
  const { rows, links } = seedOf(model);
  const byTable = grouped<SeedRow | SeedLink>([...rows, ...links], "table");
  return storageOf(model).tables.map((table) => ({
    table: table.name,
    json: `${JSON.stringify(printedRows(byTable.get(table.name) ?? [], table), null, 2)}\n`,
    identity: table.columns.find((column) => column.identity)?.name ?? null,
  }));
});

function printedRows(rows: readonly (SeedRow | SeedLink)[], table: Table): object[] {
  return rows.map((row) => {
    const columns = table.columns.filter((column) => Object.hasOwn(row.columns, column.name));
    const entries = columns.map((column): [string, JsonValue] => {
      const value = canonicalValue(row.columns[column.name] ?? null, column.type);
      const isText = column.type.kind === "json" && value !== null;
      return [column.name, isText ? JSON.stringify(value) : value];
    });
    return Object.fromEntries(entries);
  });
}
