/** The migrations of a project as a whole: their order, their ends, and the schema that they make. */
import type { Storage } from "../storage/storage.ts";
import { apply, nothing } from "./apply.ts";
import type { MigrationRecord } from "./record.ts";

export interface History {
  /** In the order of their names, in which they run on an empty database. */
  readonly records: readonly MigrationRecord[];
  /** The schema after all of them. */
  readonly storage: Storage;
  /** Names of those that no other was made upon: several after branches met. */
  readonly heads: readonly string[];
}

/** A migration that cannot run where its turn comes: another branch has changed what it changes. */
export class Misfit extends Error {
  override readonly name = "Misfit";
  /** Its name. */
  readonly migration: string;

  constructor(migration: string, reason: unknown) {
    super(reason instanceof Error ? reason.message : String(reason), { cause: reason });
    this.migration = migration;
  }
}

/** @throws Misfit where the steps of one do not fit what those before it made */
export function historyOf(unordered: readonly MigrationRecord[]): History {
  const records = [...unordered].sort((a, b) => (a.name < b.name ? -1 : 1));
  let storage = nothing;
  for (const record of records) {
    storage = after(storage, record);
  }
  return { records, storage, heads: headsOf(records) };
}

function after(storage: Storage, record: MigrationRecord): Storage {
  try {
    return record.steps.reduce(apply, storage);
  } catch (error) {
    throw new Misfit(record.name, error);
  }
}

export function headsOf(records: readonly MigrationRecord[]): string[] {
  const parents = new Set(records.flatMap((record) => record.parents));
  return records.map(({ name }) => name).filter((name) => !parents.has(name));
}

/** A migration and all that it was made upon. */
export function ancestryOf(name: string, records: readonly MigrationRecord[]): Set<string> {
  const byName = new Map(records.map((record) => [record.name, record]));
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(byName.get(next)?.parents ?? []));
  }
  return found;
}
