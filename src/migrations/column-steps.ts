/** What makes of the columns of a table, which have their names of after already, those that are wanted. */
import { isDeepStrictEqual } from "node:util";
import type { Column, ColumnDefault, Table } from "../storage/storage.ts";
import { completed, isSameShape } from "../storage/shape.ts";
import { canonicalValue } from "../storage/values.ts";
import type { Asking } from "./asking.ts";
import type { ColumnHint, Hints } from "./hints.ts";
import type { Plan } from "./plan.ts";
import { readsOf, waysToFill, type Choice } from "./questions.ts";
import { keep } from "./reshaping.ts";
import { reshaped } from "./reshape-questions.ts";
import type { Step } from "./steps.ts";
import { mapOfGone } from "./value-maps.ts";

export interface ColumnContext {
  readonly plan: Plan;
  readonly hints: Hints;
  readonly asking: Asking;
}

/** A new column; rows that are there already get its backfill, else its default. */
export function addColumn(table: Table, column: Column, context: ColumnContext): void {
  const { plan } = context;
  const hint = context.hints.columns.get(column.uid);
  const backfill = backfillOf(hint, column);
  const { name } = table;
  if (backfill === null && (column.nullable || column.default !== null)) {
    plan.take({ kind: "add_column", table: name, column });
    return;
  }
  if (backfill === null) {
    askForBackfill(table, column, hint, context.asking);
    return;
  }
  const bare = { ...column, nullable: true, default: null };
  plan.take(
    { kind: "add_column", table: name, column: bare },
    { kind: "backfill", table: name, column: bare, value: backfill },
  );
  defaultSteps(name, bare, column.default, plan);
  if (!column.nullable) plan.take({ kind: "set_not_null", table: name, column });
}

export interface ColumnChange {
  /** The wanted table. */
  readonly table: Table;
  /** As the plan has it, with its name of after. */
  readonly current: Column;
  readonly wanted: Column;
  /** Of an enum. */
  readonly oldValues: readonly string[] | null;
}

/** A column that stays. */
export function alterColumn(change: ColumnChange, context: ColumnContext): void {
  const { table, wanted } = change;
  const { plan, hints, asking } = context;
  const hint = hints.columns.get(wanted.uid);
  const { name } = table;
  const { retired, ...before } = change.current;
  if (retired) plan.take({ kind: "restore_column", table: name, column: wanted.name });
  const isTyped =
    isDeepStrictEqual(before.type, wanted.type) && before.identity === wanted.identity;
  const map = mapStep(change, hint);
  // Values of an enum fit into any text; a shorter old text may be too short for the new values.
  const mapFirst = isTyped || before.type.kind === "text";
  if (map && mapFirst) plan.take(map);
  let current: Column = before;
  if (!isTyped) {
    const { type, identity } = wanted;
    const isKept =
      before.type.kind === type.kind && isDeepStrictEqual(before.default, wanted.default);
    if (!isKept) defaultSteps(name, before, null, plan);
    const from = isKept ? before : { ...before, default: null };
    current = { ...from, type, identity };
    plan.take({ kind: "alter_type", table: name, from, to: current });
  }
  if (map && !mapFirst) plan.take(map);
  reshape(change, context);
  defaultSteps(name, current, wanted.default, plan);
  if (current.nullable === wanted.nullable) return;
  const column = { ...current, default: wanted.default, nullable: false };
  if (wanted.nullable) {
    plan.take({ kind: "drop_not_null", table: name, column });
    return;
  }
  const value = backfillOf(hint, wanted) ?? wanted.default;
  if (value) {
    plan.take({ kind: "backfill", table: name, column: { ...column, nullable: true }, value });
  } else if (retired) {
    // Rows were made without it since.
    askForBackfill(table, wanted, hint, asking);
  }
  plan.take({ kind: "set_not_null", table: name, column });
}

/** Lists and embedded objects, as they are stored in the rows that are there. */
function reshape({ table, current, wanted }: ColumnChange, { plan, hints, asking }: ColumnContext) {
  if (!wanted.holds) return;
  const from = current.holds ?? null;
  const column = wanted.name;
  if (from === null || isSameShape(from, wanted.holds)) {
    // An earlier version said nothing of what it stored; it is taken to be what is declared.
    if (from === null) {
      plan.take({
        kind: "reshape",
        table: table.name,
        column,
        from,
        to: wanted.holds,
        change: keep,
      });
    }
    return;
  }
  const hint = hints.columns.get(wanted.uid);
  const subject = {
    name: `${table.name}.${column}`,
    words: `${column} of ${table.declared}`,
    path: hint?.path ?? [],
    map: hint?.map ?? null,
  };
  const { change, shape } = reshaped(from, wanted.holds, subject, { hints, asking });
  plan.take({ kind: "reshape", table: table.name, column, from, to: shape, change });
}

/** A column that the service no longer uses: rows can be made without it. Nothing hangs on it any more. */
export function retireColumn(table: string, column: Column, plan: Plan): void {
  defaultSteps(table, column, null, plan);
  const bare = { ...column, default: null };
  if (!column.nullable) plan.take({ kind: "drop_not_null", table, column: bare });
  plan.take({ kind: "retire_column", table, column: column.name });
}

function defaultSteps(table: string, column: Column, to: ColumnDefault | null, plan: Plan): void {
  if (isDeepStrictEqual(column.default, to)) return;
  plan.take({ kind: "alter_default", table, column, from: column.default, to });
}

function mapStep(
  { table, wanted, oldValues }: ColumnChange,
  hint: ColumnHint | undefined,
): Step | null {
  const map = mapOfGone(hint?.map, oldValues, enumValues(table, wanted.name));
  if (Object.keys(map).length === 0) return null;
  return { kind: "map_values", table: table.name, column: wanted.name, map };
}

/** In the form that the column keeps. */
export function backfillOf(hint: ColumnHint | undefined, column: Column): ColumnDefault | null {
  const backfill = hint?.backfill ?? null;
  if (backfill?.kind !== "value") return backfill;
  const value = canonicalValue(backfill.value, column.type);
  return { kind: "value", value: column.holds ? completed(value, column.holds) : value };
}

/** Null where the column is no enum. */
export function enumValues(table: Table, column: string): readonly string[] | null {
  for (const { rule } of table.checks) {
    if (rule.kind === "one_of" && rule.column === column) return rule.values;
  }
  return null;
}

export function askForBackfill(
  table: Table,
  column: Column,
  hint: ColumnHint | undefined,
  asking: Asking,
): void {
  if (asking.guessed.has(column)) return;
  const name = `${table.name}.${column.name}`;
  const path = hint?.path ?? ["resources", table.declared];
  const link = table.foreignKeys.find((key) => key.columns.includes(column.name));
  const expects = link ? `the id of a row of ${link.table}` : "a value of the field";
  const ways = waysToFill(path, { expects, reads: readsOf(column.type) });
  const fitting = [ways.backfill, ...(link ? [] : [ways.default]), ways.optional];
  const choices: Choice[] = hint ? fitting : [];
  asking.questions.push({
    kind: hint ? "backfill" : "impossible",
    key: `backfill ${name}`,
    path,
    text: `${name} is required, and rows of ${table.name} that are there already have no value for it.`,
    choices,
  });
}
