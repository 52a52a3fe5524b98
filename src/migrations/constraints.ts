/** Which keys, indexes and checks of a table stay, go, come, or are only called differently. */
import type {
  CheckOperand,
  CheckRule,
  ForeignKey,
  PlainIndex,
  Table,
  TableCheck,
  UniqueIndex,
} from "../storage/storage.ts";
import { columnsOfRule, inKeyOrder } from "./apply.ts";
import type { TablePair } from "./identities.ts";

/** Names of before, as they are to be. */
export interface Renames {
  table(name: string): string;
  column(table: string, name: string): string;
}

/** What is gone or retired is called by what no name can be, so that nothing that hangs on it is found again. */
const goneName = (name: string) => `\0${name}`;

export function renamesOf(pairs: readonly TablePair[]): Renames {
  const tables = new Map(pairs.map(({ before, wanted }) => [before.name, wanted.name]));
  const columns = new Map(
    pairs.map((pair) => [
      pair.before.name,
      new Map(pair.columns.map(({ before, wanted }) => [before.name, wanted.name])),
    ]),
  );
  return {
    table: (name) => tables.get(name) ?? goneName(name),
    column: (table, name) => columns.get(table)?.get(name) ?? goneName(name),
  };
}

export interface PartChanges<Part> {
  /** As they are called before. */
  readonly dropped: readonly Part[];
  /** As they are called after. */
  readonly added: readonly Part[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

export interface ConstraintChanges {
  readonly uniques: PartChanges<UniqueIndex>;
  readonly indexes: PartChanges<PlainIndex>;
  readonly foreignKeys: PartChanges<ForeignKey>;
  readonly checks: PartChanges<TableCheck>;
}

/** Columns, by their names of after, at which what hangs on them has to be made anew. */
export interface Upset {
  /** Of another kind of type: checks and foreign keys. */
  readonly recast: ReadonlySet<string>;
  /** The same of columns of other tables, as `table.column`. */
  readonly recastElsewhere: ReadonlySet<string>;
  /** Null or not null from now on: descending keys, since PostgreSQL is told there where nulls go. */
  readonly nullness: ReadonlySet<string>;
}

export function constraintChanges(
  pair: TablePair,
  renames: Renames,
  upset: Upset,
): ConstraintChanges {
  const { before, wanted } = pair;
  const column = (name: string) => renames.column(before.name, name);
  const isRecast = (names: readonly string[]) => names.some((name) => upset.recast.has(name));
  return {
    uniques: partChanges(before.uniques, wanted.uniques, {
      after: ({ columns, whereNull }) => ({
        columns: columns.map(column),
        whereNull: whereNull === null ? null : column(whereNull),
      }),
      isUpset: () => false,
    }),
    indexes: partChanges(before.indexes, wanted.indexes, {
      after: ({ keys }) => ({
        keys: keys.map((key) => ({ ...key, column: column(key.column) })),
      }),
      isUpset: ({ keys }) => keys.some((key) => key.descending && upset.nullness.has(key.column)),
    }),
    foreignKeys: partChanges(before.foreignKeys, wanted.foreignKeys, {
      after: (key) => ({
        columns: key.columns.map(column),
        table: renames.table(key.table),
        references: key.references.map((name) => renames.column(key.table, name)),
        onDelete: key.onDelete,
      }),
      isUpset: (key) =>
        isRecast(key.columns) ||
        key.references.some((name) => upset.recastElsewhere.has(`${key.table}.${name}`)),
    }),
    checks: partChanges(before.checks, wanted.checks, {
      after: ({ rule }) => ({ rule: ruleAfter(rule, column) }),
      isUpset: ({ rule }) => isRecast(columnsOfRule(rule)),
    }),
  };
}

interface Reading<Part> {
  /** What it says, with the names of after and without its own. */
  after(part: Part): Omit<Part, "name">;
  /** Of a wanted one. */
  isUpset(part: Part): boolean;
}

function partChanges<Part extends { readonly name: string }>(
  before: readonly Part[],
  wanted: readonly Part[],
  reading: Reading<Part>,
): PartChanges<Part> {
  const rest = new Map<string, Part[]>();
  for (const part of before) {
    const key = JSON.stringify(reading.after(part), inKeyOrder);
    rest.set(key, [...(rest.get(key) ?? []), part]);
  }
  const added: Part[] = [];
  const renamed: { from: string; to: string }[] = [];
  for (const part of wanted) {
    const { name, ...content } = part;
    const same = rest.get(JSON.stringify(content, inKeyOrder)) ?? [];
    const old = same.find((one) => one.name === name) ?? same[0];
    if (old === undefined || reading.isUpset(part)) {
      added.push(part);
      continue;
    }
    same.splice(same.indexOf(old), 1);
    if (old.name !== name) renamed.push({ from: old.name, to: name });
  }
  const left = new Set([...rest.values()].flat());
  return { dropped: before.filter((part) => left.has(part)), added, renamed };
}

function ruleAfter(rule: CheckRule, column: (name: string) => string): CheckRule {
  if (rule.kind !== "comparison") return { ...rule, column: column(rule.column) };
  const side = (operand: CheckOperand): CheckOperand =>
    operand.kind === "column" ? { ...operand, column: column(operand.column) } : operand;
  return { ...rule, left: side(rule.left), right: side(rule.right) };
}

/** Everything of a table that has a name of its own. */
export function namesWithin(table: Table): string[] {
  const parts = [table.primaryKey, ...table.uniques, ...table.indexes];
  return [...parts, ...table.foreignKeys, ...table.checks].map((part) => part.name);
}
