/** Two branches with a migration each met: one side is put after the other, as if it had been made there. */
import type { Database } from "../model/model.ts";
import { nothing, replay } from "./apply.ts";
import { ancestryOf, headsOf, historyOf } from "./history.ts";
import { numberOf } from "./name.ts";
import { program } from "./program.ts";
import type { MigrationRecord } from "./record.ts";

export interface Rebased {
  /** The migrations that stay as they are. */
  readonly kept: readonly MigrationRecord[];
  /** Those that come after them now, with what they were; in order. */
  readonly moved: readonly { readonly from: MigrationRecord; readonly to: MigrationRecord }[];
}

/**
 * Moves the branch that ends in `head`: what it has alone gets numbers after all others, and follows them.
 * @throws Misfit where it changes what the other side has changed
 */
export function rebase(records: readonly MigrationRecord[], head: string): Rebased {
  const others = headsOf(records).filter((name) => name !== head);
  const theirs = new Set(others.flatMap((name) => [...ancestryOf(name, records)]));
  const kept = records.filter(({ name }) => theirs.has(name));
  const own = records.filter(({ name }) => !theirs.has(name));
  const numbers = kept.map(({ name }) => numberOf(name) ?? 0);
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

/**
 * Names of migrations that were made beside others, and would do something else had they been made after those: they
 * would make a table anew without a column that the other side has added.
 */
export function entangled(
  records: readonly MigrationRecord[],
  wish: { readonly database: Database; readonly online: boolean },
): string[] {
  if (headsOf(records).length < 2) return [];
  let before = nothing;
  return historyOf(records).records.flatMap((record) => {
    const ancestry = ancestryOf(record.name, records);
    const own = records.filter(({ name }) => name !== record.name && ancestry.has(name));
    const [alone, together] = [historyOf(own).storage, before].map((storage) =>
      JSON.stringify(program(record.steps, storage, wish).up),
    );
    before = replay(before, record.steps);
    return alone === together ? [] : [record.name];
  });
}
