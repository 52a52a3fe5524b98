import { datetime, integerId, reference, searchable, string } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { CategorySchema } from "./category.schemas.js";

/** What lists of categories can be asked for. */
export const categoryList: ListDefinition = {
  columns: {
    id: { column: "categories.id", type: integerId },
    name: { column: "categories.name", type: string },
    slug: { column: "categories.slug", type: searchable },
    parent_id: { column: "categories.parent_id", type: reference(integerId), nullable: true },
    created_at: { column: "categories.created_at", type: datetime },
    updated_at: { column: "categories.updated_at", type: datetime },
  },
  properties: Object.keys(CategorySchema.properties),
  relations: ["parent"],
  search: [],
  defaultSort: [
    { property: "name", descending: false },
    { property: "id", descending: false },
  ],
};
