/** Two branches with a migration each met: one side is put after the other, as if it had been made there. */
import { ancestryOf, headsOf, historyOf } from "./history.ts";
import { numberOf } from "./name.ts";
import type { MigrationRecord } from "./record.ts";

export interface Rebased {
  /** The migrations that stay as they are. */
  readonly kept: readonly MigrationRecord[];
  /** Those that come after them now, with what they were; in order. */
  readonly moved: readonly { readonly from: MigrationRecord; readonly to: MigrationRecord }[];
}

/**
 * Moves the branch that ends in `head`: what it has alone gets numbers after all others, and follows them.
 * @param written names of files that are migrations: after those that people wrote by hand, too
 * @throws Misfit where it changes what the other side has changed
 */
export function rebase(
  records: readonly MigrationRecord[],
  head: string,
  written: readonly string[] = [],
): Rebased {
  const others = headsOf(records).filter((name) => name !== head);
  const theirs = new Set(others.flatMap((name) => [...ancestryOf(name, records)]));
  const kept = records.filter(({ name }) => theirs.has(name));
  const own = records.filter(({ name }) => !theirs.has(name));
  const byHand = written.filter((file) => !own.some(({ name }) => file.startsWith(`${name}.`)));
  const numbers = [...kept.map(({ name }) => name), ...byHand].map((name) => numberOf(name) ?? 0);
  let number = Math.max(0, ...numbers);
  const names = new Map<string, string>();
  const moved = [...own]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((from) => {
      number += 1;
      const name = from.name.replace(/^\d+/, String(number).padStart(4, "0"));
      names.set(from.name, name);
      const parents = from.parents.map((parent) => names.get(parent));
      const isFirst = parents.every((parent) => parent === undefined);
      const after = isFirst ? others : parents.filter((parent) => parent !== undefined);
      return { from, to: { name, parents: after, steps: from.steps } };
    });
  historyOf([...kept, ...moved.map(({ to }) => to)]);
  return { kept, moved };
}
