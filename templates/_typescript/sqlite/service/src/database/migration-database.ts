/** The database as migrations see it: one connection, on which foreign keys are judged at the end of a migration. */
import { Kysely, SqliteAdapter } from "kysely";
import { dialect } from "./dialect.js";
import { SqliteMigrationDriver } from "./migration-driver.js";

export function openForMigrations(url: string): Kysely<unknown> {
  return new Kysely<unknown>({
    dialect: {
      ...dialect,
      createAdapter: () => new MigrationAdapter(),
      createDriver: () => new SqliteMigrationDriver(url),
    },
  });
}

/** Each migration begins with the lock of the file, and a process that has waited for it finds what is done by then. */
export async function alone<Result>(
  database: Kysely<unknown>,
  work: (connection: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  return work(database);
}

/** SQLite takes changes of tables back with their transaction; Kysely does not count on it. */
class MigrationAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
