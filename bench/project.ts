/** Makes, installs and builds the service that is measured, and fills its database. */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { Client } from "pg";
import type { Database } from "../src/model/model.ts";
import type { Cluster } from "../test/support/postgres.ts";

const here = import.meta.dirname;

export interface Project {
  readonly folder: string;
  readonly database: Database;
  /** Connection string of a copy of the filled database. */
  copyDatabase(name: string): string;
}

export const authors = 50;
export const books = 10_000;

/** The hand-tuned servers are put beside the service, so that all use the same installed packages. */
export async function makeProject(
  folder: string,
  database: Database,
  cluster: Cluster | null,
): Promise<Project> {
  mkdirSync(folder, { recursive: true });
  const declaration = readFileSync(join(here, "restwright.yaml"), "utf8");
  writeFileSync(
    join(folder, "restwright.yaml"),
    declaration.replace("database: sqlite", `database: ${database}`),
  );
  const run = (command: string, parameters: string[], environment = {}) => {
    const env = { ...process.env, ...environment };
    execFileSync(command, parameters, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  };
  run(process.execPath, [join(here, "../bin/restwright.js"), "generate", "--quiet"]);
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--silent"]);
  run("npm", ["run", "build", "--silent"]);
  cpSync(join(here, "servers"), join(folder, "servers"), { recursive: true });

  const copyDatabase = await fillDatabase(folder, cluster, async (url) =>
    run("npm", ["run", "migrate", "--silent"], { DATABASE_URL: url }),
  );
  return { folder, database, copyDatabase };
}

/** Migrates and fills a database. @returns what makes copies of it, and tells where they are. */
export async function fillDatabase(
  folder: string,
  cluster: Cluster | null,
  migrate: (url: string) => Promise<void>,
): Promise<(name: string) => string> {
  const file = join(folder, "base.db");
  const url = cluster ? cluster.database("base") : `sqlite:${file}`;
  await migrate(url);
  if (cluster) await fillPostgres(url);
  else fillSqlite(file);
  return (name) => {
    if (cluster) {
      cluster.query("postgres", `create database "${name}" template base`);
      return cluster.database(name);
    }
    const path = join(folder, `${name}.db`);
    copyFileSync(file, path);
    return `sqlite:${path}`;
  };
}

const statuses = ["draft", "published", "retired"];

export function bookOf(index: number) {
  return {
    title: `Title ${index}`,
    isbn: String(index).padStart(13, "0"),
    pages: 1 + (index % 900),
    price: `${1 + (index % 90)}.${String(index % 100).padStart(2, "0")}`,
    status: statuses[index % 3] ?? "draft",
    author_id: 1 + (index % authors),
  };
}

function* rows(): Generator<{ table: string; values: Record<string, string | number> }> {
  const at = "2024-01-01T00:00:00.000Z";
  const times = { created_at: at, updated_at: at };
  for (let index = 0; index < authors; index += 1) {
    yield { table: "authors", values: { name: `Name ${index}`, ...times } };
  }
  for (let index = 0; index < books; index += 1) {
    yield { table: "books", values: { ...bookOf(index), ...times } };
  }
}

function insertion(table: string, values: object, mark: (index: number) => string): string {
  const names = Object.keys(values);
  const marks = names.map((_name, index) => mark(index));
  return `insert into ${table} (${names.join(", ")}) values (${marks.join(", ")})`;
}

function fillSqlite(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("begin");
  for (const { table, values } of rows()) {
    database.prepare(insertion(table, values, () => "?")).run(...Object.values(values));
  }
  database.exec("commit; pragma wal_checkpoint(truncate); analyze");
  database.close();
}

async function fillPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("begin");
  for (const { table, values } of rows()) {
    const text = insertion(table, values, (index) => `$${index + 1}`);
    await client.query({ name: table, text, values: Object.values(values) });
  }
  await client.query("commit");
  await client.query("vacuum analyze");
  await client.end();
}
