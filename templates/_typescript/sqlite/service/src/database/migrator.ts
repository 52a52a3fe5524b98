/** Brings a database to the schema that the code expects. */
<<<<<<< HEAD
import { Kysely, Migrator } from "kysely";
import { dialect } from "./dialect.js";
=======
import { Kysely, Migrator, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
>>>>>>> 35a8aef (Generate Fastify services from templates; keep the reference service as their expected output)
import { SqliteMigrationDriver } from "./migration-driver.js";
import { migrations } from "./migrations/index.js";

export function createMigrator(url: string) {
  const kysely = new Kysely<unknown>({
<<<<<<< HEAD
    dialect: { ...dialect, createDriver: () => new SqliteMigrationDriver(url) },
=======
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new SqliteMigrationDriver(url),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
>>>>>>> 35a8aef (Generate Fastify services from templates; keep the reference service as their expected output)
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
