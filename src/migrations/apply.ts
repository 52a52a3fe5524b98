/**
 * The schema after a step. The schema of a project's databases is what its migrations' steps make of nothing, one after
 * the other, so nothing else is kept of it.
 */
import type { CheckOperand, CheckRule, Column, Storage, Table } from "../storage/storage.ts";
import { isSameShape } from "../storage/shape.ts";
import type { ColumnStep, ConstraintStep, Redeclared, Step, TableStep } from "./steps.ts";

/** Of a database before its first migration. */
export const nothing: Storage = { format: 1, tables: [] };

/** Pure. @throws Error where the step does not fit the schema, which is our bug */
export function apply(storage: Storage, step: Step): Storage {
  return { ...storage, tables: tablesAfter(storage.tables, step) };
}

export function replay(storage: Storage, steps: readonly Step[]): Storage {
  return steps.reduce(apply, storage);
}

type Tables = readonly Table[];

function tablesAfter(tables: Tables, step: Step): Tables {
  switch (step.kind) {
    case "create_table":
    case "drop_table":
    case "rename_table":
    case "redeclare_table":
    case "retire_table":
    case "restore_table":
      return onTables(tables, step);
    case "backfill":
    case "map_values":
      columnNamed(
        tableNamed(tables, step.table),
        step.kind === "backfill" ? step.column.name : step.column,
      );
      return tables;
    case "delete_rows":
      columnNamed(tableNamed(tables, step.table), step.whereNotNull);
      return tables;
    case "copy_rows":
      for (const { from, to } of step.columns) {
        columnNamed(tableNamed(tables, step.from), from);
        columnNamed(tableNamed(tables, step.to), to);
      }
      return tables;
    case "reshape":
      tableNamed(tables, step.table);
      return tables.map((table) => (table.name === step.table ? reshaped(table, step) : table));
    case "rename_column":
      columnNamed(tableNamed(tables, step.table), step.from);
      free(tableNamed(tables, step.table).columns, step.to);
      return tables.map((table) => withColumnRenamed(table, step));
    default:
      tableNamed(tables, step.table);
      return tables.map((table) => (table.name === step.table ? onTable(table, step) : table));
  }
}

function onTables(tables: Tables, step: TableStep): Tables {
  switch (step.kind) {
    case "create_table": {
      free(tables, step.table.name);
      const foreignKeys = step.table.foreignKeys.filter((key) => !step.later.includes(key.name));
      return [...tables, { ...step.table, foreignKeys }];
    }
    case "drop_table": {
      const { name } = step.table;
      const gone = tableNamed(tables, name);
      const foreignKeys = step.table.foreignKeys.filter((key) => !step.later.includes(key.name));
      mustEqual(content(gone), content({ ...step.table, foreignKeys }), name);
      const rest = tables.filter((table) => table !== gone);
      if (rest.some((table) => table.foreignKeys.some((key) => key.table === name))) {
        throw new Error(`A foreign key still refers to ${name}.`);
      }
      return rest;
    }
    case "rename_table": {
      tableNamed(tables, step.from);
      free(tables, step.to);
      return tables.map((table) => withTableRenamed(table, step));
    }
    case "redeclare_table": {
      const { table: to, declared } = step;
      tableNamed(tables, to);
      return tables.map((table) => (table.name === to ? renamed(table, { to, declared }) : table));
    }
    case "retire_table":
    case "restore_table":
      tableNamed(tables, step.table);
      return tables.map((table) =>
        table.name === step.table ? marked(table, step.kind === "retire_table") : table,
      );
  }
}

function withTableRenamed(table: Table, step: Renaming): Table {
  const { from, to } = step;
  const foreignKeys = table.foreignKeys.map((key) =>
    key.table === from ? { ...key, table: to } : key,
  );
  return { ...(table.name === from ? renamed(table, step) : table), foreignKeys };
}

function onTable(
  table: Table,
  step: Exclude<ColumnStep, { kind: "rename_column" }> | ConstraintStep,
): Table {
  switch (step.kind) {
    case "add_column":
      free(table.columns, step.column.name);
      return { ...table, columns: [...table.columns, step.column] };
    case "drop_column": {
      const gone = columnNamed(table, step.column.name);
      mustEqual(content(gone), content(step.column), `${table.name}.${gone.name}`);
      mustBeFree(table, gone.name);
      return { ...table, columns: table.columns.filter((column) => column !== gone) };
    }
    case "alter_type": {
      const { type, identity } = step.to;
      const column = columnNamed(table, step.from.name);
      mustEqual(content(column), content(step.from), `${table.name}.${column.name}`);
      mustEqual(
        content({ ...column, type, identity }),
        content(step.to),
        `${table.name}.${column.name}`,
      );
      return withColumn(table, { ...column, type, identity });
    }
    case "set_not_null":
    case "drop_not_null": {
      const nullable = step.kind === "drop_not_null";
      const column = columnNamed(table, step.column.name);
      mustEqual(column.nullable, !nullable, `${table.name}.${column.name} nullable`);
      return withColumn(table, { ...column, nullable });
    }
    case "alter_default": {
      const column = columnNamed(table, step.column.name);
      mustEqual(column.default, step.from, `${table.name}.${column.name} default`);
      return withColumn(table, { ...column, default: step.to });
    }
    case "redeclare_column": {
      const { column: to, declared } = step;
      return withColumn(table, renamed(columnNamed(table, to), { to, declared }));
    }
    case "retire_column":
    case "restore_column": {
      const column = columnNamed(table, step.column);
      return withColumn(table, marked(column, step.kind === "retire_column"));
    }
    case "create_unique":
      return { ...table, uniques: added(table.uniques, step.unique) };
    case "drop_unique":
      return { ...table, uniques: without(table.uniques, step.unique) };
    case "create_index":
      return { ...table, indexes: added(table.indexes, step.index) };
    case "drop_index":
      return { ...table, indexes: without(table.indexes, step.index) };
    case "add_foreign_key":
      return { ...table, foreignKeys: added(table.foreignKeys, step.foreignKey) };
    case "drop_foreign_key":
      return { ...table, foreignKeys: without(table.foreignKeys, step.foreignKey) };
    case "add_check":
      return { ...table, checks: added(table.checks, step.check) };
    case "drop_check":
      return { ...table, checks: without(table.checks, step.check) };
    case "rename_constraint":
      return withConstraintRenamed(table, step);
  }
}

function reshaped(table: Table, { column: name, from, to }: Of<"reshape">): Table {
  const { holds = null, ...column } = columnNamed(table, name);
  if (!isSameShape(holds, from)) throw new Error(`${table.name}.${name} holds something else.`);
  return withColumn(table, to === null ? column : { ...column, holds: to });
}

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function withColumn(table: Table, changed: Column): Table {
  const columns = table.columns.map((column) => (column.name === changed.name ? changed : column));
  return { ...table, columns };
}

/** In everything that names the column: also in other tables' foreign keys. */
function withColumnRenamed(table: Table, step: Renaming & { readonly table: string }): Table {
  const { table: owner, from, to } = step;
  const swap = (name: string) => (name === from ? to : name);
  const foreignKeys = table.foreignKeys.map((key) =>
    key.table === owner ? { ...key, references: key.references.map(swap) } : key,
  );
  if (table.name !== owner) return { ...table, foreignKeys };
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === from ? renamed(column, step) : column)),
    primaryKey: { ...table.primaryKey, columns: table.primaryKey.columns.map(swap) },
    uniques: table.uniques.map((unique) => ({
      ...unique,
      columns: unique.columns.map(swap),
      whereNull: unique.whereNull === null ? null : swap(unique.whereNull),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) => ({ ...key, column: swap(key.column) })),
    })),
    foreignKeys: foreignKeys.map((key) => ({ ...key, columns: key.columns.map(swap) })),
    checks: table.checks.map((check) => ({ ...check, rule: renamedRule(check.rule, swap) })),
  };
}

function renamedRule(rule: CheckRule, swap: (name: string) => string): CheckRule {
  if (rule.kind !== "comparison") return { ...rule, column: swap(rule.column) };
  const side = (operand: CheckOperand): CheckOperand =>
    operand.kind === "column" ? { ...operand, column: swap(operand.column) } : operand;
  return { ...rule, left: side(rule.left), right: side(rule.right) };
}

function withConstraintRenamed(
  table: Table,
  { constraint, from, to }: Extract<ConstraintStep, { kind: "rename_constraint" }>,
): Table {
  const inList = <Part extends Named>(parts: readonly Part[]): readonly Part[] => {
    named(parts, from, table.name);
    free(parts, to);
    return parts.map((part) => (part.name === from ? { ...part, name: to } : part));
  };
  switch (constraint) {
    case "primary_key":
      mustEqual(table.primaryKey.name, from, table.name);
      return { ...table, primaryKey: { ...table.primaryKey, name: to } };
    case "unique":
      return { ...table, uniques: inList(table.uniques) };
    case "index":
      return { ...table, indexes: inList(table.indexes) };
    case "foreign_key":
      return { ...table, foreignKeys: inList(table.foreignKeys) };
    case "check":
      return { ...table, checks: inList(table.checks) };
  }
}

interface Named {
  readonly name: string;
}

export function tableNamed(tables: Tables, name: string): Table {
  return named(tables, name, "the schema");
}

export function columnNamed(table: Table, name: string): Column {
  return named(table.columns, name, table.name);
}

function named<Part extends Named>(parts: readonly Part[], name: string, owner: string): Part {
  const found = parts.find((part) => part.name === name);
  if (!found) throw new Error(`There is no ${name} in ${owner}.`);
  return found;
}

function free(parts: readonly Named[], name: string): void {
  if (parts.some((part) => part.name === name)) throw new Error(`There is a ${name} already.`);
}

function added<Part extends Named>(parts: readonly Part[], part: Part): readonly Part[] {
  free(parts, part.name);
  return [...parts, part];
}

function without<Part extends Named>(parts: readonly Part[], part: Part): readonly Part[] {
  mustEqual(named(parts, part.name, "the table"), part, part.name);
  return parts.filter((one) => one.name !== part.name);
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly declared: Redeclared | null;
}

function renamed<Part extends Table | Column>(
  part: Part,
  { to, declared }: Omit<Renaming, "from">,
): Part {
  if (declared === null) return { ...part, name: to };
  mustEqual(part.declared, declared.from, part.name);
  const formerly = [...new Set([declared.from, ...(part.formerly ?? [])])];
  return { ...part, name: to, declared: declared.to, formerly };
}

function marked<Part extends Table | Column>(part: Part, isRetired: boolean): Part {
  if ((part.retired === true) === isRetired) throw new Error(`${part.name} is marked already.`);
  if (isRetired) return { ...part, retired: true };
  const { retired: _, ...rest } = part;
  return rest as Part;
}

/** What hangs on a column goes before it. */
function mustBeFree(table: Table, column: string): void {
  const users = [
    ...table.uniques.filter((one) => one.columns.includes(column) || one.whereNull === column),
    ...table.indexes.filter((one) => one.keys.some((key) => key.column === column)),
    ...table.foreignKeys.filter((one) => one.columns.includes(column)),
    ...table.checks.filter((one) => columnsOfRule(one.rule).includes(column)),
  ];
  const [user] = users;
  if (user) throw new Error(`${user.name} still hangs on ${table.name}.${column}.`);
}

export function columnsOfRule(rule: CheckRule): readonly string[] {
  if (rule.kind !== "comparison") return [rule.column];
  return [rule.left, rule.right].flatMap((side) => (side.kind === "column" ? [side.column] : []));
}

/** Without what says where a thing comes from, and with lists in an order of their own. */
function content(part: Table | Column): unknown {
  if (!("columns" in part)) return describeColumn(part);
  return describeTable(part);
}

/** Two columns of the same description are alike in a database. */
export function describeColumn(column: Column): unknown {
  const { name, type, nullable, identity } = column;
  return { name, type, nullable, default: column.default, identity };
}

/** Two tables of the same description are alike in a database, up to the order of columns. */
export function describeTable(table: Table): unknown {
  const { name, kind, primaryKey } = table;
  return {
    name,
    kind,
    primaryKey,
    columns: sorted(table.columns).map(describeColumn),
    uniques: sorted(table.uniques),
    indexes: sorted(table.indexes),
    foreignKeys: sorted(table.foreignKeys),
    checks: sorted(table.checks),
  };
}

function sorted<Part extends Named>(parts: readonly Part[]): Part[] {
  return [...parts].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function mustEqual(found: unknown, expected: unknown, what: string): void {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value, inKeyOrder));
  if (one !== other)
    throw new Error(`The schema has ${one} where a step expects ${other}: ${what}.`);
}

/** Equal values give equal texts, in whatever order their keys were set. */
export function inKeyOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
