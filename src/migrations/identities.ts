/**
 * What in the schema of before is what in the wanted one. `was:` decides; then the name in the declaration, then the one
 * in the database. Nothing is guessed here: what is left over on both sides is gone and new.
 */
import { columnBase } from "../model/fields.ts";
import { roleOf } from "../storage/roles.ts";
import type { Column, Table } from "../storage/storage.ts";
import type { Hints, Past } from "./hints.ts";

export interface Identities {
  readonly pairs: readonly TablePair[];
  readonly created: readonly Table[];
  readonly gone: readonly Table[];
  /** In use until now, and kept in the database from now on. */
  readonly kept: readonly Table[];
}

export interface TablePair {
  readonly before: Table;
  readonly wanted: Table;
  readonly columns: readonly ColumnPair[];
  readonly added: readonly Column[];
  readonly gone: readonly Column[];
  readonly kept: readonly Column[];
}

export interface ColumnPair {
  readonly before: Column;
  readonly wanted: Column;
}

export function identify(
  before: readonly Table[],
  wanted: readonly Table[],
  hints: Hints,
): Identities {
  const pairs = new Map<Table, TablePair>();
  const rest = new Set(before.filter((table) => !table.retired));
  for (const kind of ["resource", "join"] as const) {
    const past = (table: Table) => hints.tables.get(table.uid) ?? noPast;
    const own = (name: string) => name;
    const found = matched(
      before.filter((table) => table.kind === kind),
      wanted.filter((table) => table.kind === kind),
      kind === "resource"
        ? { past, called: (table) => table.declared, key: own }
        : { ...linksThen(before, [...pairs.values()], past), key: own },
    );
    for (const table of wanted.filter((one) => one.kind === kind)) {
      const old = found.get(table);
      if (old === undefined) continue;
      rest.delete(old);
      pairs.set(table, columnsIdentified(old, table, hints));
    }
  }
  const kept = [...rest].filter((table) => isKept(table, hints.kept));
  return {
    pairs: wanted.flatMap((table) => pairs.get(table) ?? []),
    created: wanted.filter((table) => !pairs.has(table)),
    gone: [...rest].filter((table) => !kept.includes(table)),
    kept,
  };
}

type TablesPast = Pick<Reading<Table>, "past" | "called">;

/**
 * Links are those of a resource, so their names of then begin with what that was called then: where two resources change
 * names, the links of each go with it. Only what was kept in the database can bear a name from before that.
 */
function linksThen(
  before: readonly Table[],
  pairs: readonly TablePair[],
  past: TablesPast["past"],
): TablesPast {
  const owners = new Map(pairs.map((pair) => [pair.wanted.declared, pair.before.declared]));
  const resources = new Set(
    before.flatMap(({ kind, declared, retired }) =>
      kind === "resource" && !retired ? [declared] : [],
    ),
  );
  const under = (owner: string | undefined, name: string) => {
    const [was = "", field = ""] = name.split(".");
    return `${owner ?? was}.${field}`;
  };
  const ownerOf = (table: Table) => owners.get(table.declared.split(".")[0] ?? "");
  return {
    called: (table) => under(ownerOf(table), table.declared),
    past(table) {
      const told = past(table);
      const owner = ownerOf(table);
      if (owner === undefined) return told;
      const theirs = told.names.map((name) => under(owner, name));
      const older = told.names.filter((name) => !resources.has(name.split(".")[0] ?? ""));
      return { ...told, names: [...new Set([...theirs, ...older])] };
    },
  };
}

const noPast: Past = { path: [], names: [], isNew: false };

/** The links of a resource that is kept are kept with it. */
function isKept(table: Table, names: readonly (readonly string[])[]): boolean {
  const [owner = ""] = table.declared.split(".");
  return names.some((one) => one.includes(table.declared) || one.includes(owner));
}

function columnsIdentified(before: Table, wanted: Table, hints: Hints): TablePair {
  const found = matched(
    before.columns.filter((column) => column.declared !== null),
    wanted.columns.filter((column) => column.declared !== null),
    {
      past: (column) => hints.columns.get(column.uid) ?? noPast,
      called: (column) => column.declared ?? "",
      key: columnBase,
    },
  );
  const ownBefore = before.columns.filter((column) => column.declared === null && !column.retired);
  for (const column of wanted.columns) {
    if (column.declared !== null) continue;
    const old = ownBefore.find((one) => roleOf(one) === roleOf(column));
    if (old) found.set(column, old);
  }
  const taken = new Set(found.values());
  const left = before.columns.filter((column) => !column.retired && !taken.has(column));
  const keptNames = hints.tables.get(wanted.uid)?.kept ?? [];
  const kept = left.filter((column) =>
    keptNames.some((names) =>
      names.map(columnBase).includes(columnBase(column.declared ?? column.name)),
    ),
  );
  return {
    before,
    wanted,
    columns: wanted.columns.flatMap((column) => {
      const old = found.get(column);
      return old ? [{ before: old, wanted: column }] : [];
    }),
    added: wanted.columns.filter((column) => !found.has(column)),
    gone: left.filter((column) => !kept.includes(column)),
    kept,
  };
}

interface Thing {
  readonly name: string;
  /** Its name in the declaration. */
  readonly declared?: string | null;
  readonly formerly?: readonly string[];
  readonly retired?: true;
}

interface Reading<One> {
  past(thing: One): Past;
  /** What a wanted thing would have been called in the declaration, were it as old as the others. */
  called(thing: One): string;
  /** Names of one key are one name: `firstName` and `first_name` have one column. */
  key(name: string): string;
}

/** Each wanted thing with the old one that it is. */
export function matched<One extends Thing>(
  before: readonly One[],
  wanted: readonly One[],
  { past: pastOf, called, key }: Reading<One>,
): Map<One, One> {
  const keyOf = (thing: One) =>
    key(thing.declared === undefined ? thing.name : (thing.declared ?? ""));
  const keyThen = (thing: One) => key(called(thing));
  const found = new Map<One, One>();
  const taken = new Set<One>();
  const byDeclared = grouped(before, keyOf);
  const byName = grouped(before, (thing) => thing.name);
  const pair = (thing: One, candidates: readonly One[] | undefined) => {
    if (found.has(thing)) return;
    const free = candidates?.filter((one) => !taken.has(one)) ?? [];
    const old = free.find((one) => !one.retired) ?? free[0];
    if (old === undefined) return;
    found.set(thing, old);
    taken.add(old);
  };
  // A rename that was done already; without this the names of two that were swapped would be swapped at every run.
  for (const thing of wanted) {
    const names = new Set(pastOf(thing).names.map(key));
    const same = byDeclared.get(keyThen(thing)) ?? [];
    const done = same.filter((one) => one.formerly?.some((name) => names.has(key(name))));
    pair(thing, done);
  }
  for (const thing of wanted) {
    for (const name of pastOf(thing).names) pair(thing, byDeclared.get(key(name)));
  }
  for (const thing of wanted) pair(thing, byDeclared.get(keyThen(thing)));
  for (const thing of wanted) {
    if (!pastOf(thing).isNew) pair(thing, byName.get(thing.name));
  }
  return found;
}

function grouped<One>(things: readonly One[], keyOf: (thing: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}
