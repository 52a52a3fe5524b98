/** Making a table of SQLite anew: https://www.sqlite.org/lang_altertable.html#otheralter */
import { type Kysely, type RawBuilder, sql } from "kysely";
import { MigrationStopped } from "./migration.js";

export interface Rebuild {
  readonly table: string;
  /** The columns that it has by now. */
  readonly columns: readonly string[];
  /** Its name while the old one is there. */
  readonly as: string;
  readonly create: RawBuilder<unknown>;
  /** Fills the new table from the old one. */
  readonly copy: RawBuilder<unknown>;
}

/**
 * Indexes and triggers of the table are put back as they are, its numbers go on. Foreign keys must be off, or the rows
 * that refer to the table would go with the old one.
 * @throws MigrationStopped where the table has other columns than are known, which would be lost
 */
export async function rebuild(database: Kysely<unknown>, options: Rebuild): Promise<void> {
  const { table, as, create, copy } = options;
  await stopAtOtherColumns(database, options);
  const { rows: dependents } = await sql<{ sql: string }>`
    select sql from sqlite_master
    where type in ('index', 'trigger') and lower(tbl_name) = lower(${table}) and sql is not null
    order by rowid
  `.execute(database);
  await create.execute(database);
  await copy.execute(database);
  await keepNumbers(database, options);
  await sql`drop table ${sql.id(table)}`.execute(database);
  // Views, and triggers of other tables, name the table and shall go on doing so.
  await sql`pragma legacy_alter_table = on`.execute(database);
  try {
    await sql`alter table ${sql.id(as)} rename to ${sql.id(table)}`.execute(database);
  } finally {
    await sql`pragma legacy_alter_table = off`.execute(database);
  }
  for (const dependent of dependents) await sql.raw(dependent.sql).execute(database);
}

/** Has SQLite read the whole schema, so that a view or trigger which names what is gone fails now and not in use. */
export async function verifySchema(database: Kysely<unknown>): Promise<void> {
  await sql`savepoint verify_schema`.execute(database);
  await sql`create table verify_schema (id)`.execute(database);
  await sql`alter table verify_schema rename to verify_schema_renamed`.execute(database);
  await sql`rollback to verify_schema`.execute(database);
  await sql`release verify_schema`.execute(database);
}

async function stopAtOtherColumns(
  database: Kysely<unknown>,
  { table, columns }: Rebuild,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from pragma_table_xinfo(${table})
  `.execute(database);
  const known = columns.map((name) => name.toLowerCase());
  const found = rows.map(({ name }) => name.toLowerCase());
  const others = [
    ...found.filter((name) => !known.includes(name)),
    ...known.filter((name) => !found.includes(name)),
  ];
  if (others.length === 0) return;
  throw new MigrationStopped(
    `The table ${table} has changed since this migration was made: ${others.join(", ")}.\n` +
      "It would be copied without that. Make the migration anew, after the one that changed the table; " +
      "where that was by hand, name the columns in `columns`, `create` and `copy` of this one.",
  );
}

/** The numbers of deleted rows are not given again. */
async function keepNumbers(database: Kysely<unknown>, { table, as }: Rebuild): Promise<void> {
  const { rows } = await sql`
    select name from sqlite_master where name = 'sqlite_sequence'
  `.execute(database);
  if (rows.length === 0) return;
  await sql`delete from sqlite_sequence where name = ${as}`.execute(database);
  await sql`
    insert into sqlite_sequence (name, seq)
    select ${as}, seq from sqlite_sequence where lower(name) = lower(${table})
  `.execute(database);
}
