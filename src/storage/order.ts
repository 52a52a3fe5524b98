/** The order in which tables can be made. */
import type { Table } from "./storage.ts";

/**
 * Parents before children, otherwise the order given. In a circle the table given first comes first, and its foreign
 * key points forward.
 */
export function inOrderOfCreation(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const open = new Set<Table>();
  // An explicit stack: a chain of a thousand tables must not exhaust the call stack.
  for (const root of tables) {
    const stack = [{ table: root, parents: parentsOf(root, byName) }];
    open.add(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const parent = top.parents.shift();
      if (parent && !ordered.has(parent) && !open.has(parent)) {
        open.add(parent);
        stack.push({ table: parent, parents: parentsOf(parent, byName) });
      } else if (!parent) {
        ordered.add(top.table);
        stack.pop();
      }
    }
  }
  return [...ordered];
}

function parentsOf(table: Table, byName: ReadonlyMap<string, Table>): Table[] {
  return table.foreignKeys
    .map((key) => byName.get(key.table))
    .filter((parent) => parent !== undefined);
}
