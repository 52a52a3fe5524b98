import type { Generated, Selectable } from "kysely";
import { parseJson, sortedIds } from "../../database/columns.js";
import { isSameJson } from "../../http/values.js";
import type { TagCreate, TagReplace, TagRepresentation } from "./tag.schemas.js";

export interface TagTable {
  id: Generated<number>;
  name: string;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const tagColumns = [
  "id",
  "name",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof TagTable)[];

/** The ids of linked rows are JSON arrays. */
export type TagRow = Pick<Selectable<TagTable>, (typeof tagColumns)[number]> & {
  readonly related_ids: string;
};

export function tagRepresentation(row: TagRow): TagRepresentation {
  return {
    id: row.id,
    name: row.name,
    related_ids: parseJson<number[]>(row.related_ids),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type TagValues = ReturnType<typeof tagValues>;

export function tagValues(body: TagCreate) {
  return {
    name: body.name,
  };
}

export function tagChanges(body: TagReplace, _row: TagRow): TagValues {
  return tagValues(body);
}

/** Whether a write would change nothing. */
export function tagIsSame(row: TagRow, values: TagValues, relatedIds: readonly number[]): boolean {
  const next = {
    ...row,
    ...values,
    related_ids: sortedIds(relatedIds),
  };
  return isSameJson(tagRepresentation(next), tagRepresentation(row));
}
