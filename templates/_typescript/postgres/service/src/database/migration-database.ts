/** The database as migrations see it. */
import { Kysely, PostgresDialect } from "kysely";
import { createPool } from "./database.js";

export function openForMigrations(url: string): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(url) }) });
}
