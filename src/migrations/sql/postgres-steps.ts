/** Each step as PostgreSQL takes it, within a transaction or, `online`, beside the requests. */
import type { Storage, Table } from "../../storage/storage.ts";
import { versionColumn } from "../../storage/roles.ts";
import { columnNamed, tableNamed } from "../apply.ts";
import { isShownAlike } from "./representation.ts";
import type { Part } from "../passages.ts";
import type { Step } from "../steps.ts";
import { allFit, allPass, noDoubles, noNulls, noOrphans, noRows, rowsOf } from "./checks.ts";
import { deletion } from "./deletion.ts";
import { identifier, quoted } from "./literals.ts";
import { postgres } from "./postgres.ts";
import { postgresConversion } from "./postgres-conversion.ts";
import {
  checkOnline,
  foreignKeyOnline,
  indexConcurrently,
  notNullOnline,
  updateInBatches,
} from "./postgres-online.ts";
import {
  checkDefinition,
  columnDefinition,
  createIndex,
  createTable,
  createUnique,
  defaultExpression,
  foreignKeyDefinition,
} from "./statements.ts";
import { reshapeChecks, reshapeUpdate } from "./reshape.ts";
import { copyRows, mapping, nextVersion, valueExpression } from "./values.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function sql(text: string): Part {
  return { kind: "sql", sql: text };
}

function alter(table: string, ...actions: string[]): Part {
  return sql(`ALTER TABLE ${identifier(table)}\n  ${actions.join(",\n  ")}`);
}

/** @param before the schema as the step finds it */
export function postgresParts(step: Step, before: Storage): Part[] {
  switch (step.kind) {
    case "create_table":
      return created(step.table, step.later);
    case "drop_table":
      return [sql(`DROP TABLE ${identifier(step.table.name)}`)];
    case "rename_table":
      return renamedTable(step, tableNamed(before.tables, step.from));
    case "retire_table":
    case "restore_table":
    case "redeclare_table":
    case "redeclare_column":
    case "retire_column":
    case "restore_column":
      return [];
    case "add_column":
    case "drop_column":
    case "rename_column":
    case "alter_type":
    case "set_not_null":
    case "drop_not_null":
    case "alter_default":
      return columnParts(step, tableNamed(before.tables, step.table));
    case "backfill":
    case "map_values": {
      const { table, assignments, where } = rowUpdate(step, before);
      return [sql(`UPDATE ${identifier(table.name)}\n  SET ${assignments}\n  WHERE ${where}`)];
    }
    case "reshape":
      return reshaped(step, tableNamed(before.tables, step.table));
    case "delete_rows":
      return deletion(
        tableNamed(before.tables, step.table),
        `${identifier(step.whereNotNull)} IS NOT NULL`,
        before,
      );
    case "copy_rows":
      return copied(step, tableNamed(before.tables, step.to));
    default:
      return constraintParts(step, tableNamed(before.tables, step.table));
  }
}

/** The same beside the requests, for steps that are taken outside of transactions. */
export function onlineParts(step: Step, before: Storage): Part[] {
  switch (step.kind) {
    case "create_unique":
      return [
        noDoubles(tableNamed(before.tables, step.table), step.unique),
        ...indexConcurrently(step.unique.name, createUnique(step.table, step.unique)),
      ];
    case "create_index":
      return indexConcurrently(
        step.index.name,
        createIndex(
          step.table,
          step.index,
          nullableOf(tableNamed(before.tables, step.table)),
          postgres,
        ),
      );
    case "add_check":
      return [
        allPass(rowsOf(tableNamed(before.tables, step.table)), step.check, postgres),
        ...checkOnline(step.table, step.check),
      ];
    case "add_foreign_key":
      return [
        noOrphans(rowsOf(tableNamed(before.tables, step.table)), step.foreignKey, postgres),
        ...foreignKeyOnline(step.table, step.foreignKey),
      ];
    case "set_not_null":
      return [
        noNulls(rowsOf(tableNamed(before.tables, step.table)), step.column.name),
        ...notNullOnline(step.table, step.column.name),
      ];
    case "backfill":
    case "map_values": {
      const { table, assignments, where } = rowUpdate(step, before);
      return [updateInBatches(table, assignments, where)];
    }
    default:
      throw new Error(`The step ${step.kind} is taken in a transaction.`);
  }
}

function nullableOf(table: Table): ReadonlySet<string> {
  return new Set(table.columns.filter((column) => column.nullable).map((column) => column.name));
}

function created(table: Table, later: readonly string[]): Part[] {
  return [
    createTable(table, later, postgres),
    ...table.uniques.map((unique) => createUnique(table.name, unique)),
    ...table.indexes.map((index) => createIndex(table.name, index, nullableOf(table), postgres)),
  ].map(sql);
}

/** PostgreSQL keeps the sequence's name, which was made of the table's. */
function renamedTable({ from, to }: Of<"rename_table">, table: Table): Part[] {
  return [
    sql(`ALTER TABLE ${identifier(from)} RENAME TO ${identifier(to)}`),
    ...table.columns
      .filter((column) => column.identity)
      .map(({ name }) => renamedSequence(sequenceName(from, name), sequenceName(to, name))),
  ];
}

function renamedSequence(from: string, to: string): Part {
  return sql(`ALTER SEQUENCE IF EXISTS ${identifier(from)} RENAME TO ${identifier(to)}`);
}

/** As `makeObjectName` of PostgreSQL does: the longer of both names is cut until all fits into 63 bytes. */
function sequenceName(table: string, column: string): string {
  let [left, right] = [table, column];
  while (left.length + right.length > 63 - "__seq".length) {
    if (left.length > right.length) left = left.slice(0, -1);
    else right = right.slice(0, -1);
  }
  return `${left}_${right}_seq`;
}

function columnParts(
  step: Of<
    | "add_column"
    | "drop_column"
    | "rename_column"
    | "alter_type"
    | "set_not_null"
    | "drop_not_null"
    | "alter_default"
  >,
  table: Table,
): Part[] {
  switch (step.kind) {
    case "add_column": {
      const { column } = step;
      const isUnknown = !column.nullable && column.default === null && !column.identity;
      return [
        ...(isUnknown ? [noRows(rowsOf(table), column.name)] : []),
        alter(step.table, `ADD COLUMN ${columnDefinition(column, null, postgres)}`),
      ];
    }
    case "drop_column":
      return [alter(step.table, `DROP COLUMN ${identifier(step.column.name)}`)];
    case "rename_column": {
      const { from, to } = step;
      const sequence = columnNamed(table, from).identity
        ? [renamedSequence(sequenceName(step.table, from), sequenceName(step.table, to))]
        : [];
      return [
        alter(step.table, `RENAME COLUMN ${identifier(from)} TO ${identifier(to)}`),
        ...sequence,
      ];
    }
    case "alter_type":
      return retyped(step, table);
    case "set_not_null":
      return [
        noNulls(rowsOf(table), step.column.name),
        alter(step.table, `ALTER COLUMN ${identifier(step.column.name)} SET NOT NULL`),
      ];
    case "drop_not_null":
      return [alter(step.table, `ALTER COLUMN ${identifier(step.column.name)} DROP NOT NULL`)];
    case "alter_default": {
      const { column, to } = step;
      const action =
        to === null
          ? "DROP DEFAULT"
          : `SET DEFAULT ${defaultExpression({ ...column, default: to }, postgres)}`;
      return [alter(step.table, `ALTER COLUMN ${identifier(column.name)} ${action}`)];
    }
  }
}

/** A table that is rewritten anyway counts up its versions meanwhile. */
function retyped({ from, to }: Of<"alter_type">, table: Table): Part[] {
  const { value, unfit } = postgresConversion(from.type, to.type);
  const column = identifier(to.name);
  const type = postgres.type(to.type);
  const using = value ? ` USING ${value(column)}` : "";
  const actions = [`ALTER COLUMN ${column} TYPE ${type}${using}`];
  if (from.identity && !to.identity) actions.unshift(`ALTER COLUMN ${column} DROP IDENTITY`);
  if (!isShownAlike(from.type, to.type)) actions.push(...versionsCountedUp(table));
  const isNumbered = to.identity && !from.identity;
  return [
    ...(unfit ? [allFit(rowsOf(table), to, unfit)] : []),
    alter(table.name, ...actions),
    ...(isNumbered
      ? [
          alter(table.name, `ALTER COLUMN ${column} ADD GENERATED BY DEFAULT AS IDENTITY`),
          numberedOn(table.name, to.name),
        ]
      : []),
  ];
}

function versionsCountedUp(table: Table): string[] {
  const version = versionColumn(table);
  if (version === null) return [];
  const name = identifier(version.name);
  return [`ALTER COLUMN ${name} TYPE ${postgres.type(version.type)} USING ${name} + 1`];
}

function reshaped({ column, change }: Of<"reshape">, table: Table): Part[] {
  if (change.kind === "keep") return [];
  return [
    ...reshapeChecks(rowsOf(table), column, change, postgres),
    sql(reshapeUpdate(table, column, change, postgres)),
  ];
}

function rowUpdate(step: Of<"backfill" | "map_values">, before: Storage) {
  const table = tableNamed(before.tables, step.table);
  const version = nextVersion(table);
  const counted = version === null ? "" : `, ${version}`;
  if (step.kind === "backfill") {
    const name = identifier(step.column.name);
    const value = valueExpression(step.value, step.column.type, postgres);
    return { table, assignments: `${name} = ${value}${counted}`, where: `${name} IS NULL` };
  }
  const { value, applies } = mapping(columnNamed(table, step.column), step.map, postgres);
  const name = identifier(step.column);
  return { table, assignments: `${name} = ${value(name)}${counted}`, where: applies(name) };
}

function copied(step: Of<"copy_rows">, to: Table): Part[] {
  const numbered = to.columns.filter(
    ({ identity, name }) => identity && step.columns.some((column) => column.to === name),
  );
  return [
    sql(copyRows(step, to, postgres)),
    ...numbered.map((column) => numberedOn(to.name, column.name)),
  ];
}

/** Numbers go on after the greatest that is there. */
function numberedOn(table: string, column: string): Part {
  const sequence = `pg_get_serial_sequence(${quoted(identifier(table))}, ${quoted(column)})`;
  const last = `max(${identifier(column)})`;
  return sql(
    `SELECT setval(${sequence}, coalesce(${last}, 1), ${last} IS NOT NULL)\n  FROM ${identifier(table)}`,
  );
}

type ConstraintStep = Of<
  | "create_unique"
  | "drop_unique"
  | "create_index"
  | "drop_index"
  | "add_foreign_key"
  | "drop_foreign_key"
  | "add_check"
  | "drop_check"
  | "rename_constraint"
>;

function constraintParts(step: ConstraintStep, table: Table): Part[] {
  switch (step.kind) {
    case "create_unique":
      return [noDoubles(table, step.unique), sql(createUnique(step.table, step.unique))];
    case "drop_unique":
      return [sql(`DROP INDEX ${identifier(step.unique.name)}`)];
    case "create_index":
      return [sql(createIndex(step.table, step.index, nullableOf(table), postgres))];
    case "drop_index":
      return [sql(`DROP INDEX ${identifier(step.index.name)}`)];
    case "add_foreign_key": {
      const added = alter(step.table, `ADD ${foreignKeyDefinition(step.foreignKey)}`);
      return step.inTable ? [added] : [noOrphans(rowsOf(table), step.foreignKey, postgres), added];
    }
    case "drop_foreign_key":
      return [alter(step.table, `DROP CONSTRAINT ${identifier(step.foreignKey.name)}`)];
    case "add_check":
      if (!postgres.needs(step.check.rule)) return [];
      return [
        allPass(rowsOf(table), step.check, postgres),
        alter(step.table, `ADD ${checkDefinition(step.check, postgres)}`),
      ];
    case "drop_check":
      if (!postgres.needs(step.check.rule)) return [];
      return [alter(step.table, `DROP CONSTRAINT ${identifier(step.check.name)}`)];
    case "rename_constraint":
      return renamedConstraint(step, table);
  }
}

function renamedConstraint(
  { constraint, from, to }: Of<"rename_constraint">,
  table: Table,
): Part[] {
  if (constraint === "index" || constraint === "unique") {
    return [sql(`ALTER INDEX ${identifier(from)} RENAME TO ${identifier(to)}`)];
  }
  const check = table.checks.find(({ name }) => constraint === "check" && name === from);
  if (check && !postgres.needs(check.rule)) return [];
  return [alter(table.name, `RENAME CONSTRAINT ${identifier(from)} TO ${identifier(to)}`)];
}
