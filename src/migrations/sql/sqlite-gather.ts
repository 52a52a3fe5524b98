/** Steps on a table that is rebuilt: each becomes a part of the one rebuild. */
import type { Table } from "../../storage/storage.ts";
import { versionColumn } from "../../storage/roles.ts";
import { columnNamed } from "../apply.ts";
import { isShownAlike } from "./representation.ts";
import type { Part } from "../passages.ts";
import type { Step } from "../steps.ts";
import { allFit, allPass, noNulls, noRows } from "./checks.ts";
import { sqlite } from "./sqlite.ts";
import { sqliteConversion } from "./sqlite-conversion.ts";
import { droppedIndex, type TableStep } from "./sqlite-native.ts";
import type { TableRebuild } from "./sqlite-rebuild.ts";
import { reshapeChecks, reshapedValue } from "./reshape.ts";
import { defaultExpression } from "./statements.ts";
import { mapping, valueExpression } from "./values.ts";

type GatheredStep = Exclude<TableStep, Extract<Step, { kind: "rename_column" }>>;

/**
 * @param table as the step finds it
 * @returns what must be done at once: an index that goes must not be put back by the rebuild
 */
export function gather(step: GatheredStep, table: Table, rebuild: TableRebuild): Part[] {
  switch (step.kind) {
    case "add_column": {
      const { column } = step;
      const isUnknown = !column.nullable && column.default === null && !column.identity;
      if (isUnknown) rebuild.check(table, (rows) => noRows(rows, column.name));
      rebuild.add(column.name, defaultExpression(column, sqlite));
      return [];
    }
    case "drop_column":
      rebuild.drop(step.column.name);
      return [];
    case "alter_type":
      retype(step, table, rebuild);
      return [];
    case "set_not_null":
      rebuild.check(table, (rows) => noNulls(rows, step.column.name));
      return [];
    case "backfill": {
      const value = valueExpression(step.value, step.column.type, sqlite);
      const old = rebuild.value(step.column.name);
      countUp(table, rebuild, () => `${old()} IS NULL`);
      rebuild.change(step.column.name, (e) => `coalesce(${e}, ${value})`);
      return [];
    }
    case "map_values": {
      const { value, applies } = mapping(columnNamed(table, step.column), step.map, sqlite);
      const old = rebuild.value(step.column);
      countUp(table, rebuild, () => applies(old()));
      rebuild.change(step.column, value);
      return [];
    }
    case "reshape": {
      const { column, change } = step;
      if (change.kind === "keep") return [];
      const old = rebuild.value(column);
      rebuild.checks(table, (rows) => reshapeChecks(rows, column, change, sqlite));
      countUp(table, rebuild, () => `${old()} IS NOT NULL`);
      rebuild.change(
        column,
        (e) => `CASE WHEN ${e} IS NOT NULL THEN ${reshapedValue(e, change, sqlite)} END`,
      );
      return [];
    }
    case "add_check":
      rebuild.check(table, (rows) => allPass(rows, step.check, sqlite));
      return [];
    case "add_foreign_key":
      if (!step.inTable) rebuild.foreignKeys.add(step.foreignKey.name);
      rebuild.isDue = true;
      return [];
    case "drop_foreign_key":
      rebuild.foreignKeys.delete(step.foreignKey.name);
      rebuild.isDue = true;
      return [];
    case "drop_not_null":
    case "alter_default":
    case "drop_check":
      rebuild.isDue = true;
      return [];
    default:
      return gatherIndex(step, rebuild);
  }
}

function gatherIndex(
  step: Extract<
    Step,
    {
      kind: "create_unique" | "drop_unique" | "create_index" | "drop_index" | "rename_constraint";
    }
  >,
  rebuild: TableRebuild,
): Part[] {
  const goes = (name: string) => (rebuild.indexes.delete(name) ? [] : [droppedIndex(name)]);
  switch (step.kind) {
    case "create_unique":
      rebuild.indexes.add(step.unique.name);
      return [];
    case "create_index":
      rebuild.indexes.add(step.index.name);
      return [];
    case "drop_unique":
      return goes(step.unique.name);
    case "drop_index":
      return goes(step.index.name);
    case "rename_constraint": {
      if (step.constraint !== "index" && step.constraint !== "unique") {
        rebuild.isDue = true;
        if (rebuild.foreignKeys.delete(step.from)) rebuild.foreignKeys.add(step.to);
        return [];
      }
      const gone = goes(step.from);
      rebuild.indexes.add(step.to);
      return gone;
    }
  }
}

function retype(
  { from, to }: Extract<Step, { kind: "alter_type" }>,
  table: Table,
  rebuild: TableRebuild,
): void {
  const { value, unfit } = sqliteConversion(from.type, to.type);
  if (unfit) rebuild.check(table, (rows) => allFit(rows, to, unfit));
  rebuild.change(to.name, value ?? ((e) => e));
  if (!isShownAlike(from.type, to.type)) countUp(table, rebuild, null);
}

/** `where`: a condition over the old table; null for all rows. */
function countUp(table: Table, rebuild: TableRebuild, where: (() => string) | null): void {
  const version = versionColumn(table);
  // A condition of nothing is nothing, and so would be the sum. (`IS TRUE` would mean a column that is called so.)
  const counted = () => (where ? `coalesce((${where()}), 0)` : "1");
  if (version) rebuild.change(version.name, (e) => `${e} + ${counted()}`);
}
