/**
 * Tables that a migration locks before all else. Who writes a row at the same time would otherwise wait for the
 * migration, and the migration for that writer's lock on the table: a deadlock. And a row that is written after the
 * migration has looked at the others, and before it changes or drops what it has looked at, would be lost or cut.
 * (https://www.postgresql.org/docs/current/explicit-locking.html)
 */
import type { Storage } from "../../storage/storage.ts";
import { apply, tableNamed } from "../apply.ts";
import type { Part } from "../passages.ts";
import type { Step } from "../steps.ts";
import { tablesDeletedFrom } from "./deletion.ts";
import { identifier } from "./literals.ts";

/** One statement; none where no rows that are there already are at stake. @param before the schema that the steps begin with */
export function lockFirst(steps: readonly Step[], before: Storage): Part[] {
  const names = new Set<string>();
  let storage = before;
  for (const step of steps) {
    for (const table of rowsAtStake(step, storage)) {
      const { uid } = tableNamed(storage.tables, table);
      const then = before.tables.find((one) => one.uid === uid);
      if (then !== undefined) names.add(then.name);
    }
    storage = apply(storage, step);
  }
  if (names.size === 0) return [];
  const tables = [...names].sort().map(identifier).join(", ");
  return [{ kind: "sql", sql: `LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE` }];
}

/** Tables whose rows a step writes, or has looked at when it destroys or converts them. @param before as the step finds it */
function rowsAtStake(step: Step, before: Storage): readonly string[] {
  switch (step.kind) {
    case "backfill":
    case "map_values":
    case "alter_type":
    case "drop_column":
      return [step.table];
    case "reshape":
      return step.change.kind === "keep" ? [] : [step.table];
    case "delete_rows":
      return tablesDeletedFrom(tableNamed(before.tables, step.table), before);
    case "copy_rows":
      return [step.from, step.to];
    case "drop_table":
      return [step.table.name];
    // These write no row, and what their checks have looked at is judged once more by the statement, under its own lock.
    case "add_column":
    case "set_not_null":
    case "create_unique":
    case "add_check":
    case "add_foreign_key":
      return [];
    case "create_table":
    case "rename_table":
    case "redeclare_table":
    case "redeclare_column":
    case "retire_table":
    case "restore_table":
    case "rename_column":
    case "drop_not_null":
    case "alter_default":
    case "retire_column":
    case "restore_column":
    case "drop_unique":
    case "create_index":
    case "drop_index":
    case "drop_foreign_key":
    case "drop_check":
    case "rename_constraint":
      return [];
  }
}
