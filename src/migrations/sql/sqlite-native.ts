/** Steps that SQLite takes by statements of its own. */
import type { Storage, Table } from "../../storage/storage.ts";
import { columnNamed, tableNamed } from "../apply.ts";
import { isShownAlike } from "./representation.ts";
import type { Part } from "../passages.ts";
import type { Step } from "../steps.ts";
import { allFit, noDoubles, rowsOf } from "./checks.ts";
import { identifier } from "./literals.ts";
import { sqlite } from "./sqlite.ts";
import { sqliteConversion } from "./sqlite-conversion.ts";
import type { AddedColumn } from "./sqlite-legal.ts";
import {
  checkDefinition,
  columnDefinition,
  createIndex,
  createTable,
  createUnique,
} from "./statements.ts";
import { reshapeChecks, reshapeUpdate } from "./reshape.ts";
import { mapping, nextVersion, valueExpression } from "./values.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** On one table, and its columns and constraints. */
export type TableStep = Exclude<
  Step,
  Of<
    | "create_table"
    | "drop_table"
    | "rename_table"
    | "retire_table"
    | "restore_table"
    | "redeclare_table"
    | "redeclare_column"
    | "retire_column"
    | "restore_column"
    | "copy_rows"
    | "delete_rows"
  >
>;

function sql(text: string): Part {
  return { kind: "sql", sql: text };
}

export function created(table: Table): Part[] {
  return [
    createTable(table, [], sqlite),
    ...table.uniques.map((unique) => createUnique(table.name, unique)),
    ...table.indexes.map((index) => createIndex(table.name, index, new Set(), sqlite)),
  ].map(sql);
}

/** SQLite takes two names that differ in case for one. */
export function renamedTable(from: string, to: string): Part[] {
  const rename = (left: string, right: string) =>
    sql(`ALTER TABLE ${identifier(left)} RENAME TO ${identifier(right)}`);
  if (from.toLowerCase() !== to.toLowerCase()) return [rename(from, to)];
  const between = `renamed_${to}`;
  return [rename(from, between), rename(between, to)];
}

export function renamedColumn(table: string, from: string, to: string): Part {
  return sql(
    `ALTER TABLE ${identifier(table)}\n  RENAME COLUMN ${identifier(from)} TO ${identifier(to)}`,
  );
}

export function droppedIndex(name: string): Part {
  return sql(`DROP INDEX ${identifier(name)}`);
}

/** What ALTER TABLE adds with each column. */
export type AddedColumns = ReadonlyMap<string, AddedColumn>;

/** @throws Error for a step that needs a rebuild, which is our bug */
export function nativeParts(step: TableStep, before: Storage, added: AddedColumns): Part[] {
  const table = tableNamed(before.tables, step.table);
  switch (step.kind) {
    case "add_column":
      return [addedColumn(table.name, added.get(step.column.name))];
    case "drop_column":
      return [
        sql(`ALTER TABLE ${identifier(table.name)}\n  DROP COLUMN ${identifier(step.column.name)}`),
      ];
    case "rename_column":
      return [renamedColumn(table.name, step.from, step.to)];
    case "alter_type":
      return retyped(step, table);
    case "backfill":
    case "map_values":
      return [rowUpdate(step, table)];
    case "reshape":
      if (step.change.kind === "keep") return [];
      return [
        ...reshapeChecks(rowsOf(table), step.column, step.change, sqlite),
        sql(reshapeUpdate(table, step.column, step.change, sqlite)),
      ];
    case "create_unique":
      return [noDoubles(table, step.unique), sql(createUnique(table.name, step.unique))];
    case "create_index":
      return [sql(createIndex(table.name, step.index, new Set(), sqlite))];
    case "drop_unique":
      return [droppedIndex(step.unique.name)];
    case "drop_index":
      return [droppedIndex(step.index.name)];
    case "rename_constraint":
      return [droppedIndex(step.from), ...indexAgain(step, table)];
    case "add_check":
    case "add_foreign_key":
    case "drop_foreign_key":
      // It came with its column, or comes and goes with its table.
      return [];
    default:
      throw new Error(`SQLite has no statement for ${step.kind}.`);
  }
}

function addedColumn(table: string, added: AddedColumn | undefined): Part {
  if (!added) throw new Error(`A column of ${table} cannot be added by ALTER TABLE.`);
  const constraints = added.checks.map((check) => checkDefinition(check, sqlite));
  const definition = [columnDefinition(added.column, null, sqlite), ...constraints];
  return sql(`ALTER TABLE ${identifier(table)}\n  ADD COLUMN ${definition.join(" ")}`);
}

/** Of the same declared type: values may still be written otherwise, or be too large. */
function retyped({ from, to }: Of<"alter_type">, table: Table): Part[] {
  const { value, unfit } = sqliteConversion(from.type, to.type);
  const name = identifier(to.name);
  const version = isShownAlike(from.type, to.type) ? null : nextVersion(table);
  const assignments = [
    ...(value ? [`${name} = ${value(name)}`] : []),
    ...(version === null ? [] : [version]),
  ];
  return [
    ...(unfit ? [allFit(rowsOf(table), to, unfit)] : []),
    ...(assignments.length > 0
      ? [sql(`UPDATE ${identifier(table.name)}\n  SET ${assignments.join(", ")}`)]
      : []),
  ];
}

function rowUpdate(step: Of<"backfill" | "map_values">, table: Table): Part {
  const version = nextVersion(table);
  const counted = version === null ? "" : `, ${version}`;
  const update = (name: string, value: string, where: string) =>
    sql(`UPDATE ${identifier(table.name)}\n  SET ${name} = ${value}${counted}\n  WHERE ${where}`);
  if (step.kind === "backfill") {
    const name = identifier(step.column.name);
    return update(name, valueExpression(step.value, step.column.type, sqlite), `${name} IS NULL`);
  }
  const name = identifier(step.column);
  const { value, applies } = mapping(columnNamed(table, step.column), step.map, sqlite);
  return update(name, value(name), applies(name));
}

function indexAgain({ constraint, from, to }: Of<"rename_constraint">, table: Table): Part[] {
  if (constraint === "unique") {
    return table.uniques
      .filter(({ name }) => name === from)
      .map((unique) => sql(createUnique(table.name, { ...unique, name: to })));
  }
  return table.indexes
    .filter(({ name }) => name === from)
    .map((index) => sql(createIndex(table.name, { ...index, name: to }, new Set(), sqlite)));
}
