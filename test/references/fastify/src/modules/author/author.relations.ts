import type { Database } from "../../database/database.js";
import { type Relations, toOne } from "../../http/embed.js";
import { CountryRepository } from "../country/country.repository.js";
import type { AuthorRow } from "./author.rows.js";

/** What `include=` embeds. */
export function authorRelations(database: Database): Relations<AuthorRow> {
  return {
    country: toOne((row) => row.country_id, new CountryRepository(database)),
  };
}
