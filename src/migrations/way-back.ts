/** What the way down of a migration does, and what it would destroy. */
import { roleOf } from "../storage/roles.ts";
import type { Column, ColumnDefault, Storage, Table } from "../storage/storage.ts";
import { apply, columnNamed, replay, tableNamed } from "./apply.ts";
import type { Part } from "./passages.ts";
import { jsonLost, rowsLost, valuesLost } from "./sql/checks.ts";
import type { Dialect } from "./sql/dialect.ts";
import { identifier } from "./sql/literals.ts";
import { broughtBy } from "./sql/reshape.ts";
import { reverse, type Step } from "./steps.ts";
import { invertedMap } from "./value-maps.ts";

/** The steps that undo the steps, in order. @param before the schema that the steps begin with */
export function wayBack(steps: readonly Step[], before: Storage): Step[] {
  let storage = before;
  const back: Step[][] = [];
  for (const step of steps) {
    back.push(step.kind === "map_values" ? mappedBack(step, storage, before) : [...reverse(step)]);
    storage = apply(storage, step);
  }
  return back.toReversed().flat();
}

type MapStep = Extract<Step, { kind: "map_values" }>;

function mappedBack(step: MapStep, storage: Storage, before: Storage): Step[] {
  const map = invertedMap(step.map, oldValues(step, storage, before));
  return Object.keys(map).length > 0 ? [{ ...step, map }] : [];
}

/** Values that the column could have at first; none are known of a list. */
function oldValues(step: MapStep, storage: Storage, before: Storage): readonly string[] {
  const table = tableNamed(storage.tables, step.table);
  const { uid } = columnNamed(table, step.column);
  const then = before.tables.find((one) => one.uid === table.uid);
  const name = then?.columns.find((column) => column.uid === uid)?.name;
  for (const { rule } of then?.checks ?? []) {
    if (rule.kind === "one_of" && rule.column === name) return rule.values;
  }
  return [];
}

/** Rows of tables, and values of columns, that the steps brought: asked before anything goes. */
export function lossesOf(steps: readonly Step[], before: Storage, dialect: Dialect): Part[] {
  const given = backfills(steps, before);
  return replay(before, steps).tables.flatMap((table) => {
    const then = before.tables.find(({ uid }) => uid === table.uid);
    const copy = steps.find((step) => step.kind === "copy_rows" && step.to === table.name);
    const goesBack = copy?.kind === "copy_rows" && copy.whereNotNull === null ? copy : null;
    if (!then && !goesBack) return [rowsLost(table)];
    const reshaped = then ? jsonBrought(table, steps, before, dialect) : [];
    const brought = then ? columnsBrought(table, then) : columnsAdded(table, goesBack);
    const lost = brought.map((column) =>
      valuesLost(
        table,
        column,
        [...(given.get(column.uid) ?? []), ...(column.default ? [column.default] : [])],
        dialect,
      ),
    );
    return [...lost, ...reshaped];
  });
}

/** Properties that embedded objects did not have before. */
function jsonBrought(
  now: Table,
  steps: readonly Step[],
  before: Storage,
  dialect: Dialect,
): Part[] {
  let storage = before;
  return steps.flatMap((step) => {
    const here = storage;
    storage = apply(storage, step);
    if (step.kind !== "reshape") return [];
    const table = tableNamed(here.tables, step.table);
    const { uid } = columnNamed(table, step.column);
    const column = now.columns.find((one) => one.uid === uid);
    if (table.uid !== now.uid || column === undefined) return [];
    return broughtBy(column, identifier(column.name), step.change, dialect).map(({ what, where }) =>
      jsonLost(now, column.name, what, where),
    );
  });
}

function columnsBrought(now: Table, then: Table): Column[] {
  const old = new Set(then.columns.map(({ uid }) => uid));
  return now.columns.filter(({ uid }) => !old.has(uid));
}

/** Of a table whose rows go back to another: the fields that the other has not. */
function columnsAdded(
  table: Table,
  copy: Extract<Step, { kind: "copy_rows" }> | null,
): readonly Column[] {
  const copied = new Set(copy?.columns.map(({ to }) => to));
  return table.columns.filter((column) => roleOf(column) === null && !copied.has(column.name));
}

/** By the uid of the column. */
function backfills(steps: readonly Step[], before: Storage): Map<string, ColumnDefault[]> {
  const given = new Map<string, ColumnDefault[]>();
  let storage = before;
  for (const step of steps) {
    if (step.kind === "backfill") {
      const { uid } = columnNamed(tableNamed(storage.tables, step.table), step.column.name);
      given.set(uid, [...(given.get(uid) ?? []), step.value]);
    }
    storage = apply(storage, step);
  }
  return given;
}
