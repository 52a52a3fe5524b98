import type { Generated, Selectable } from "kysely";
import { orNull, parseJson, sortedIds } from "../../database/columns.js";
import { isSameJson, toDatetime, toDecimal } from "../../http/values.js";
import type { BookCreate, BookReplace, BookRepresentation } from "./book.schemas.js";

export interface BookTable {
  id: Generated<number>;
  title: string;
  isbn: string;
  summary: string | null;
  pages: number;
  sold: number;
  weight: number | null;
  price: number | string;
  discount: number | string;
  status: "draft" | "published" | "retired";
  in_print: number;
  published_on: string | null;
  available_from: string | null;
  opens_at: string | null;
  ean_key: string | null;
  supplier_note: string | null;
  keywords: string;
  metadata: string | null;
  first_seen: string;
  author_id: number;
  editor_id: number | null;
  publisher_id: string | null;
  category_id: number | null;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const bookColumns = [
  "id",
  "title",
  "isbn",
  "summary",
  "pages",
  "sold",
  "weight",
  "price",
  "discount",
  "status",
  "in_print",
  "published_on",
  "available_from",
  "opens_at",
  "ean_key",
  "supplier_note",
  "keywords",
  "metadata",
  "first_seen",
  "author_id",
  "editor_id",
  "publisher_id",
  "category_id",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof BookTable)[];

/** The ids of linked rows are JSON arrays. */
export type BookRow = Pick<Selectable<BookTable>, (typeof bookColumns)[number]> & {
  readonly tag_ids: string;
};

export function bookRepresentation(row: BookRow): BookRepresentation {
  return {
    id: row.id,
    title: row.title,
    isbn: row.isbn,
    summary: row.summary,
    pages: row.pages,
    sold: row.sold,
    weight: row.weight,
    price: toDecimal(row.price, 2),
    discount: toDecimal(row.discount, 2),
    status: row.status,
    in_print: row.in_print === 1,
    published_on: row.published_on,
    available_from: row.available_from,
    opens_at: row.opens_at,
    ean_key: row.ean_key,
    keywords: parseJson<string[]>(row.keywords),
    metadata: orNull(row.metadata, (value) => parseJson<unknown>(value)),
    first_seen: row.first_seen,
    author_id: row.author_id,
    editor_id: row.editor_id,
    publisher_id: row.publisher_id,
    category_id: row.category_id,
    tag_ids: parseJson<number[]>(row.tag_ids),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type BookValues = ReturnType<typeof bookValues>;

export function bookValues(body: BookCreate) {
  return {
    title: body.title,
    isbn: body.isbn,
    summary: body.summary ?? null,
    pages: body.pages,
    sold: body.sold ?? 0,
    weight: body.weight ?? null,
    price: toDecimal(body.price, 2),
    discount: toDecimal(body.discount ?? "0.00", 2),
    status: body.status ?? "draft",
    in_print: Number(body.in_print ?? true),
    published_on: body.published_on ?? null,
    available_from: orNull(body.available_from ?? null, (value) => toDatetime(value)),
    opens_at: body.opens_at ?? null,
    ean_key: orNull(body.ean_key ?? null, (value) => value.toLowerCase()),
    supplier_note: body.supplier_note ?? null,
    keywords: JSON.stringify(body.keywords ?? []),
    metadata: orNull(body.metadata ?? null, (value) => JSON.stringify(value)),
    author_id: body.author_id,
    editor_id: body.editor_id ?? null,
    publisher_id: orNull(body.publisher_id ?? null, (value) => value.toLowerCase()),
    category_id: body.category_id ?? null,
  };
}

/** What a replacement leaves out though it cannot be taken away stays as it was. */
export function bookChanges(body: BookReplace, row: BookRow): BookValues {
  return bookValues({
    ...body,
    isbn: body.isbn === undefined ? row.isbn : body.isbn,
    supplier_note: body.supplier_note === undefined ? row.supplier_note : body.supplier_note,
  });
}

/** Whether a write would change nothing. */
export function bookIsSame(row: BookRow, values: BookValues, tagsIds: readonly number[]): boolean {
  const next = {
    ...row,
    ...values,
    tag_ids: sortedIds(tagsIds),
  };
  return (
    isSameJson(bookRepresentation(next), bookRepresentation(row)) &&
    next.supplier_note === row.supplier_note
  );
}
