/** The order in which tables can be made, and rows put into them. */
import type { Table } from "./storage.ts";

/**
 * Parents before children, otherwise the order given. A circle is broken at a foreign key that may be null, so that its
 * rows can be inserted first and linked afterwards; only a circle of required keys, which can hold no row, is broken at
 * one of those.
 */
export function inOrderOfCreation(tables: readonly Table[]): Table[] {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const next =
      find(waiting, (table) => missing(table, waiting).length === 0) ??
      find(
        waiting,
        (table) => isCircular(table, waiting) && !missing(table, waiting).some(isBound(table)),
      ) ??
      find(waiting, (table) => isCircular(table, waiting));
    if (!next) throw new Error("Tables that wait for each other form no circle.");
    waiting.delete(next.name);
    ordered.push(next);
  }
  return ordered;
}

type Waiting = ReadonlyMap<string, Table>;

function find(waiting: Waiting, accept: (table: Table) => boolean): Table | undefined {
  for (const table of waiting.values()) if (accept(table)) return table;
  return undefined;
}

/** Names of the parents that do not exist yet; a table that refers to itself does not wait for itself. */
function missing(table: Table, waiting: Waiting): string[] {
  return table.foreignKeys
    .map((key) => key.table)
    .filter((parent) => parent !== table.name && waiting.has(parent));
}

function isBound(table: Table): (parent: string) => boolean {
  const nullable = new Set(table.columns.filter((c) => c.nullable).map((c) => c.name));
  const bound = table.foreignKeys.filter((key) => !key.columns.some((name) => nullable.has(name)));
  const parents = new Set(bound.map((key) => key.table));
  return (parent) => parents.has(parent);
}

function isCircular(table: Table, waiting: Waiting): boolean {
  const seen = new Set<string>();
  const open = missing(table, waiting);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === table.name) return true;
    const parent = waiting.get(name);
    if (!parent || seen.has(name)) continue;
    seen.add(name);
    open.push(...missing(parent, waiting));
  }
  return false;
}
