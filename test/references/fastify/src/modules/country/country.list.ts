import { datetime, string } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { CountrySchema } from "./country.schemas.js";

/** What lists of countries can be asked for. */
export const countryList: ListDefinition = {
  columns: {
    id: { column: "countries.id", type: string },
    name: { column: "countries.name", type: string },
    created_at: { column: "countries.created_at", type: datetime },
    updated_at: { column: "countries.updated_at", type: datetime },
  },
  properties: Object.keys(CountrySchema.properties),
  relations: [],
  search: [],
  defaultSort: [{ property: "id", descending: false }],
};
