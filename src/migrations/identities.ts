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
  /** Kept, now or before, and called otherwise in the declaration from now on. */
  readonly redeclared: readonly Renamed<Table>[];
}

export interface Renamed<One> {
  readonly thing: One;
  readonly to: string;
}

export interface TablePair {
  readonly before: Table;
  readonly wanted: Table;
  readonly columns: readonly ColumnPair[];
  readonly added: readonly Column[];
  readonly gone: readonly Column[];
  readonly kept: readonly Column[];
  readonly redeclared: readonly Renamed<Column>[];
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
  const pastOf = (table: Table) => hints.tables.get(table.uid) ?? noPast;
  const key = (name: string) => name;
  const resources = matched<Table, Table | Stay>(
    before.filter(({ kind }) => kind === "resource"),
    [...wanted.filter(({ kind }) => kind === "resource"), ...hints.kept.map(stay)],
    { past: (one) => ("past" in one ? one.past : pastOf(one)), called: declaredBy, key },
  );
  const then = linksThen(before, resources);
  const links = matched<Table, Table | Stay>(
    before.filter(({ kind }) => kind === "join"),
    [...wanted.filter(({ kind }) => kind === "join"), ...hints.keptLinks.map(stay)],
    {
      past: (one) => then.past(one, "past" in one ? one.past : pastOf(one)),
      called: then.called,
      key,
    },
  );
  const found = new Map([...resources, ...links]);
  const rest = new Set(before.filter((table) => !table.retired));
  const staying = new Map<Table, string>();
  for (const [one, old] of found) {
    if ("past" in one) staying.set(old, one.name);
    else {
      rest.delete(old);
      pairs.set(one, columnsIdentified(old, one, hints));
    }
  }
  const ownerNow = ownersNow(resources);
  const paired = new Set([...pairs.values()].map((pair) => pair.before));
  // The links of a resource that is kept are kept with it, and go with one that is renamed.
  for (const table of before) {
    if (table.kind !== "join" || paired.has(table) || staying.has(table)) continue;
    const [owner = "", field = ""] = table.declared.split(".");
    const now = ownerNow.get(owner);
    if (now && (table.retired || now.isKept)) staying.set(table, `${now.name}.${field}`);
  }
  return {
    pairs: wanted.flatMap((table) => pairs.get(table) ?? []),
    created: wanted.filter((table) => !pairs.has(table)),
    gone: [...rest].filter((table) => !staying.has(table)),
    kept: [...rest].filter((table) => staying.has(table)),
    redeclared: [...staying].flatMap(([thing, to]) =>
      thing.declared === to ? [] : [{ thing, to }],
    ),
  };
}

/** What is declared as kept: like a thing that is wanted, but for what the service would make of it. */
interface Stay {
  readonly name: string;
  readonly declared: string;
  readonly past: Past;
}

/** Known by what the declaration calls it alone. @param names today's first */
function stay([name = "", ...names]: readonly string[]): Stay {
  return { name, declared: name, past: { path: [], names, isNew: true } };
}

function declaredBy({ declared }: { readonly declared: string | null }): string {
  return declared ?? "";
}

/** Resources by what they were called: those in use before those that were kept already. */
function ownersNow(
  resources: ReadonlyMap<Table | Stay, Table>,
): Map<string, { readonly name: string; readonly isKept: boolean }> {
  const owners = new Map<string, { name: string; isKept: boolean }>();
  for (const isRetired of [true, false]) {
    for (const [one, old] of resources) {
      if ((old.retired === true) !== isRetired) continue;
      owners.set(old.declared, { name: one.declared, isKept: "past" in one });
    }
  }
  return owners;
}

/**
 * Links are those of a resource, so their names of then begin with what that was called then: where two resources change
 * names, the links of each go with it. Only what was kept in the database can bear a name from before that.
 */
function linksThen(before: readonly Table[], resources: ReadonlyMap<Table | Stay, Table>) {
  const owners = new Map([...resources].map(([one, old]) => [one.declared, old.declared]));
  const inUse = new Set(
    before.flatMap(({ kind, declared, retired }) =>
      kind === "resource" && !retired ? [declared] : [],
    ),
  );
  const under = (owner: string | undefined, name: string) => {
    const [was = "", field = ""] = name.split(".");
    return `${owner ?? was}.${field}`;
  };
  const ownerOf = (links: Table | Stay) => owners.get(links.declared.split(".")[0] ?? "");
  return {
    called: (links: Table | Stay) => under(ownerOf(links), links.declared),
    past(links: Table | Stay, told: Past): Past {
      const owner = ownerOf(links);
      if (owner === undefined) return told;
      const theirs = told.names.map((name) => under(owner, name));
      const older = told.names.filter((name) => !inUse.has(name.split(".")[0] ?? ""));
      return { ...told, names: [...new Set([...theirs, ...older])] };
    },
  };
}

const noPast: Past = { path: [], names: [], isNew: false };

function columnsIdentified(before: Table, wanted: Table, hints: Hints): TablePair {
  const found = matched<Column, Column | Stay>(
    before.columns.filter((column) => column.declared !== null),
    [
      ...wanted.columns.filter((column) => column.declared !== null),
      ...(hints.tables.get(wanted.uid)?.kept ?? []).map(stay),
    ],
    {
      past: (one) => ("past" in one ? one.past : (hints.columns.get(one.uid) ?? noPast)),
      called: declaredBy,
      key: columnBase,
    },
  );
  const ownBefore = before.columns.filter((column) => column.declared === null && !column.retired);
  for (const column of wanted.columns) {
    if (column.declared !== null) continue;
    const old = ownBefore.find((one) => roleOf(one) === roleOf(column));
    if (old) found.set(column, old);
  }
  const staying = new Map(
    [...found].flatMap(([one, old]) => ("past" in one ? [[old, one.name]] : [])),
  );
  const taken = new Set(found.values());
  const left = before.columns.filter((column) => !column.retired && !taken.has(column));
  return {
    before,
    wanted,
    columns: wanted.columns.flatMap((column) => {
      const old = found.get(column);
      return old ? [{ before: old, wanted: column }] : [];
    }),
    added: wanted.columns.filter((column) => !found.has(column)),
    gone: left,
    kept: before.columns.filter((column) => !column.retired && staying.has(column)),
    redeclared: [...staying].flatMap(([thing, to]) =>
      columnBase(thing.declared ?? "") === columnBase(to) ? [] : [{ thing, to }],
    ),
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
export function matched<Old extends Thing, One extends Thing>(
  before: readonly Old[],
  wanted: readonly One[],
  { past: pastOf, called, key }: Reading<One>,
): Map<One, Old> {
  const keyOf = (thing: Old) =>
    key(thing.declared === undefined ? thing.name : (thing.declared ?? ""));
  const keyThen = (thing: One) => key(called(thing));
  const found = new Map<One, Old>();
  const taken = new Set<Old>();
  const byDeclared = grouped(before, keyOf);
  const byName = grouped(before, (thing) => thing.name);
  const pair = (thing: One, candidates: readonly Old[] | undefined) => {
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
