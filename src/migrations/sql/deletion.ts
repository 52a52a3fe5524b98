/**
 * Deleting rows, with what becomes of those that refer to them written out: SQLite does nothing about these while foreign
 * keys are off, as they must be for a rebuild, and neither database counts up the versions of rows that it unlinks, nor
 * says which rows are in the way. Circles of several tables are left to the foreign keys, or to `PRAGMA foreign_key_check` before the end.
 */
import type { ForeignKey, Storage, Table } from "../../storage/storage.ts";
import type { Part } from "../passages.ts";
import { identifier, identifiers } from "./literals.ts";
import { nextVersion } from "./values.ts";

/** @param where a condition on the rows of the table that go */
export function deletion(table: Table, where: string, storage: Storage): Part[] {
  return deleteRows(table, where, { storage, seen: new Set() });
}

/** Names of the tables of which a deletion deletes or changes rows. */
export function tablesDeletedFrom(table: Table, storage: Storage): string[] {
  const emptied = new Set([table]);
  const changed = new Set<Table>();
  // What is added on the way is gone through as well.
  for (const parent of emptied) {
    for (const child of storage.tables) {
      for (const key of child.foreignKeys.filter((one) => one.table === parent.name)) {
        if (key.onDelete === "cascade") emptied.add(child);
        if (key.onDelete === "set_null") changed.add(child);
      }
    }
  }
  return [...new Set([...emptied, ...changed])].map(({ name }) => name);
}

interface Context {
  readonly storage: Storage;
  /** Tables of which rows are being deleted already. */
  readonly seen: ReadonlySet<string>;
}

function deleteRows(table: Table, condition: string, { storage, seen }: Context): Part[] {
  const where = withDescendants(table, condition);
  const inner = { storage, seen: new Set([...seen, table.name]) };
  const children = storage.tables.flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.table === table.name)
      .flatMap((key) => unlink(child, key, { parents: table, where, context: inner })),
  );
  return [
    ...children,
    { kind: "sql", sql: `DELETE FROM ${identifier(table.name)}\n  WHERE ${where}` },
  ];
}

/** The same of the rows that go with these because they refer to them, or to such as do, in the same table. */
function withDescendants(table: Table, where: string): string {
  const keys = table.foreignKeys.filter(
    (key) => key.table === table.name && key.onDelete === "cascade",
  );
  if (keys.length === 0) return where;
  const [name, ids] = [identifier(table.name), identifiers(table.primaryKey.columns)];
  // No table has such a name.
  const going = identifier("going rows");
  const selected = table.primaryKey.columns.map((column) => `${name}.${identifier(column)}`);
  const linked = keys.map((key) =>
    key.columns
      .map((column, at) => {
        const id = identifier(key.references[at] ?? "");
        return `${name}.${identifier(column)} = ${going}.${id}`;
      })
      .join(" AND "),
  );
  return [
    `${ids} IN (WITH RECURSIVE ${going} AS (SELECT ${ids} FROM ${name} WHERE ${where}`,
    `UNION SELECT ${selected.join(", ")} FROM ${name} JOIN ${going} ON ${linked.join(" OR ")})`,
    `SELECT ${ids} FROM ${going})`,
  ].join("\n    ");
}

interface Deleted {
  readonly parents: Table;
  readonly where: string;
  readonly context: Context;
}

function unlink(child: Table, key: ForeignKey, { parents, where, context }: Deleted): Part[] {
  const columns = identifiers(key.columns);
  const refers = `${columns} IN (SELECT ${identifiers(key.references)} FROM ${identifier(parents.name)} WHERE ${where})`;
  switch (key.onDelete) {
    case "cascade":
      return context.seen.has(child.name) ? [] : deleteRows(child, refers, context);
    case "set_null": {
      const version = nextVersion(child);
      const assignments = [
        ...key.columns.map((column) => `${identifier(column)} = NULL`),
        ...(version === null ? [] : [version]),
      ];
      return [
        {
          kind: "sql",
          sql: `UPDATE ${identifier(child.name)}\n  SET ${assignments.join(", ")}\n  WHERE ${refers}`,
        },
      ];
    }
    case "restrict":
      return [
        {
          kind: "check",
          query: `SELECT ${identifiers(child.primaryKey.columns)}\n  FROM ${identifier(child.name)}\n  WHERE ${refers}${child === parents ? ` AND NOT (${where})` : ""}\n  LIMIT 5`,
          message: `Rows of ${parents.name} that were deleted are to go for good, and these rows of ${child.name} still refer to them. Change or delete them, then migrate again.`,
        },
      ];
  }
}
