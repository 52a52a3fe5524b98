/** Brings a database to the schema that the code expects. */
import { Kysely, Migrator } from "kysely";
import { dialect } from "./dialect.js";
import { SqliteMigrationDriver } from "./migration-driver.js";
import { migrations } from "./migrations/index.js";

export function createMigrator(url: string) {
  const kysely = new Kysely<unknown>({
    dialect: { ...dialect, createDriver: () => new SqliteMigrationDriver(url) },
  });
  return {
    migrator: new Migrator({
      db: kysely,
      provider: { getMigrations: async () => migrations },
      allowUnorderedMigrations: true,
    }),
    close: () => kysely.destroy(),
  };
}
