import { parseJson } from "../../database/columns.js";
import type { Database } from "../../database/database.js";
import { type Relations, toMany, toOne } from "../../http/embed.js";
import { AuthorRepository } from "../author/author.repository.js";
import { CategoryRepository } from "../category/category.repository.js";
import { PublisherRepository } from "../publisher/publisher.repository.js";
import { TagRepository } from "../tag/tag.repository.js";
import type { BookRow } from "./book.rows.js";

/** What `include=` embeds. */
export function bookRelations(database: Database): Relations<BookRow> {
  return {
    author: toOne((row) => row.author_id, new AuthorRepository(database)),
    editor: toOne((row) => row.editor_id, new AuthorRepository(database)),
    publisher: toOne((row) => row.publisher_id, new PublisherRepository(database)),
    category: toOne((row) => row.category_id, new CategoryRepository(database)),
    tags: toMany((row) => parseJson<number[]>(row.tag_ids), new TagRepository(database)),
  };
}
