/** `npm run seed`: puts the rows of `seeds/` into a database that has none yet. */
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { sql } from "kysely";
import { readConfig } from "../config.js";
import { Database, type Session, first } from "./database.js";
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

if (existsSync(".env")) process.loadEnvFile(".env");

const database = new Database(readConfig(process.env).databaseUrl);

try {
  await database.transaction(fill);
} finally {
  await database.close();
}

async function fill(session: Session): Promise<void> {
  for (const table of tables) {
    if (!(await isEmpty(session, table))) {
      console.log(`Nothing was added: ${table} has rows already.`);
      return;
    }
  }
  for (const table of tables) {
    const rows = readRows(table);
    for (const row of rows) await insert(session, table, row);
    console.log(`${table}: ${rows.length} rows`);
  }
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
