/** Brings a database to the schema that the code expects. */
import { Kysely, Migrator, PostgresDialect } from "kysely";
import { createPool } from "./database.js";
import { migrations } from "./migrations/index.js";

export function createMigrator(url: string) {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(url) }) });
  return {
    migrator: new Migrator({
      db: kysely,
      provider: { getMigrations: async () => migrations },
      allowUnorderedMigrations: true,
    }),
    close: () => kysely.destroy(),
  };
}
