import {
  date,
  datetime,
  integerId,
  reference,
  searchable,
  string,
} from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { AuthorSchema } from "./author.schemas.js";

/** What lists of authors can be asked for. */
export const authorList: ListDefinition = {
  columns: {
    id: { column: "authors.id", type: integerId },
    name: { column: "authors.name", type: string },
    email: { column: "authors.email", type: searchable, nullable: true },
    born: { column: "authors.born", type: date, nullable: true },
    country_id: { column: "authors.country_id", type: reference(string), nullable: true },
    created_at: { column: "authors.created_at", type: datetime },
    updated_at: { column: "authors.updated_at", type: datetime },
  },
  properties: Object.keys(AuthorSchema.properties),
  relations: ["country"],
  search: ["authors.name"],
  defaultSort: [{ property: "id", descending: false }],
};
