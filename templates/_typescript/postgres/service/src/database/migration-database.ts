/** The database as migrations see it. */
import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import { createPool } from "./database.js";

/** By this number Kysely locks out others that migrate the database. */
const lock = sql.lit(3_853_314_791_062_309_107n);
/** Milliseconds between two attempts to get it. */
const pause = 200;

export function openForMigrations(url: string): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(url) }) });
}

/**
 * Runs `work` while no other process migrates the database, on the connection that has the lock; a process that is
 * killed gives it back. Whoever waits asks again and again: for a statement that waits, PostgreSQL would wait in turn
 * where it makes an index CONCURRENTLY.
 */
export async function alone<Result>(
  database: Kysely<unknown>,
  work: (connection: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  return database.connection().execute(async (connection) => {
    while (!(await isLocked(connection))) await setTimeout(pause);
    try {
      return await work(connection);
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });
}

/** By this connection, from now on. */
async function isLocked(connection: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_lock(${lock}) as taken
  `.execute(connection);
  return rows.some(({ taken }) => taken);
}
