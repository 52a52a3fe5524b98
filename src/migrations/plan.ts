/** Steps as they are decided, with the schema that they have made so far. */
import type { ForeignKey, Storage, Table } from "../storage/storage.ts";
import { apply, tableNamed } from "./apply.ts";
import { namesWithin } from "./constraints.ts";
import { mayBeNull, type ConstraintKind, type Step } from "./steps.ts";

export class Plan {
  readonly steps: Step[] = [];
  #storage: Storage;

  constructor(before: Storage) {
    this.#storage = before;
  }

  get storage(): Storage {
    return this.#storage;
  }

  take(...steps: readonly Step[]): void {
    for (const step of steps) {
      this.#storage = apply(this.#storage, step);
      this.steps.push(step);
    }
  }

  table(name: string): Table {
    return tableNamed(this.#storage.tables, name);
  }

  addForeignKey(table: string, foreignKey: ForeignKey, inTable: "in_table" | "apart"): void {
    const nullable = mayBeNull(this.table(table), foreignKey);
    this.take({
      kind: "add_foreign_key",
      table,
      foreignKey,
      inTable: inTable === "in_table",
      nullable,
    });
  }

  dropForeignKey(table: string, foreignKey: ForeignKey): void {
    const nullable = mayBeNull(this.table(table), foreignKey);
    this.take({ kind: "drop_foreign_key", table, foreignKey, inTable: false, nullable });
  }

  /** Names of tables, keys, indexes and checks, which partly share one namespace. */
  names(): Set<string> {
    return new Set(this.#storage.tables.flatMap((table) => [table.name, ...namesWithin(table)]));
  }
}

export interface ConstraintRename {
  readonly table: string;
  readonly constraint: ConstraintKind;
  readonly from: string;
  readonly to: string;
}
