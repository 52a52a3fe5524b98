/**
 * Which tables SQLite can change by ALTER TABLE, and which need to be rebuilt. One step that needs it is enough: the
 * other steps on the table then go with it. (https://www.sqlite.org/lang_altertable.html; 3.35 and later)
 */
import type { Column, Storage, TableCheck } from "../../storage/storage.ts";
import { apply, columnsOfRule } from "../apply.ts";
import type { Step } from "../steps.ts";
import { sqlite } from "./sqlite.ts";

/** One table, however it is called in the course of the steps. */
export interface Subject {
  mustBeRebuilt: boolean;
  /** Columns that ALTER TABLE can add, by their names, with what is added in the same breath. */
  readonly added: Map<string, AddedColumn>;
}

export interface AddedColumn {
  readonly column: Column;
  readonly checks: TableCheck[];
}

export interface Traced {
  readonly step: Step;
  readonly before: Storage;
  readonly after: Storage;
  /** Of a step on one table. */
  readonly subject: Subject | null;
}

/** Looks ahead through all steps. */
export function trace(steps: readonly Step[], start: Storage): Traced[] {
  const subjects = new Map(start.tables.map((table) => [table.name, fresh()]));
  let before = start;
  return steps.map((step) => {
    const after = apply(before, step);
    const subject = subjectOf(step, subjects);
    if (subject) judge(step, subject);
    const traced = { step, before, after, subject };
    before = after;
    return traced;
  });
}

function fresh(): Subject {
  return { mustBeRebuilt: false, added: new Map() };
}

function subjectOf(step: Step, subjects: Map<string, Subject>): Subject | null {
  switch (step.kind) {
    case "create_table":
      subjects.set(step.table.name, fresh());
      return subjects.get(step.table.name) ?? null;
    case "drop_table": {
      const subject = subjects.get(step.table.name) ?? null;
      subjects.delete(step.table.name);
      return subject;
    }
    case "rename_table": {
      const subject = subjects.get(step.from) ?? null;
      subjects.delete(step.from);
      if (subject) subjects.set(step.to, subject);
      return subject;
    }
    case "copy_rows":
      return null;
    default:
      return subjects.get(step.table) ?? null;
  }
}

function judge(step: Step, subject: Subject): void {
  switch (step.kind) {
    case "add_column":
      if (canBeAdded(step.column)) {
        subject.added.set(step.column.name, { column: step.column, checks: [] });
      } else subject.mustBeRebuilt = true;
      return;
    // A column that comes and goes, or changes its name, within one migration is not worth a rule of its own.
    case "drop_column":
      subject.mustBeRebuilt ||= subject.added.has(step.column.name);
      return;
    case "rename_column":
      subject.mustBeRebuilt ||= subject.added.has(step.from);
      return;
    case "alter_type":
      subject.mustBeRebuilt ||=
        sqlite.type(step.from.type) !== sqlite.type(step.to.type) ||
        step.from.identity !== step.to.identity;
      return;
    case "add_check": {
      const [column = "", ...others] = new Set(columnsOfRule(step.check.rule));
      const added = subject.added.get(column);
      if (added && others.length === 0) added.checks.push(step.check);
      else subject.mustBeRebuilt = true;
      return;
    }
    // ALTER TABLE can add a column that refers to a row; but then SQLAlchemy, which reads the statement that a table was
    // made by, finds neither the name of the key nor what becomes of it, and Alembic takes it for another one.
    case "add_foreign_key":
    case "drop_foreign_key":
      subject.mustBeRebuilt ||= !step.inTable;
      return;
    case "set_not_null":
    case "drop_not_null":
    case "alter_default":
    case "drop_check":
      subject.mustBeRebuilt = true;
      return;
    case "rename_constraint":
      subject.mustBeRebuilt ||= step.constraint !== "index" && step.constraint !== "unique";
      return;
    default:
  }
}

/** A default must be a literal: an expression in parentheses is none, and neither is the current time. */
function canBeAdded(column: Column): boolean {
  if (column.identity) return false;
  if (column.default === null) return column.nullable;
  if (column.default.kind === "now") return false;
  return !sqlite.literal(column.default.value, column.type).startsWith("(");
}
