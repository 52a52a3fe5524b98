import type { Generated, Selectable } from "kysely";
import { isSameJson } from "../../http/values.js";
import type {
  CategoryCreate,
  CategoryReplace,
  CategoryRepresentation,
} from "./category.schemas.js";

export interface CategoryTable {
  id: Generated<number>;
  name: string;
  slug: string;
  parent_id: number | null;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const categoryColumns = [
  "id",
  "name",
  "slug",
  "parent_id",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof CategoryTable)[];

export type CategoryRow = Pick<Selectable<CategoryTable>, (typeof categoryColumns)[number]>;

export function categoryRepresentation(row: CategoryRow): CategoryRepresentation {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    parent_id: row.parent_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type CategoryValues = ReturnType<typeof categoryValues>;

export function categoryValues(body: CategoryCreate) {
  return {
    name: body.name,
    slug: body.slug,
    parent_id: body.parent_id ?? null,
  };
}

export function categoryChanges(body: CategoryReplace, _row: CategoryRow): CategoryValues {
  return categoryValues(body);
}

/** Whether a write would change nothing. */
export function categoryIsSame(row: CategoryRow, values: CategoryValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(categoryRepresentation(next), categoryRepresentation(row));
}
