import { datetime, integer, ip, searchable, string, uuid } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { PublisherSchema } from "./publisher.schemas.js";

/** What lists of publishers can be asked for. */
export const publisherList: ListDefinition = {
  columns: {
    id: { column: "publishers.id", type: uuid },
    name: { column: "publishers.name", type: string },
    homepage: { column: "publishers.homepage", type: searchable, nullable: true },
    server: { column: "publishers.server", type: ip, nullable: true },
    founded: { column: "publishers.founded", type: integer, nullable: true },
    created_at: { column: "publishers.created_at", type: datetime },
    updated_at: { column: "publishers.updated_at", type: datetime },
  },
  properties: Object.keys(PublisherSchema.properties),
  relations: [],
  search: [],
  defaultSort: [{ property: "id", descending: false }],
};
