/** Steps that make tables which were not there. */
import type { Table } from "../storage/storage.ts";
import { mayBeNull, type Step } from "./steps.ts";

/**
 * In the order given, which is that of creation. Foreign keys to tables that come later are added at the end.
 * @param existing names of the tables that are there already
 */
export function creation(tables: readonly Table[], existing: Iterable<string>): Step[] {
  const known = new Set(existing);
  const steps: Step[] = [];
  const afterwards: Step[] = [];
  for (const table of tables) {
    known.add(table.name);
    const later = table.foreignKeys.filter((key) => !known.has(key.table));
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
