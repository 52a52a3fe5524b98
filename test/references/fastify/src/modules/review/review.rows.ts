import type { Generated, Selectable } from "kysely";
import { isSameJson } from "../../http/values.js";
import type { ReviewCreate, ReviewReplace, ReviewRepresentation } from "./review.schemas.js";

export interface ReviewTable {
  id: Generated<number>;
  book_id: number;
  reader: string;
  rating: number;
  body: string | null;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
  deleted_at: string | null;
}

export const reviewColumns = [
  "id",
  "book_id",
  "reader",
  "rating",
  "body",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof ReviewTable)[];

export type ReviewRow = Pick<Selectable<ReviewTable>, (typeof reviewColumns)[number]>;

export function reviewRepresentation(row: ReviewRow): ReviewRepresentation {
  return {
    id: row.id,
    book_id: row.book_id,
    reader: row.reader,
    rating: row.rating,
    body: row.body,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type ReviewValues = ReturnType<typeof reviewValues>;

export function reviewValues(body: ReviewCreate) {
  return {
    book_id: body.book_id,
    reader: body.reader,
    rating: body.rating,
    body: body.body ?? null,
  };
}

export function reviewChanges(body: ReviewReplace, _row: ReviewRow): ReviewValues {
  return reviewValues(body);
}

/** Whether a write would change nothing. */
export function reviewIsSame(row: ReviewRow, values: ReviewValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(reviewRepresentation(next), reviewRepresentation(row));
}
