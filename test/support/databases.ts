/** A database to run migrations on, in one shape for both. */
import { rmSync } from "node:fs";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { Client } from "pg";
import type { Passage } from "../../src/migrations/passages.ts";
import type { Database, JsonValue } from "../../src/model/model.ts";
import type { Column, Table } from "../../src/storage/storage.ts";
import type { Cluster } from "./postgres.ts";
import { type ReflectedTable, reflectPostgres, reflectSqlite } from "./reflect.ts";
import { type Losses, runPostgres, runSqlite } from "./run-program.ts";

export type StoredRow = Readonly<Record<string, JsonValue>>;

export interface TestDatabase {
  readonly database: Database;
  run(passages: readonly Passage[], losses?: Losses): Promise<void>;
  execute(sql: string): Promise<void>;
  query(sql: string): Promise<Readonly<Record<string, unknown>>[]>;
  /** Columns by name: their order is of no importance. */
  reflect(): Promise<ReflectedTable[]>;
  /** Everything in a table, in the form that the service shows, in no particular order. */
  rows(table: Table): Promise<StoredRow[]>;
  /** Drops everything. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** @param name of a database of its own in the cluster; SQLite's is in memory */
export function openDatabase(
  database: Database,
  cluster: Cluster,
  name: string,
): Promise<TestDatabase> {
  return database === "sqlite" ? openSqlite() : openPostgres(cluster.database(name));
}

export async function openSqlite(): Promise<TestDatabase> {
  return openSqliteFile(":memory:");
}

/** @param path which `reset` deletes */
export function openSqliteFile(path: string): TestDatabase {
  let database = opened(path);
  const query = async (sql: string) =>
    database.prepare(sql).all() as Readonly<Record<string, unknown>>[];
  return {
    database: "sqlite",
    run: async (passages, losses) => runSqlite(database, passages, losses),
    execute: async (sql) => database.exec(sql),
    query,
    reflect: async () => byColumn(reflectSqlite(database)),
    rows: (table) => rowsOf(table, query, sqliteValue),
    async reset() {
      database.close();
      if (path !== ":memory:") rmSync(path);
      database = opened(path);
    },
    close: async () => database.close(),
  };
}

function opened(path: string): DatabaseSyncInstance {
  const database = new DatabaseSync(path);
  // A process that was killed lets go of its locks a moment later.
  database.exec("pragma busy_timeout = 10000");
  database.exec("PRAGMA foreign_keys = ON");
  return database;
}

export async function openPostgres(connectionString: string): Promise<TestDatabase> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query("SET TIME ZONE 'UTC'");
  client.on("notice", () => {});
  const query = async (sql: string) =>
    (await client.query<Readonly<Record<string, unknown>>>(sql)).rows;
  return {
    database: "postgres",
    run: (passages, losses) => runPostgres(client, passages, losses),
    async execute(sql) {
      await client.query(sql);
    },
    query,
    reflect: async () => byColumn(await reflectPostgres(client)),
    rows: (table) => rowsOf(table, query, postgresValue),
    async reset() {
      await client.query("DROP SCHEMA public CASCADE");
      await client.query("CREATE SCHEMA public");
    },
    close: () => client.end(),
  };
}

function byColumn(tables: readonly ReflectedTable[]): ReflectedTable[] {
  return tables.map((table) => ({
    ...table,
    columns: [...table.columns].sort((one, other) => (one.name < other.name ? -1 : 1)),
  }));
}

type Query = (sql: string) => Promise<Readonly<Record<string, unknown>>[]>;
type Read = (value: string, column: Column) => JsonValue;

/** As text, so that no driver's idea of a value comes between. */
async function rowsOf(table: Table, query: Query, read: Read): Promise<StoredRow[]> {
  const isPostgres = read === postgresValue;
  const shown = table.columns.map(({ name, type }) => {
    if (!isPostgres && type.kind === "decimal") {
      return `CASE WHEN "${name}" IS NOT NULL THEN printf('%.${type.scale}f', "${name}") END AS "${name}"`;
    }
    if (!isPostgres && type.kind === "double") return `"${name}"`;
    return isPostgres ? `"${name}"::text AS "${name}"` : `CAST("${name}" AS TEXT) AS "${name}"`;
  });
  const found = await query(`SELECT ${shown.join(", ")} FROM "${table.name}"`);
  return found.map((row) =>
    Object.fromEntries(
      table.columns.map((column) => {
        const value = row[column.name];
        return [column.name, value === null ? null : read(String(value), column)];
      }),
    ),
  );
}

function sqliteValue(value: string, { type }: Column): JsonValue {
  switch (type.kind) {
    case "integer":
    case "bigint":
      return Number(value);
    case "double":
      return Number(value);
    case "boolean":
      return value === "1";
    case "json":
      return JSON.parse(value) as JsonValue;
    default:
      return value;
  }
}

function postgresValue(value: string, { type }: Column): JsonValue {
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "double":
      return Number(value);
    case "boolean":
      return value === "true";
    case "json":
      return JSON.parse(value) as JsonValue;
    case "datetime":
      return new Date(value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")).toISOString();
    default:
      return value;
  }
}
