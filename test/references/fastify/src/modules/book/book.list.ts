import {
  bigint,
  boolean,
  date,
  datetime,
  decimal,
  enumeration,
  float,
  integer,
  integerId,
  reference,
  string,
  time,
  uuid,
} from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { BookSchema } from "./book.schemas.js";

/** What lists of books can be asked for. */
export const bookList: ListDefinition = {
  columns: {
    id: { column: "books.id", type: integerId },
    title: { column: "books.title", type: string },
    isbn: { column: "books.isbn", type: string },
    pages: { column: "books.pages", type: integer },
    sold: { column: "books.sold", type: bigint },
    weight: { column: "books.weight", type: float, nullable: true },
    price: { column: "books.price", type: decimal(10, 2) },
    discount: { column: "books.discount", type: decimal(10, 2) },
    status: { column: "books.status", type: enumeration(["draft", "published", "retired"]) },
    in_print: { column: "books.in_print", type: boolean },
    published_on: { column: "books.published_on", type: date, nullable: true },
    available_from: { column: "books.available_from", type: datetime, nullable: true },
    opens_at: { column: "books.opens_at", type: time, nullable: true },
    ean_key: { column: "books.ean_key", type: uuid, nullable: true },
    first_seen: { column: "books.first_seen", type: datetime },
    author_id: { column: "books.author_id", type: reference(integerId) },
    editor_id: { column: "books.editor_id", type: reference(integerId), nullable: true },
    publisher_id: { column: "books.publisher_id", type: reference(uuid), nullable: true },
    category_id: { column: "books.category_id", type: reference(integerId), nullable: true },
    created_at: { column: "books.created_at", type: datetime },
    updated_at: { column: "books.updated_at", type: datetime },
  },
  properties: Object.keys(BookSchema.properties),
  relations: ["author", "editor", "publisher", "category", "tags"],
  search: ["books.title", "books.summary"],
  defaultSort: [
    { property: "created_at", descending: true },
    { property: "id", descending: false },
  ],
};
