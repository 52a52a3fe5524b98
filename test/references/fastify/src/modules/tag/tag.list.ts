import { datetime, integerId, string } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { TagSchema } from "./tag.schemas.js";

/** What lists of tags can be asked for. */
export const tagList: ListDefinition = {
  columns: {
    id: { column: "tags.id", type: integerId },
    name: { column: "tags.name", type: string },
    created_at: { column: "tags.created_at", type: datetime },
    updated_at: { column: "tags.updated_at", type: datetime },
  },
  properties: Object.keys(TagSchema.properties),
  relations: ["related"],
  search: [],
  defaultSort: [{ property: "id", descending: false }],
};
