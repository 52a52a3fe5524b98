/** Rows to begin with, from `seeds/`. */
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { type Database, type Session, first } from "./database.js";
import { compile, raw } from "./statement.js";

/** Parents before children. */
const tables = [
  "countries",
  "authors",
  "categories",
  "tags",
  "publishers",
  "books",
  "reviews",
  "settings",
  "tag_related",
  "book_tags",
];

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** @returns how many rows each table got; undefined where one has rows already, and none was added */
export async function seed(database: Database): Promise<ReadonlyMap<string, number> | undefined> {
  return database.transaction(fill);
}

async function fill(session: Session): Promise<ReadonlyMap<string, number> | undefined> {
  for (const table of tables) {
    if (!(await isEmpty(session, table))) return undefined;
  }
  const counts = new Map<string, number>();
  for (const table of tables) {
    const rows = readRows(table);
    for (const row of rows) await insert(session, table, row);
    counts.set(table, rows.length);
  }
  return counts;
}

async function isEmpty(session: Session, table: string): Promise<boolean> {
  const query = sql`select 1 from ${sql.table(table)} limit 1`;
  return (await first(session, compile(raw(query)), {})) === undefined;
}

function readRows(table: string): readonly Row[] {
  const file = new URL(`../../seeds/${table}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Row[];
}

async function insert(session: Session, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).map((name) => sql.ref(name));
  const values = Object.values(row).map((value) =>
    typeof value === "boolean" ? Number(value) : value,
  );
  const query = sql`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(values)})`;
  await session.all(compile(raw(query)), {});
}
