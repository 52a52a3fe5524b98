/** What migrations do besides running statements. */
import process from "node:process";
import type { Kysely, RawBuilder } from "kysely";

/** Says why a migration must not go on; nothing of it is done then. */
export class MigrationStopped extends Error {
  override readonly name = "MigrationStopped";
}

/** @throws MigrationStopped where the query finds rows that are in the way */
export async function stopAtRows(
  database: Kysely<unknown>,
  message: string,
  query: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await query.execute(database);
  if (rows.length === 0) return;
  const shown = rows.map((row) => JSON.stringify(row)).join("\n");
  const { sql } = query.compile(database);
  throw new MigrationStopped(`${message}\n\nFound by:\n${sql.trim()}\n\nAmong others:\n${shown}`);
}

/** @throws MigrationStopped where the query finds what would be lost, unless ALLOW_DATA_LOSS is `yes` */
export async function stopAtLoss(
  database: Kysely<unknown>,
  message: string,
  query: RawBuilder<unknown>,
): Promise<void> {
  if (process.env["ALLOW_DATA_LOSS"] === "yes") return;
  await stopAtRows(
    database,
    `${message}\nWith ALLOW_DATA_LOSS=yes it is done all the same.`,
    query,
  );
}
