/** The phases of a comparison, in the order in which they run. */
import { inOrderOfCreation } from "../storage/order.ts";
import { roleOf } from "../storage/roles.ts";
import type { Column, Table } from "../storage/storage.ts";
import { addColumn, alterColumn, enumValues, retireColumn } from "./column-steps.ts";
import { namesWithin } from "./constraints.ts";
import { columnNamed } from "./apply.ts";
import { creation, type Creation } from "./creation.ts";
import type { TablePair } from "./identities.ts";
import { freeBeside, orderedMoves, type Move } from "./moves.ts";
import type { ConstraintRename } from "./plan.ts";
import { mayBeNull, reversed, type Redeclared } from "./steps.ts";
import type { Work } from "./work.ts";

/** While the foreign keys still say what becomes of the rows that refer to them. */
export function deleteSoftlyDeleted({ plan, identities }: Work): void {
  for (const { before, gone } of identities.pairs) {
    for (const column of gone) {
      if (roleOf(column) !== "deletedAt") continue;
      plan.take({ kind: "delete_rows", table: before.name, whereNotNull: column.name });
    }
  }
}

export function dropConstraints({ plan, changing, identities }: Work): void {
  for (const { pair, constraints } of changing) {
    const table = pair.before.name;
    for (const key of constraints.foreignKeys.dropped) plan.dropForeignKey(table, key);
    for (const check of constraints.checks.dropped) plan.take({ kind: "drop_check", table, check });
    for (const index of constraints.indexes.dropped)
      plan.take({ kind: "drop_index", table, index });
    for (const unique of constraints.uniques.dropped) {
      plan.take({ kind: "drop_unique", table, unique });
    }
  }
  // A table that is kept binds no other, and leaves the names of its indexes to new ones.
  for (const { name: table } of identities.kept) {
    const { foreignKeys, checks, indexes, uniques } = plan.table(table);
    for (const key of foreignKeys) plan.dropForeignKey(table, key);
    for (const check of checks) plan.take({ kind: "drop_check", table, check });
    for (const index of indexes) plan.take({ kind: "drop_index", table, index });
    for (const unique of uniques) plan.take({ kind: "drop_unique", table, unique });
  }
}

/**
 * What goes, and has a name that something else is to have, goes first; what is still read, or is kept, moves aside.
 */
export function clearNames(work: Work): void {
  const { identities, moves, finalNames } = work;
  const isWanted = (name: string) => finalNames.has(name.toLowerCase());
  const read = new Set<Table | Column>(moves.map((move) => move.source));
  const isInTheWay = (table: Table) => [table.name, ...namesWithin(table)].some(isWanted);
  const going = identities.gone.filter((table) => !read.has(table));
  dropTables(withReferring(going.filter(isInTheWay), going), work);
  for (const table of identities.gone) {
    if (read.has(table) && isInTheWay(table)) moveAside(table, "tmp", work);
  }
  const { pairs, gone } = identities;
  const paired = new Set([...pairs.map(({ before }) => before), ...gone].map(({ name }) => name));
  const kept = new Set(identities.kept.map(({ name }) => name));
  for (const table of work.plan.storage.tables) {
    const isKept = kept.has(table.name) || (table.retired === true && !paired.has(table.name));
    if (isKept && isInTheWay(table)) moveAside(table, "kept", work);
  }
  for (const pair of identities.pairs) {
    const wanted = new Set(pair.wanted.columns.map((column) => column.name.toLowerCase()));
    for (const column of pair.gone) {
      if (!wanted.has(column.name.toLowerCase())) continue;
      if (read.has(column)) moveColumnAside(pair, column, "tmp", work);
      else dropColumn(pair, column, work);
    }
    const others = new Set([...pair.columns.map(({ before }) => before), ...pair.gone]);
    for (const column of pair.before.columns) {
      const isKept = pair.kept.includes(column) || (column.retired === true && !others.has(column));
      if (isKept && wanted.has(column.name.toLowerCase())) {
        moveColumnAside(pair, column, "kept", work);
      }
    }
  }
}

/** With those of the others that refer to them, for these cannot stay without. */
function withReferring(tables: readonly Table[], others: readonly Table[]): readonly Table[] {
  const names = new Set(tables.map(({ name }) => name));
  const more = others.filter(
    ({ name, foreignKeys }) => !names.has(name) && foreignKeys.some((key) => names.has(key.table)),
  );
  return more.length === 0 ? tables : withReferring([...tables, ...more], others);
}

/** To a name of its own, with everything in it that has a name. */
function moveAside(table: Table, why: "tmp" | "kept", work: Work): void {
  const { plan } = work;
  const aside = freeName(table.name, why, work);
  plan.take({ kind: "rename_table", from: table.name, to: aside, declared: null });
  work.noteTable(table, aside);
  const parts: readonly (readonly [ConstraintRename["constraint"], readonly Named[]])[] = [
    ["primary_key", [table.primaryKey]],
    ["unique", table.uniques],
    ["index", table.indexes],
    ["foreign_key", table.foreignKeys],
    ["check", table.checks],
  ];
  for (const [constraint, named] of parts) {
    for (const { name } of named) {
      const to = freeName(name, why, work);
      plan.take({ kind: "rename_constraint", table: aside, constraint, from: name, to });
    }
  }
}

interface Named {
  readonly name: string;
}

function moveColumnAside(
  { before, wanted }: TablePair,
  column: Column,
  why: "tmp" | "kept",
  work: Work,
): void {
  const taken = [...before.columns, ...wanted.columns].map(({ name }) => name.toLowerCase());
  const to = freeBeside(column.name, new Set(taken), why);
  const table = before.name;
  work.plan.take({ kind: "rename_column", table, from: column.name, to, declared: null });
  work.noteColumn(before, column.name, to);
}

function freeName(name: string, why: "tmp" | "kept", { plan, finalNames }: Work): string {
  const taken = [...plan.names()].map((one) => one.toLowerCase());
  return freeBeside(name, new Set([...taken, ...finalNames]), why);
}

export function renameTables(work: Work): void {
  const { plan, identities } = work;
  const { pairs } = identities;
  for (const pair of pairs) {
    const declared = redeclared(pair);
    if (declared === null || pair.before.name !== pair.wanted.name) continue;
    plan.take({ kind: "redeclare_table", table: pair.before.name, declared });
  }
  const moves = pairs.map(({ before, wanted }) => ({ from: before.name, to: wanted.name }));
  const taken = plan.storage.tables.map(({ name }) => name);
  for (const { from, to, of, isLast } of orderedMoves(moves, taken)) {
    const pair = pairs[of];
    if (!pair) continue;
    const declared = isLast ? redeclared(pair) : null;
    plan.take({ kind: "rename_table", from, to, declared });
    work.noteTable(pair.before, to);
  }
}

export function renameColumns(work: Work): void {
  for (const pair of work.identities.pairs) {
    const table = pair.wanted.name;
    const moves: Move[] = pair.columns.map(({ before, wanted }) => ({
      from: before.name,
      to: wanted.name,
    }));
    const taken = work.plan.table(table).columns.map(({ name }) => name);
    for (const { from, to, of, isLast } of orderedMoves(moves, taken)) {
      const column = pair.columns[of];
      if (!column) continue;
      const declared = isLast ? redeclared(column) : null;
      work.plan.take({ kind: "rename_column", table, from, to, declared });
      work.noteColumn(pair.before, column.before.name, to);
    }
  }
}

function redeclared({ before, wanted }: { before: Declared; wanted: Declared }): Redeclared | null {
  const [from, to] = [before.declared, wanted.declared];
  return from === null || to === null || from === to ? null : { from, to };
}

interface Declared {
  readonly declared: string | null;
}

export function renameConstraints({ plan, changing }: Work): void {
  const renames = changing.flatMap(({ pair, constraints }): ConstraintRename[] => {
    const { before, wanted } = pair;
    const { uniques, indexes, foreignKeys, checks } = constraints;
    const of = (constraint: ConstraintRename["constraint"], list: readonly Move[]) =>
      list.map(({ from, to }) => ({ table: wanted.name, constraint, from, to }));
    return [
      ...of("primary_key", [{ from: before.primaryKey.name, to: wanted.primaryKey.name }]),
      ...of("unique", uniques.renamed),
      ...of("index", indexes.renamed),
      ...of("foreign_key", foreignKeys.renamed),
      ...of("check", checks.renamed),
    ];
  });
  for (const { from, to, of } of orderedMoves(renames, plan.names())) {
    const rename = renames[of];
    if (!rename) continue;
    const { table, constraint } = rename;
    plan.take({ kind: "rename_constraint", table, constraint, from, to });
  }
}

/** @returns the foreign keys that are still to be added */
export function createTables({ plan, identities, recastIds }: Work): Creation["foreignKeys"] {
  const restored = identities.pairs.filter(({ before }) => before.retired);
  for (const { wanted } of restored) plan.take({ kind: "restore_table", table: wanted.name });
  // An id that is still of its old type cannot be referred to.
  const existing = plan.storage.tables
    .map(({ name }) => name)
    .filter((name) => !recastIds.has(name));
  const { tables, foreignKeys } = creation(inOrderOfCreation(identities.created), existing);
  plan.take(...tables);
  return foreignKeys;
}

export function changeColumns(work: Work): void {
  const { plan } = work;
  for (const { pair } of work.changing) {
    const table = pair.wanted;
    for (const column of pair.added) addColumn(table, column, work);
    for (const { before, wanted } of pair.columns) {
      const current = columnNamed(plan.table(table.name), wanted.name);
      const oldValues = enumValues(pair.before, before.name);
      alterColumn({ table, current, wanted, oldValues }, work);
    }
    for (const { thing, to } of pair.redeclared) {
      const column = work.columnNow(pair.before, thing.name);
      const declared = { from: thing.declared ?? "", to };
      plan.take({ kind: "redeclare_column", table: table.name, column, declared });
    }
    for (const column of pair.kept) {
      const now = work.columnNow(pair.before, column.name);
      retireColumn(table.name, columnNamed(plan.table(table.name), now), plan);
    }
  }
}

export function addConstraints({ plan, changing }: Work): void {
  for (const { pair, constraints } of changing) {
    const table = pair.wanted.name;
    for (const check of constraints.checks.added) plan.take({ kind: "add_check", table, check });
    for (const unique of constraints.uniques.added) {
      plan.take({ kind: "create_unique", table, unique });
    }
    for (const index of constraints.indexes.added)
      plan.take({ kind: "create_index", table, index });
  }
  for (const { pair, constraints } of changing) {
    for (const key of constraints.foreignKeys.added) {
      plan.addForeignKey(pair.wanted.name, key, "apart");
    }
  }
}

export function dropRest(work: Work): void {
  const { plan, identities, dropped } = work;
  for (const pair of identities.pairs) {
    for (const column of pair.gone) if (!dropped.has(column)) dropColumn(pair, column, work);
  }
  dropTables(
    identities.gone.filter((table) => !dropped.has(table)),
    work,
  );
  for (const { thing, to } of identities.redeclared) {
    const declared = { from: thing.declared, to };
    plan.take({ kind: "redeclare_table", table: work.tableNow(thing), declared });
  }
  for (const table of identities.kept) {
    plan.take({ kind: "retire_table", table: work.tableNow(table) });
  }
}

function dropColumn(pair: TablePair, column: Column, work: Work): void {
  const table = work.tableNow(pair.before);
  const current = columnNamed(work.plan.table(table), work.columnNow(pair.before, column.name));
  work.plan.take({ kind: "drop_column", table, column: current });
  work.dropped.add(column);
}

/** The reverse of making them. */
function dropTables(gone: readonly Table[], work: Work): void {
  const { plan } = work;
  const tables = gone.map((table) => plan.table(work.tableNow(table)));
  const names = new Set(tables.map(({ name }) => name));
  const others = plan.storage.tables.map(({ name }) => name).filter((name) => !names.has(name));
  const made = creation(inOrderOfCreation(tables), others);
  for (const { table, foreignKey } of made.foreignKeys) {
    const nullable = mayBeNull(plan.table(table), foreignKey);
    plan.take({ kind: "drop_foreign_key", table, foreignKey, inTable: true, nullable });
  }
  plan.take(...reversed(made.tables));
  for (const table of gone) work.dropped.add(table);
}
