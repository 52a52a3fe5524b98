/**
 * Runs programs of migrations as emitted services do: the same statements in the same order. What each mode and part
 * asks for is said in `src/migrations/passages.ts`.
 */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Client } from "pg";
import type { Part, Passage, Rebuild } from "../../src/migrations/passages.ts";

/** `forced`: whatever would be lost is lost. */
export type Losses = "refused" | "forced";

/** Rows are in the way; nothing has changed. */
export class RowsInTheWay extends Error {
  readonly rows: readonly object[];

  constructor(message: string, query: string, rows: readonly object[]) {
    super(`${message}\n\n${query}\n\n${JSON.stringify(rows, null, 2)}`);
    this.rows = rows;
  }
}

type Asking = Extract<Part, { kind: "check" | "loss" }>;

function judge({ message, query }: Asking, rows: readonly object[]): void {
  if (rows.length > 0) throw new RowsInTheWay(message, query, rows);
}

export function runSqlite(
  database: DatabaseSyncInstance,
  passages: readonly Passage[],
  losses: Losses = "refused",
): void {
  for (const { mode, parts } of passages) {
    if (mode === "outside") throw new Error("SQLite runs nothing outside of transactions.");
    if (mode === "foreign_keys_off") database.exec("PRAGMA foreign_keys = OFF");
    try {
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const part of parts) runSqlitePart(database, part, losses);
        if (mode === "foreign_keys_off") checkForeignKeys(database);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    } finally {
      if (mode === "foreign_keys_off") database.exec("PRAGMA foreign_keys = ON");
    }
  }
}

function runSqlitePart(database: DatabaseSyncInstance, part: Part, losses: Losses): void {
  switch (part.kind) {
    case "sql":
      database.exec(part.sql);
      return;
    case "loss":
      if (losses === "refused") judge(part, database.prepare(part.query).all() as object[]);
      return;
    case "check":
      judge(part, database.prepare(part.query).all() as object[]);
      return;
    case "rebuild":
      rebuild(database, part);
      return;
    case "verify_schema":
      database.exec("SAVEPOINT verify_schema");
      database.exec('CREATE TABLE "verify_schema" ("id")');
      database.exec('ALTER TABLE "verify_schema" RENAME TO "verify_schema_renamed"');
      database.exec("ROLLBACK TO verify_schema");
      database.exec("RELEASE verify_schema");
  }
}

function rebuild(
  database: DatabaseSyncInstance,
  { table, columns, as, create, copy }: Rebuild,
): void {
  const found = database.prepare("SELECT name FROM pragma_table_info(?)").all(table) as {
    readonly name: string;
  }[];
  const known = new Set(columns.map((name) => name.toLowerCase()));
  if (found.length !== known.size || found.some(({ name }) => !known.has(name.toLowerCase()))) {
    throw new Error(
      `The table ${table} has the columns ${found.map(({ name }) => name).join(", ")}, and would lose some: ${columns.join(", ")} are known.`,
    );
  }
  const kept = database
    .prepare(
      "SELECT sql FROM sqlite_master WHERE tbl_name = ? COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid",
    )
    .all(table) as { readonly sql: string }[];
  database.exec(create);
  database.exec(copy);
  const isCounting = database
    .prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    .get();
  if (isCounting) {
    database.prepare("DELETE FROM sqlite_sequence WHERE name = ?").run(as);
    database
      .prepare(
        "INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM sqlite_sequence WHERE name = ?",
      )
      .run(as, table);
  }
  database.exec(`DROP TABLE ${quoted(table)}`);
  database.exec("PRAGMA legacy_alter_table = ON");
  try {
    database.exec(`ALTER TABLE ${quoted(as)} RENAME TO ${quoted(table)}`);
  } finally {
    database.exec("PRAGMA legacy_alter_table = OFF");
  }
  for (const { sql } of kept) database.exec(sql);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function checkForeignKeys(database: DatabaseSyncInstance): void {
  const query = "PRAGMA foreign_key_check";
  const message = "Rows refer to rows that would not be there. Correct them, then migrate again.";
  judge({ kind: "check", query, message }, database.prepare(query).all() as object[]);
}

export async function runPostgres(
  client: Client,
  passages: readonly Passage[],
  losses: Losses = "refused",
): Promise<void> {
  for (const { mode, parts } of passages) {
    if (mode === "outside") {
      for (const part of parts) await runPostgresPart(client, part, losses);
      continue;
    }
    await client.query("BEGIN");
    try {
      for (const part of parts) await runPostgresPart(client, part, losses);
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    }
  }
}

async function runPostgresPart(client: Client, part: Part, losses: Losses): Promise<void> {
  switch (part.kind) {
    case "sql":
      await client.query(part.sql);
      return;
    case "loss":
      if (losses === "refused") judge(part, (await client.query<object>(part.query)).rows);
      return;
    case "check":
      judge(part, (await client.query<object>(part.query)).rows);
      return;
    default:
      throw new Error(`PostgreSQL has no ${part.kind}.`);
  }
}
