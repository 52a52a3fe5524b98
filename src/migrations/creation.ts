/** Steps that make tables which were not there. */
import type { ForeignKey, Table } from "../storage/storage.ts";
import { mayBeNull, type Step } from "./steps.ts";

export interface Creation {
  readonly tables: readonly Step[];
  /** Those that the tables are made without; to be added in the end. */
  readonly foreignKeys: readonly Extract<Step, { readonly foreignKey: ForeignKey }>[];
}

/**
 * In the order given, which is that of creation.
 * @param existing names of the tables that are there already and can be referred to
 */
export function creation(tables: readonly Table[], existing: Iterable<string>): Creation {
  const known = new Set(existing);
  const steps: Step[] = [];
  const foreignKeys: Extract<Step, { readonly foreignKey: ForeignKey }>[] = [];
  for (const table of tables) {
    known.add(table.name);
    const later = table.foreignKeys.filter((key) => !known.has(key.table));
    steps.push({ kind: "create_table", table, later: later.map((key) => key.name) });
    foreignKeys.push(...later.map((foreignKey) => addition(table, foreignKey)));
  }
  return { tables: steps, foreignKeys };
}

function addition(table: Table, foreignKey: ForeignKey): Creation["foreignKeys"][number] {
  return {
    kind: "add_foreign_key",
    table: table.name,
    foreignKey,
    inTable: true,
    nullable: mayBeNull(table, foreignKey),
  };
}
