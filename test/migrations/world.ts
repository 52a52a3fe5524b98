/** Rows in memory, and what each step does to them: the judge of what programs do to rows in databases. */
import { apply, tableNamed } from "../../src/migrations/apply.ts";
import type { Reshaping } from "../../src/migrations/reshaping.ts";
import type { Step } from "../../src/migrations/steps.ts";
import { roleOf } from "../../src/storage/roles.ts";
import type { JsonValue } from "../../src/model/model.ts";
import type {
  CheckOperand,
  CheckRule,
  ColumnDefault,
  Storage,
  Table,
} from "../../src/storage/storage.ts";
import type { StoredRow } from "../support/databases.ts";
import { converted } from "./values-oracle.ts";

export interface World {
  readonly storage: Storage;
  /** By the table's name. */
  readonly rows: ReadonlyMap<string, readonly StoredRow[]>;
}

/** Rows are in the way of a step. */
export class Stop extends Error {}

/** Of a value that the database makes up: a number, an id, the time. */
const unknown = "\u0000 made by the database";

export function isUnknown(value: JsonValue | undefined): boolean {
  return value === unknown;
}

/** @throws Stop where the step must not be taken */
export function after(world: World, steps: readonly Step[]): World {
  return steps.reduce(afterStep, world);
}

function afterStep(world: World, step: Step): World {
  const storage = apply(world.storage, step);
  return { storage, rows: rowsAfter(world, step) };
}

function rowsAfter({ storage, rows }: World, step: Step): World["rows"] {
  const of = (name: string) => rows.get(name) ?? [];
  const each = (name: string, change: (row: StoredRow) => StoredRow) =>
    new Map([...rows, [name, of(name).map(change)]]);
  switch (step.kind) {
    case "create_table":
      return new Map([...rows, [step.table.name, []]]);
    case "drop_table":
      return new Map([...rows].filter(([name]) => name !== step.table.name));
    case "rename_table":
      return new Map(
        [...rows].map(([name, found]) => [name === step.from ? step.to : name, found]),
      );
    case "add_column": {
      const { column } = step;
      const isNeeded = !column.nullable && column.default === null;
      if (isNeeded && of(step.table).length > 0) throw new Stop("no value is known");
      const value = valueOf(column.default);
      return each(step.table, (row) => ({ ...row, [column.name]: value }));
    }
    case "drop_column":
      return each(step.table, (row) => without(row, step.column.name));
    case "rename_column":
      return each(step.table, (row) => ({
        ...without(row, step.from),
        [step.to]: row[step.from] ?? null,
      }));
    case "alter_type":
      return each(step.table, (row) => {
        const old = row[step.to.name] ?? null;
        if (old === null) return row;
        const value = converted(old, step.from.type, step.to.type);
        if (value === null) throw new Stop(`${JSON.stringify(old)} does not fit`);
        return { ...row, [step.to.name]: value };
      });
    case "set_not_null":
      if (of(step.table).some((row) => row[step.column.name] === null)) throw new Stop("null");
      return rows;
    case "backfill": {
      const value = valueOf(step.value);
      return each(step.table, (row) =>
        row[step.column.name] === null ? { ...row, [step.column.name]: value } : row,
      );
    }
    case "map_values": {
      const swap = (value: JsonValue): JsonValue =>
        Array.isArray(value)
          ? value.map(swap)
          : typeof value === "string"
            ? Object.hasOwn(step.map, value)
              ? (step.map[value] ?? value)
              : value
            : value;
      return each(step.table, (row) => ({ ...row, [step.column]: swap(row[step.column] ?? null) }));
    }
    case "reshape":
      return each(step.table, (row) => {
        const old = row[step.column] ?? null;
        return old === null ? row : { ...row, [step.column]: reshaped(old, step.change) };
      });
    case "create_unique":
      mustBeUnique(of(step.table), step.unique);
      return rows;
    case "add_foreign_key": {
      const { columns, references, table } = step.foreignKey;
      const parents = new Set(of(table).map((row) => key(row, references)));
      const children = of(step.table).filter((row) => columns.every((name) => row[name] !== null));
      if (children.some((row) => !parents.has(key(row, columns)))) throw new Stop("orphans");
      return rows;
    }
    case "add_check":
      for (const row of of(step.table)) {
        if (!passes(row, step.check.rule)) {
          throw new Stop(step.check.name);
        }
      }
      return rows;
    case "delete_rows": {
      const gone = of(step.table).filter((row) => row[step.whereNotNull] !== null);
      const left = new Map(rows);
      deleteRows({ storage, rows: left }, step.table, gone);
      return left;
    }
    case "copy_rows": {
      const target = tableNamed(storage.tables, step.to);
      const copied = of(step.from)
        .filter((row) => step.whereNotNull === null || row[step.whereNotNull] !== null)
        .map((row) => copyOf(row, step, target));
      return new Map([...rows, [step.to, [...of(step.to), ...copied]]]);
    }
    default:
      tableNamed(storage.tables, step.table);
      return rows;
  }
}

function valueOf(given: ColumnDefault | null): JsonValue {
  if (given === null) return null;
  return given.kind === "now" ? unknown : given.value;
}

function copyOf(
  row: StoredRow,
  { columns, values, uuid }: Extract<Step, { kind: "copy_rows" }>,
  target: Table,
): StoredRow {
  const made = target.columns.map(({ name, identity, default: given }) => [
    name,
    identity || name === uuid ? unknown : valueOf(given),
  ]);
  const copied = columns.map(({ from, to }) => [to, row[from] ?? null]);
  const told = values.map(({ column, value }) => [column, valueOf(value)]);
  return Object.fromEntries([...made, ...copied, ...told]) as StoredRow;
}

/** @throws Stop where a value does not fit */
function reshaped(old: JsonValue, change: Reshaping): JsonValue {
  switch (change.kind) {
    case "keep":
      return old;
    case "value": {
      const { from, to, map, values } = change;
      const value = converted(map[String(old)] ?? old, from, to);
      if (value === null || (values && !values.includes(String(value)))) throw new Stop("unfit");
      return value;
    }
    case "items":
      if (!Array.isArray(old)) throw new Error("Only lists have items.");
      return old.map((item: JsonValue) => reshaped(item, change.each));
    case "object": {
      const found = new Map(Object.entries(old ?? {}));
      return Object.fromEntries(
        change.properties.map(({ name, was, change: inner, fill, isRequired }) => {
          const value: JsonValue = (was === null ? null : found.get(was)) ?? null;
          if (value !== null) return [name, reshaped(value, inner)];
          const given = valueOf(fill);
          if (given === null && isRequired) throw new Stop(`no ${name}`);
          return [name, given];
        }),
      );
    }
  }
}

interface Deleting {
  readonly storage: Storage;
  readonly rows: Map<string, readonly StoredRow[]>;
}

/** As foreign keys say. @throws Stop where one restricts it */
function deleteRows(world: Deleting, table: string, gone: readonly StoredRow[]): void {
  if (gone.length === 0) return;
  const { storage, rows } = world;
  rows.set(
    table,
    (rows.get(table) ?? []).filter((row) => !gone.includes(row)),
  );
  for (const child of storage.tables) {
    for (const { columns, references, onDelete, table: parent } of child.foreignKeys) {
      if (parent !== table) continue;
      const keys = new Set(gone.map((row) => key(row, references)));
      const own = rows.get(child.name) ?? [];
      const orphans = own.filter((row) => keys.has(key(row, columns)));
      if (orphans.length === 0) continue;
      if (onDelete === "restrict") throw new Stop("children");
      if (onDelete === "cascade") {
        deleteRows(world, child.name, orphans);
        continue;
      }
      const empty = Object.fromEntries(columns.map((name) => [name, null]));
      const unlinked = own.map((row) => (orphans.includes(row) ? { ...row, ...empty } : row));
      rows.set(child.name, unlinked);
    }
  }
}

function without(row: StoredRow, name: string): StoredRow {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== name));
}

function key(row: StoredRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((name) => row[name]));
}

function mustBeUnique(
  rows: readonly StoredRow[],
  {
    columns,
    whereNull,
  }: { readonly columns: readonly string[]; readonly whereNull: string | null },
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (columns.some((name) => row[name] === null)) continue;
    if (whereNull !== null && row[whereNull] !== null) continue;
    if (seen.has(key(row, columns))) throw new Stop("doubles");
    seen.add(key(row, columns));
  }
}

/** A comparison with no value is passed. */
function passes(row: StoredRow, rule: CheckRule): boolean {
  if (rule.kind === "one_of") {
    const value = row[rule.column] ?? null;
    return value === null || rule.values.includes(String(value));
  }
  if (rule.kind !== "comparison") return true;
  const side = (operand: CheckOperand) =>
    operand.kind === "column" ? (row[operand.column] ?? null) : operand.value;
  const [left, right] = [comparable(side(rule.left)), comparable(side(rule.right))];
  if (left === null || right === null) return true;
  switch (rule.operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "!=":
      return left !== right;
    default:
      return left === right;
  }
}

function comparable(value: JsonValue): string | number | null {
  if (value === null || typeof value === "number") return value;
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** What is compared: not how often a row has changed. @param hidden columns that are left out too */
export function shown(
  table: Table,
  rows: readonly StoredRow[],
  hidden: ReadonlySet<string> = new Set(),
): string[] {
  const names = table.columns
    .filter((column) => roleOf(column) !== "version" && !hidden.has(column.name))
    .map((column) => column.name);
  return rows
    .map((row) => JSON.stringify(names.sort().map((name) => [name, sorted(row[name] ?? null)])))
    .sort();
}

/** Databases keep members of objects in an order of their own. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member as JsonValue)]),
  );
}
