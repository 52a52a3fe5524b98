/** Steps as SQLite takes them: by its own statements where it can, else by rebuilding the table once for all of them. */
import type { Storage, Table } from "../../storage/storage.ts";
import { tableNamed } from "../apply.ts";
import type { Part, Passage } from "../passages.ts";
import type { Step } from "../steps.ts";
import { noDoubles } from "./checks.ts";
import { identifier } from "./literals.ts";
import { sqlite } from "./sqlite.ts";
import { deletion } from "./deletion.ts";
import { gather } from "./sqlite-gather.ts";
import { trace, type Traced } from "./sqlite-legal.ts";
import {
  created,
  nativeParts,
  renamedColumn,
  renamedTable,
  type TableStep,
} from "./sqlite-native.ts";
import { TableRebuild } from "./sqlite-rebuild.ts";
import { createIndex, createUnique } from "./statements.ts";
import { copyRows } from "./values.ts";

/** All steps run in one transaction. */
export function sqlitePassage(steps: readonly Step[], start: Storage): Passage {
  const traced = trace(steps, start);
  const isRebuilding = traced.some(
    ({ step, subject }) => step.kind === "drop_table" || subject?.mustBeRebuilt === true,
  );
  const writer = new Writer();
  for (const one of traced) writer.take(one);
  writer.finish(traced.at(-1)?.after ?? start);
  return { mode: isRebuilding ? "foreign_keys_off" : "transaction", parts: writer.parts };
}

function sql(text: string): Part {
  return { kind: "sql", sql: text };
}

class Writer {
  readonly parts: Part[] = [];
  /** By the table's name at the time. */
  readonly #rebuilds = new Map<string, TableRebuild>();
  #isSomethingGone = false;

  take({ step, before, subject }: Traced): void {
    switch (step.kind) {
      case "create_table":
        this.parts.push(...created(step.table));
        return;
      case "drop_table":
        this.#rebuilds.delete(step.table.name);
        this.#isSomethingGone = true;
        this.parts.push(sql(`DROP TABLE ${identifier(step.table.name)}`));
        return;
      case "rename_table":
        this.#renameTable(step.from, step.to);
        return;
      case "copy_rows":
        for (const name of [step.from, step.to]) this.#flush(tableNamed(before.tables, name));
        this.parts.push(sql(copyRows(step, tableNamed(before.tables, step.to), sqlite)));
        return;
      case "delete_rows":
        this.#deleteRows(step.whereNotNull, tableNamed(before.tables, step.table), before);
        return;
      case "retire_table":
      case "restore_table":
      case "redeclare_table":
      case "redeclare_column":
      case "retire_column":
      case "restore_column":
        return;
      default:
        if (subject?.mustBeRebuilt) {
          this.#gather(step, tableNamed(before.tables, step.table));
        } else this.parts.push(...nativeParts(step, before, subject?.added ?? new Map()));
    }
  }

  finish(final: Storage): void {
    for (const name of this.#rebuilds.keys()) this.#flush(tableNamed(final.tables, name));
    if (this.#isSomethingGone) this.parts.push({ kind: "verify_schema" });
  }

  #renameTable(from: string, to: string): void {
    const rebuild = this.#rebuilds.get(from);
    if (rebuild) {
      this.#rebuilds.delete(from);
      this.#rebuilds.set(to, rebuild);
    }
    this.parts.push(...renamedTable(from, to));
  }

  #deleteRows(whereNotNull: string, table: Table, before: Storage): void {
    this.#flush(table);
    this.parts.push(...deletion(table, `${identifier(whereNotNull)} IS NOT NULL`, before));
  }

  #gather(step: TableStep, table: Table): void {
    if (step.kind === "rename_column") {
      this.#renameColumn(step, table);
      return;
    }
    if (step.kind === "drop_column") this.#isSomethingGone = true;
    const rebuild = this.#rebuilds.get(table.name) ?? new TableRebuild(table);
    this.#rebuilds.set(table.name, rebuild);
    this.parts.push(...gather(step, table, rebuild));
  }

  #renameColumn({ from, to }: { readonly from: string; readonly to: string }, table: Table): void {
    if (this.#rebuilds.get(table.name)?.canRename(from, to) === false) this.#flush(table);
    const rebuild = this.#rebuilds.get(table.name);
    const stored = rebuild ? rebuild.rename(from, to) : from;
    if (stored !== null) this.parts.push(renamedColumn(table.name, stored, to));
  }

  /** @param table as it is by now */
  #flush(table: Table): void {
    const rebuild = this.#rebuilds.get(table.name);
    if (!rebuild) return;
    this.#rebuilds.delete(table.name);
    if (rebuild.isDue) this.parts.push(...rebuild.parts(table));
    const isWanted = ({ name }: { readonly name: string }) => rebuild.indexes.has(name);
    for (const unique of table.uniques.filter(isWanted)) {
      this.parts.push(noDoubles(table, unique), sql(createUnique(table.name, unique)));
    }
    for (const index of table.indexes.filter(isWanted)) {
      this.parts.push(sql(createIndex(table.name, index, new Set(), sqlite)));
    }
  }
}
