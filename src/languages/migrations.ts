/** The migrations of a project as views are made of them: each with the schema before it and its program. */
import { nothing, replay } from "../migrations/apply.ts";
import type { History } from "../migrations/history.ts";
import { program, type Wish } from "../migrations/program.ts";
import type { MigrationRecord } from "../migrations/record.ts";
import type { Storage } from "../storage/storage.ts";
import type { Migration } from "./language.ts";

/** Those that there are: what is on disk of them stays as it is, but may be wanted again. */
export function writtenMigrations({ records }: History, wish: Wish): Migration[] {
  return migrationsFrom(nothing, records, wish);
}

/** @param follows what the first of them follows, as the framework names it; null where migrations do not name others */
export function newMigrations(
  { storage }: History,
  records: readonly MigrationRecord[],
  wish: Wish,
  follows: readonly string[] | null,
): Migration[] {
  const [first, ...rest] = migrationsFrom(storage, records, wish);
  if (first === undefined) return [];
  return [
    { ...first, follows: follows === null || follows.length === 0 ? null : follows },
    ...rest,
  ];
}

function migrationsFrom(
  start: Storage,
  records: readonly MigrationRecord[],
  wish: Wish,
): Migration[] {
  let before = start;
  return records.map((record) => {
    const made = { ...record, before, follows: null, program: program(record.steps, before, wish) };
    before = replay(before, record.steps);
    return made;
  });
}
