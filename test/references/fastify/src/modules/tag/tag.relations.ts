import { parseJson } from "../../database/columns.js";
import type { Database } from "../../database/database.js";
import { type Relations, toMany } from "../../http/embed.js";
import { TagRepository } from "../tag/tag.repository.js";
import type { TagRow } from "./tag.rows.js";

/** What `include=` embeds. */
export function tagRelations(database: Database): Relations<TagRow> {
  return {
    related: toMany((row) => parseJson<number[]>(row.related_ids), new TagRepository(database)),
  };
}
