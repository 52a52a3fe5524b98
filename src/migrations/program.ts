/** From the steps of a migration to its program for one database. */
import type { Database } from "../model/model.ts";
import { versionColumn } from "../storage/roles.ts";
import type { Storage, Table } from "../storage/storage.ts";
import { apply, replay } from "./apply.ts";
import { withFormerNames } from "./former-names.ts";
import type { Part, Passage, Program } from "./passages.ts";
import { dialectOf } from "./sql/dialect.ts";
import { identifier } from "./sql/literals.ts";
import { lockFirst } from "./sql/postgres-locks.ts";
import { isOutside, lockTimeout, outside, updateInBatches } from "./sql/postgres-online.ts";
import { onlineParts, postgresParts } from "./sql/postgres-steps.ts";
import { sqlitePassage } from "./sql/sqlite-steps.ts";
import { nextVersion } from "./sql/values.ts";
import type { Step } from "./steps.ts";
import { lossesOf, wayBack } from "./way-back.ts";

export interface Wish {
  readonly database: Database;
  /** Requests go on while the migration runs: PostgreSQL only, and only on the way up. */
  readonly online: boolean;
}

/**
 * The steps of one migration as a program.
 *
 * Not online, and on SQLite always, each way is one passage: all or nothing. Online, a migration is all or nothing, or
 * can run again, where its steps come from `stages`.
 *
 * @param before the schema that the steps begin with
 * @throws Error where a step does not fit the schema, which is our bug
 */
export function program(steps: readonly Step[], before: Storage, wish: Wish): Program {
  const { database } = wish;
  return {
    up: passages(steps, before, { ...wish, losses: [] }),
    down: passages(wayBack(steps, before), replay(before, steps), {
      database,
      online: false,
      losses: lossesOf(steps, before, dialectOf(database)),
    }),
  };
}

/**
 * The steps cut into migrations of which each can be taken beside the requests as a whole, or in a short transaction as
 * a whole. One migration where nothing is taken beside the requests.
 */
export function stages(steps: readonly Step[], { database, online }: Wish): Step[][] {
  if (database === "sqlite" || !online) return steps.length > 0 ? [[...steps]] : [];
  const groups: Step[][] = [];
  let last: boolean | null = null;
  for (const step of steps) {
    const isApart = isOutside(step);
    if (isApart === last) groups.at(-1)?.push(step);
    else groups.push([step]);
    last = isApart;
  }
  return groups;
}

/** Whether requests go on while the steps of a stage run. */
export function isBeside(stage: readonly Step[], { database, online }: Wish): boolean {
  return database === "postgres" && online && stage.every(isOutside);
}

interface Way extends Wish {
  /** What it would destroy, looked for where nobody adds to it any more. */
  readonly losses: readonly Part[];
}

function passages(steps: readonly Step[], before: Storage, way: Way): Passage[] {
  const after = replay(before, steps);
  return passagesOf(steps, before, way).map((passage) => ({
    ...passage,
    parts: withFormerNames(passage.parts, before, after),
  }));
}

function passagesOf(steps: readonly Step[], before: Storage, way: Way): Passage[] {
  if (steps.length === 0) return [];
  const { losses } = way;
  const counted = shownOtherwise(steps, before).map(([, now]) => countUp(now));
  if (way.database === "sqlite") {
    const { mode, parts } = sqlitePassage(steps, before);
    return [{ mode, parts: [...losses, ...parts, ...counted] }];
  }
  if (!way.online) return [transaction(steps, before, { first: losses, last: counted })];
  const found: Passage[] = countedUpFirst(steps, before);
  let storage = before;
  for (const stage of stages(steps, way)) {
    found.push(isBeside(stage, way) ? beside(stage, storage) : transaction(stage, storage));
    storage = replay(storage, stage);
  }
  return found;
}

/** What stands around the steps. */
interface Around {
  readonly first: readonly Part[];
  readonly last: readonly Part[];
}

function transaction(
  steps: readonly Step[],
  before: Storage,
  { first, last }: Around = { first: [], last: [] },
): Passage {
  const parts: Part[] = [
    { kind: "sql", sql: `SET LOCAL lock_timeout = ${lockTimeout}` },
    ...lockFirst(steps, before),
    ...first,
  ];
  let storage = before;
  for (const step of steps) {
    parts.push(...postgresParts(step, storage));
    storage = apply(storage, step);
  }
  return { mode: "transaction", parts: [...parts, ...last] };
}

function beside(steps: readonly Step[], before: Storage): Passage {
  const parts: Part[] = [];
  let storage = before;
  for (const step of steps) {
    parts.push(...onlineParts(step, storage));
    storage = apply(storage, step);
  }
  return { mode: "outside", parts: outside(parts) };
}

/**
 * Tables, before and after, whose rows show other values under names that were there before: where fields change places,
 * or a column goes and another comes under its name. Their versions count up. (Other renames change the names, which the
 * ETag is made of as well.)
 */
function shownOtherwise(steps: readonly Step[], before: Storage): [Table, Table][] {
  const anew = new Set(
    steps.flatMap((step) => (step.kind === "add_column" ? [step.column.uid] : [])),
  );
  return replay(before, steps).tables.flatMap((now): [Table, Table][] => {
    const then = before.tables.find(({ uid }) => uid === now.uid);
    if (!then || versionColumn(now) === null || versionColumn(then) === null) return [];
    const owners = new Map(then.columns.map(({ name, uid }) => [name, uid]));
    const isOtherwise = now.columns.some(
      ({ name, uid }) => owners.has(name) && (owners.get(name) !== uid || anew.has(uid)),
    );
    return isOtherwise ? [[then, now]] : [];
  });
}

function countUp(table: Table): Part {
  return {
    kind: "sql",
    sql: `UPDATE ${identifier(table.name)}\n  SET ${nextVersion(table) ?? ""}`,
  };
}

/** Online, all rows cannot be changed under the lock of a rename. Counting them up twice does no harm. */
function countedUpFirst(steps: readonly Step[], before: Storage): Passage[] {
  const parts = shownOtherwise(steps, before).map(([then]) =>
    updateInBatches(then, nextVersion(then) ?? "", null),
  );
  return parts.length > 0 ? [{ mode: "outside", parts: outside(parts) }] : [];
}
