/** Brings a database to the schema that the code expects. */
import { Kysely, Migrator, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { SqliteMigrationDriver } from "./migration-driver.js";
import { migrations } from "./migrations/index.js";

export function createMigrator(url: string) {
  const kysely = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new SqliteMigrationDriver(url),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
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
