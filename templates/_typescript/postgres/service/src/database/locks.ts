/** What is said where a migration does not get a lock. */
import { type Kysely, sql } from "kysely";
import { MigrationStopped } from "./migration.js";

/** Deadlock, and longer than `lock_timeout`: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockCodes = new Set<unknown>(["40P01", "55P03"]);

/** The error itself where it is another; else one that names who may hold the lock. */
export async function explainLock(error: unknown, database: Kysely<unknown>): Promise<unknown> {
  if (!(error instanceof Error && "code" in error && lockCodes.has(error.code))) return error;
  const { rows } = await sql`
    select pid, usename as "user", application_name as application, state,
      date_trunc('second', clock_timestamp() - xact_start)::text as open_for, left(query, 200) as query
    from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'
      and xact_start is not null and pid <> pg_backend_pid()
    order by xact_start
    limit 5
  `.execute(database);
  const sessions = rows.map((row) => JSON.stringify(row)).join("\n");
  return new MigrationStopped(
    `The migration did not get a lock that others hold: ${error.message}. Its transaction was taken back.\n` +
      "Run it again at a quiet time, or end the session that holds the lock (select pg_terminate_backend(pid)), " +
      "or raise lock_timeout in the migration itself.\n\n" +
      (sessions === ""
        ? "By now no other transaction is open."
        : `Transactions that are open now, the oldest first:\n${sessions}`),
    { cause: error },
  );
}
