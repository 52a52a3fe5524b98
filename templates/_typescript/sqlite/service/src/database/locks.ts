/** What is said where a migration does not get the lock of the file. */
import type { Kysely } from "kysely";
import { isDatabaseLocked } from "./errors.js";
import { MigrationStopped } from "./migration.js";

/** The error itself where it is another. */
export async function explainLock(
  error: unknown,
  _database: Kysely<unknown>,
): Promise<unknown> {
  if (!isDatabaseLocked(error)) return error;
  return new MigrationStopped(
    "Another process is writing to the database and did not finish in time. Nothing of the migration is done.\n" +
      "Stop that process, or run the migration again at a quiet time.",
    { cause: error },
  );
}
