import type { Database } from "../../database/database.js";
import { type Relations, toOne } from "../../http/embed.js";
import { BookRepository } from "../book/book.repository.js";
import type { ReviewRow } from "./review.rows.js";

/** What `include=` embeds. */
export function reviewRelations(database: Database): Relations<ReviewRow> {
  return {
    book: toOne((row) => row.book_id, new BookRepository(database)),
  };
}
