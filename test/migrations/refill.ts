/** Rows for tables that have none, beside those that are there: what the next migration is tried on. */
import type { JsonValue, Model } from "../../src/model/model.ts";
import { seedRows, type SeedLink, type SeedRow } from "../../src/storage/seed.ts";
import type { Storage, Table } from "../../src/storage/storage.ts";
import type { StoredRow } from "../support/databases.ts";
import { seedSql } from "../support/seed-sql.ts";
import type { World } from "./world.ts";
import type { Database } from "../../src/model/model.ts";

const COUNT = 5;

/** Statements that fill what is empty; none for what a row cannot be made for. */
export function refill(
  model: Model,
  { storage, rows: found }: World,
  database: Database,
): string[] {
  const seed = seedRows(model, COUNT);
  const present = new Map(found);
  const rows: SeedRow[] = [];
  const links: SeedLink[] = [];
  for (const table of storage.tables) {
    if (table.retired || (present.get(table.name)?.length ?? 0) > 0) continue;
    const made = table.kind === "join" ? seed.links : seed.rows;
    const own = made.filter((row) => row.table === table.name);
    const linked = linkedRows(table, own, present);
    present.set(
      table.name,
      linked.map(({ columns }) => columns),
    );
    for (const row of linked) {
      if ("body" in row) rows.push(row);
      else links.push(row);
    }
  }
  return seedSql({ rows, links, spare: [] }, served(storage), database);
}

/** The n-th row refers to the n-th row of each parent, so that no two are the same. */
function linkedRows<Row extends SeedRow | SeedLink>(
  table: Table,
  made: readonly Row[],
  present: ReadonlyMap<string, readonly StoredRow[]>,
): Row[] {
  return made.flatMap((row, at) => {
    const columns: Record<string, JsonValue> = { ...row.columns };
    for (const { columns: own, references, table: parent } of table.foreignKeys) {
      const [column = ""] = own;
      const to = present.get(parent)?.[at];
      const isOptional = table.columns.some(({ name, nullable }) => name === column && nullable);
      if (!to && !isOptional) return [];
      columns[column] = to?.[references[0] ?? ""] ?? null;
    }
    return [{ ...row, columns }];
  });
}

function served(storage: Storage): Storage {
  return { ...storage, tables: storage.tables.filter((table) => !table.retired) };
}
