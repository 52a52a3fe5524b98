/** From two snapshots of storage to the steps between them. */
import type { Storage, Table } from "../storage/storage.ts";
import { mayBeNull, type Step } from "./steps.ts";

/**
 * Takes the storage of the last migration (null before the first) and the one wanted; returns the steps in the order in
 * which they can run. Equal snapshots give none.
 */
export function difference(before: Storage | null, after: Storage): Step[] {
  if (before === null || before.tables.length === 0) return creation(after.tables);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  throw new Error("The difference of two existing schemas is not available yet.");
}

function creation(tables: readonly Table[]): Step[] {
  const existing = new Set<string>();
  const steps: Step[] = [];
  const afterwards: Step[] = [];
  for (const table of tables) {
    existing.add(table.name);
    const later = table.foreignKeys.filter((key) => !existing.has(key.table));
    steps.push({ kind: "create_table", table, later: later.map((key) => key.name) });
    for (const foreignKey of later) {
      afterwards.push({
        kind: "add_foreign_key",
        table: table.name,
        foreignKey,
        inTable: true,
        nullable: mayBeNull(table, foreignKey),
      });
    }
  }
  return [...steps, ...afterwards];
}
