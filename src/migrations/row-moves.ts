/**
 * Links that are stored elsewhere from now on: in a table of their own before and in a resource of the user's now
 * (`via:`), or in a column before and in a table now (to one became to many). They are copied, so nothing is lost.
 */
import { roleOf } from "../storage/roles.ts";
import type { Column, Table } from "../storage/storage.ts";
import { backfillOf, askForBackfill } from "./column-steps.ts";
import type { Hints, LinkHint } from "./hints.ts";
import type { Identities, TablePair } from "./identities.ts";
import { keyOn } from "./judgements.ts";
import type { Work } from "./work.ts";

export interface RowMove {
  /** What goes once its rows are copied. */
  readonly source: Table | Column;
  /** The table that holds the source; of before. */
  readonly holder: Table;
  readonly target: Table;
  /** Columns by their names of before, and of after. */
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  readonly whereNotNull: string | null;
}

export function movesOf(identities: Identities, hints: Hints): RowMove[] {
  const created = new Map(identities.created.map((table) => [table.name, table]));
  return hints.links.flatMap((link) => {
    const target = created.get(link.table);
    const owner = identities.pairs.find(({ wanted }) => wanted.uid === link.owner);
    if (target === undefined || owner === undefined || hasOwnKey(target)) return [];
    return fromJoin(link, target, identities) ?? fromColumn(link, target, owner, identities) ?? [];
  });
}

/** A row of such a table needs an id that nobody can make up. */
function hasOwnKey(table: Table): boolean {
  return table.columns.some(
    (column) => roleOf(column) === "id" && !column.identity && column.type.kind !== "uuid",
  );
}

function fromJoin(link: LinkHint, target: Table, { gone }: Identities): RowMove | null {
  const source = gone.find((table) => table.kind === "join" && link.joins.includes(table.declared));
  const left = source?.columns.find((column) => roleOf(column) === "left");
  const right = source?.columns.find((column) => roleOf(column) === "right");
  if (!source || !left || !right || target.kind === "join") return null;
  return {
    source,
    holder: source,
    target,
    columns: [
      { from: left.name, to: link.ownColumn },
      { from: right.name, to: link.otherColumn },
    ],
    whereNotNull: null,
  };
}

function fromColumn(
  link: LinkHint,
  target: Table,
  owner: TablePair,
  { pairs }: Identities,
): RowMove | null {
  const source = owner.gone.find((column) => link.fields.includes(column.declared ?? ""));
  const key = source && keyOn(owner.before, source);
  const id = owner.before.columns.find((column) => roleOf(column) === "id");
  if (!source || !key || !id) return null;
  const parent = pairs.find(({ before }) => before.name === key.table)?.wanted.name;
  const other = target.foreignKeys.find((one) => one.columns.includes(link.otherColumn));
  if (parent === undefined || other?.table !== parent) return null;
  return {
    source,
    holder: owner.before,
    target,
    columns: [
      { from: id.name, to: link.ownColumn },
      { from: source.name, to: link.otherColumn },
    ],
    whereNotNull: source.name,
  };
}

/** Once the tables and columns have their names of after, except what goes. */
export function copyRows(move: RowMove, work: Work): void {
  const { plan, hints, asking } = work;
  const { target } = move;
  const given = new Set(move.columns.map(({ to }) => to));
  const values = target.columns.flatMap((column) => {
    if (given.has(column.name) || column.declared === null) return [];
    const hint = hints.columns.get(column.uid);
    const value = backfillOf(hint, column);
    if (value) return [{ column: column.name, value }];
    if (!column.nullable && column.default === null) {
      askForBackfill(target, column, hint, asking);
    }
    return [];
  });
  const id = target.columns.find((column) => roleOf(column) === "id" && !column.identity);
  const renamed = (name: string) => work.columnNow(move.holder, name);
  plan.take({
    kind: "copy_rows",
    from: work.tableNow(move.holder),
    to: target.name,
    columns: move.columns.map(({ from, to }) => ({ from: renamed(from), to })),
    values,
    uuid: id?.name ?? null,
    whereNotNull: move.whereNotNull === null ? null : renamed(move.whereNotNull),
  });
}
