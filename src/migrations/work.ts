/** What the phases of a comparison share. */
import { roleOf } from "../storage/roles.ts";
import type { Column, Storage, Table } from "../storage/storage.ts";
import type { Asking } from "./asking.ts";
import {
  constraintChanges,
  namesWithin,
  renamesOf,
  type ConstraintChanges,
} from "./constraints.ts";
import type { Hints } from "./hints.ts";
import type { Identities, TablePair } from "./identities.ts";
import { Plan } from "./plan.ts";
import type { RowMove } from "./row-moves.ts";

export interface Changing {
  readonly pair: TablePair;
  readonly constraints: ConstraintChanges;
}

export interface Decided {
  readonly identities: Identities;
  readonly hints: Hints;
  readonly moves: readonly RowMove[];
  readonly asking: Asking;
}

export class Work implements Decided {
  readonly identities: Identities;
  readonly hints: Hints;
  readonly moves: readonly RowMove[];
  readonly asking: Asking;
  readonly plan: Plan;
  readonly changing: readonly Changing[];
  /** In lower case, as names that differ only in case are one on SQLite. */
  readonly finalNames: ReadonlySet<string>;
  /** Tables by their names of after, whose ids change their type. */
  readonly recastIds: ReadonlySet<string>;
  /** Of before; gone already. */
  readonly dropped = new Set<Table | Column>();
  /** Names of before to names of now. */
  readonly #tables = new Map<string, string>();
  readonly #columns = new Map<string, string>();

  constructor(before: Storage, wanted: Storage, decided: Decided) {
    this.identities = decided.identities;
    this.hints = decided.hints;
    this.moves = decided.moves;
    this.asking = decided.asking;
    this.plan = new Plan(before);
    const { pairs } = this.identities;
    const renames = renamesOf(pairs);
    const recast = new Map(pairs.map((pair) => [pair, recastColumns(pair)]));
    const elsewhere = new Set(
      pairs.flatMap((pair) =>
        [...(recast.get(pair) ?? [])].map((column) => `${pair.wanted.name}.${column}`),
      ),
    );
    this.recastIds = new Set(
      pairs.flatMap((pair) => {
        const id = pair.wanted.columns.find((column) => roleOf(column) === "id");
        return id && recast.get(pair)?.has(id.name) ? [pair.wanted.name] : [];
      }),
    );
    this.changing = pairs.map((pair) => ({
      pair,
      constraints: constraintChanges(pair, renames, {
        recast: recast.get(pair) ?? new Set(),
        recastElsewhere: elsewhere,
        nullness: changedNullness(pair),
      }),
    }));
    const final = wanted.tables.flatMap((table) => [table.name, ...namesWithin(table)]);
    this.finalNames = new Set(final.map((name) => name.toLowerCase()));
  }

  /** A table of before, by its name of now. */
  tableNow(table: Table): string {
    return this.#tables.get(table.name) ?? table.name;
  }

  columnNow(table: Table, column: string): string {
    return this.#columns.get(`${table.name}.${column}`) ?? column;
  }

  noteTable(table: Table, now: string): void {
    this.#tables.set(table.name, now);
  }

  noteColumn(table: Table, column: string, now: string): void {
    this.#columns.set(`${table.name}.${column}`, now);
  }
}

function recastColumns({ columns }: TablePair): Set<string> {
  return new Set(
    columns
      .filter(({ before, wanted }) => before.type.kind !== wanted.type.kind)
      .map(({ wanted }) => wanted.name),
  );
}

function changedNullness({ columns }: TablePair): Set<string> {
  return new Set(
    columns
      .filter(({ before, wanted }) => before.nullable !== wanted.nullable)
      .map(({ wanted }) => wanted.name),
  );
}
