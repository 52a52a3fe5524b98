/** What is shown of rows: related objects beside them (`include`), or some of their properties (`fields`). */
import type { Selection } from "./list-query.js";

type Id = number | string;
type Identified = { readonly id: Id };

/** Finds what all these rows are related to at once; the result tells it row by row. */
export type Relation<Row> = (rows: readonly Row[]) => Promise<(row: Row) => unknown>;

export type Relations<Row> = Readonly<Record<string, Relation<Row>>>;

/** The other end of a relation: how its rows are found and shown. */
export interface Related<RelatedId extends Id, Row extends Identified> {
  findSome(ids: readonly RelatedId[]): Promise<readonly Row[]>;
  show(row: Row): object;
}

/** One object each, or null. */
export function toOne<Row, RelatedId extends Id, Other extends Identified>(
  idOf: (row: Row) => RelatedId | null,
  related: Related<RelatedId, Other>,
): Relation<Row> {
  return async (rows) => {
    const found = await findAll(rows.flatMap((row) => idOf(row) ?? []), related);
    return (row) => found.get(idOf(row)) ?? null;
  };
}

/** A list of objects each, in the order of the ids. */
export function toMany<Row, RelatedId extends Id, Other extends Identified>(
  idsOf: (row: Row) => readonly RelatedId[],
  related: Related<RelatedId, Other>,
): Relation<Row> {
  return async (rows) => {
    const found = await findAll(rows.flatMap(idsOf), related);
    return (row) => idsOf(row).flatMap((id) => found.get(id) ?? []);
  };
}

async function findAll<RelatedId extends Id, Other extends Identified>(
  ids: readonly RelatedId[],
  related: Related<RelatedId, Other>,
): Promise<ReadonlyMap<Id | null, object>> {
  const rows = await related.findSome([...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, related.show(row)]));
}

/** One more query per relation, however many rows there are. */
export async function present<Row>(
  rows: readonly Row[],
  show: (row: Row) => object,
  relations: Relations<Row>,
  { fields, include }: Selection,
): Promise<readonly object[]> {
  const shown = rows.map(show);
  if (fields === undefined && include.length === 0) return shown;
  const embedded = new Map<string, (row: Row) => unknown>();
  for (const name of include) {
    const relation = relations[name];
    if (relation !== undefined) embedded.set(name, await relation(rows));
  }
  return rows.map((row, index) => {
    const own = Object.entries(shown[index] ?? {});
    return Object.fromEntries([
      ...own.filter(([name]) => fields === undefined || fields.includes(name)),
      ...[...embedded].map(([name, related]) => [name, related(row)] as const),
    ]);
  });
}
