/** Branches with migrations of their own have met: what they mean for each other. */
import type { Storage } from "../storage/storage.ts";
import { apply } from "./apply.ts";
import { ancestryOf, headsOf, historyOf, Misfit } from "./history.ts";
import { program, type Wish } from "./program.ts";
import { rebase } from "./rebase.ts";
import type { MigrationRecord } from "./record.ts";

/** A migration that a database cannot take after those of another branch, whichever came first. */
export interface Dependent {
  readonly name: string;
  /** Why its steps do not fit; null where they do, but its statements are others then. */
  readonly misfit: string | null;
}

/**
 * Migrations that would do something else, or could not run, after those that were made beside them: a database that
 * has the others already stops there. On SQLite a table that is made anew would lose what the other side has added.
 */
export function dependents(records: readonly MigrationRecord[], wish: Wish): Dependent[] {
  const heads = headsOf(records);
  if (heads.length < 2) return [];
  const ancestries = new Map(records.map(({ name }) => [name, ancestryOf(name, records)]));
  const isAncestor = (one: string, other: string) => ancestries.get(other)?.has(one) === true;
  const isShared = (name: string) => heads.every((head) => isAncestor(name, head));
  return records
    .filter(({ name }) => !isShared(name))
    .flatMap((record) => {
      const { name } = record;
      const own = records.filter((one) => one !== record && isAncestor(one.name, name));
      const others = records.filter((one) => own.includes(one) || !isAncestor(name, one.name));
      return dependence(record, { own, others, wish });
    });
}

interface Sides {
  readonly own: readonly MigrationRecord[];
  /** With those of other branches. */
  readonly others: readonly MigrationRecord[];
  readonly wish: Wish;
}

function dependence(record: MigrationRecord, { own, others, wish }: Sides): Dependent[] {
  const together = storageOf(others);
  // The others do not fit each other; that is said of them.
  if (together === null) return [];
  try {
    record.steps.reduce(apply, together);
  } catch (error) {
    return [{ name: record.name, misfit: error instanceof Error ? error.message : String(error) }];
  }
  const [alone, beside] = [historyOf(own).storage, together].map((storage) =>
    JSON.stringify(program(record.steps, storage, wish).up),
  );
  return alone === beside ? [] : [{ name: record.name, misfit: null }];
}

function storageOf(records: readonly MigrationRecord[]): Storage | null {
  try {
    return historyOf(records).storage;
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
}

/** The end of a branch, and what keeps the branch from being put after the others. */
export interface Movable {
  readonly head: string;
  readonly obstacle: Misfit | null;
}

export function movables(records: readonly MigrationRecord[]): Movable[] {
  return headsOf(records).map((head) => {
    try {
      rebase(records, head);
      return { head, obstacle: null };
    } catch (error) {
      if (error instanceof Misfit) return { head, obstacle: error };
      throw error;
    }
  });
}
