import type { Database } from "../../database/database.js";
import { type Relations, toOne } from "../../http/embed.js";
import { CategoryRepository } from "../category/category.repository.js";
import type { CategoryRow } from "./category.rows.js";

/** What `include=` embeds. */
export function categoryRelations(database: Database): Relations<CategoryRow> {
  return {
    parent: toOne((row) => row.parent_id, new CategoryRepository(database)),
  };
}
