/** The first migration, run on real databases: they must say of themselves what the storage says. */
import { DatabaseSync } from "@photostructure/sqlite";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Passage } from "../../src/migrations/passages.ts";
import { seedSql } from "../support/seed-sql.ts";
import type { Database, JsonValue, Model } from "../../src/model/model.ts";
import { loadModel } from "../../src/model/load.ts";
import { storageOf } from "../../src/storage/build.ts";
import { seedRows } from "../../src/storage/seed.ts";
import type { Column, Storage, Table } from "../../src/storage/storage.ts";
import { everything, hostile } from "../storage/sample.ts";
import { firstProgram, statementsOf } from "../support/first-program.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { type ReflectedTable, reflectPostgres, reflectSqlite } from "../support/reflect.ts";
import { runPostgres, runSqlite } from "../support/run-program.ts";

const storage = storageOf(everything);

const types: Readonly<Record<Database, (column: Column) => string>> = {
  sqlite: ({ type: { kind } }) => {
    if (["integer", "bigint", "boolean"].includes(kind)) return "INTEGER";
    if (kind === "decimal") return "NUMERIC";
    return kind === "double" ? "REAL" : "TEXT";
  },
  postgres: ({ type }) => {
    if (type.kind === "varchar") return `character varying(${type.length}) C`;
    if (type.kind === "decimal") return `numeric(${type.precision},${type.scale})`;
    const named = {
      text: "text C",
      integer: "integer",
      bigint: "bigint",
      double: "double precision",
      boolean: "boolean",
      date: "date",
      time: "time(0) without time zone",
      datetime: "timestamp(3) with time zone",
      uuid: "uuid",
      json: "jsonb",
    };
    return named[type.kind];
  },
};

function byName<Part extends { readonly name: string }>(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Everything but the text of defaults and checks, which the tests below judge by what they do. */
function expected(table: Table, database: Database) {
  const isNullable = (name: string) => table.columns.some((c) => c.name === name && c.nullable);
  const nulls = (name: string) =>
    database === "postgres" && isNullable(name) ? " NULLS LAST" : "";
  const uniques = table.uniques.map((unique) => ({
    name: unique.name,
    unique: true,
    keys: unique.columns,
    partial: unique.whereNull !== null,
  }));
  const indexes = table.indexes.map((index) => ({
    name: index.name,
    unique: false,
    keys: index.keys.map((k) => k.column + (k.descending ? ` DESC${nulls(k.column)}` : "")),
    partial: false,
  }));
  return {
    name: table.name,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: types[database](column),
      nullable: column.nullable,
      identity: column.identity,
      hasDefault: column.default !== null,
    })),
    primaryKey: table.primaryKey,
    indexes: byName([...uniques, ...indexes]),
    foreignKeys: byName(table.foreignKeys).map((key) => ({
      name: key.name,
      columns: key.columns,
      table: key.table,
      references: key.references,
      onDelete: { restrict: "RESTRICT", cascade: "CASCADE", set_null: "SET NULL" }[key.onDelete],
    })),
    checks: byName(table.checks)
      .filter(({ rule }) => database === "sqlite" || !rule.kind.startsWith("is_"))
      .map((check) => check.name),
    invalid: [],
    sequences: table.columns
      .filter(({ identity }) => identity && database === "postgres")
      .map((column) => `public.${table.name}_${column.name}_seq`),
  };
}

function reflectedShape(table: ReflectedTable) {
  return {
    ...table,
    columns: table.columns.map(({ default: value, ...column }) =>
      Object.assign(column, { hasDefault: value !== null }),
    ),
    indexes: table.indexes.map(({ where, ...index }) =>
      Object.assign(index, { partial: where !== null }),
    ),
    checks: table.checks.map((check) => check.name),
  };
}

function expectedShapes(of: Storage, database: Database) {
  return [...of.tables]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((table) => expected(table, database));
}

interface Connection {
  /** Whatever rows would be lost. */
  migrate(passages: readonly Passage[]): Promise<void>;
  run(sql: string): Promise<unknown>;
  reflect(): Promise<ReflectedTable[]>;
  /** The value of an expression, as text; json in its shortest form. */
  evaluate(expression: string): Promise<string>;
  close(): Promise<void>;
}

async function referenceModel(): Promise<Model> {
  const { model } = await loadModel(join(import.meta.dirname, "../references/restwright.yaml"));
  if (!model) throw new Error("The reference declaration has faults.");
  return model;
}

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

const open: Readonly<Record<Database, () => Promise<Connection>>> = {
  async sqlite() {
    const database = new DatabaseSync(":memory:");
    database.exec("pragma foreign_keys = on");
    return {
      migrate: async (passages) => runSqlite(database, passages, "forced"),
      run: async (sql) => database.exec(sql),
      reflect: async () => reflectSqlite(database),
      evaluate: async (expression) =>
        String(Object.values(database.prepare(`select (${expression})`).get() as object)[0]),
      close: async () => database.close(),
    };
  },
  async postgres() {
    const name = `first_${(count += 1)}`;
    const client = new Client({ connectionString: cluster.database(name) });
    await client.connect();
    await client.query("set time zone 'UTC'");
    return {
      migrate: (passages) => runPostgres(client, passages, "forced"),
      run: (sql) => client.query(sql),
      reflect: () => reflectPostgres(client),
      evaluate: async (expression) =>
        String((await client.query(`select (${expression})::text as v`)).rows[0]["v"]),
      close: () => client.end(),
    };
  },
};

onEachDatabase((database) => {
  let connection: Connection;
  const { up, down } = firstProgram(storage, database);

  beforeAll(async () => {
    connection = await open[database]();
    await connection.migrate(up);
  });
  afterAll(() => connection.close());

  test("the database has the tables, columns, keys, indexes and checks of the storage", async () => {
    const reflected = await connection.reflect();
    expect(reflected.map(reflectedShape)).toEqual(expectedShapes(storage, database));
  });

  test("the reference declaration and its seed rows fit, and go again", async () => {
    const reference = await referenceModel();
    const wanted = storageOf(reference);
    const own = await open[database]();
    const first = firstProgram(wanted, database);
    await own.migrate(first.up);
    expect((await own.reflect()).map(reflectedShape)).toEqual(expectedShapes(wanted, database));
    const seed = seedRows(reference, 10);
    expect(seed.rows).toHaveLength(10 * reference.resources.length);
    for (const statement of seedSql(seed, wanted, database)) await own.run(statement);
    await own.migrate(first.down);
    expect(await own.reflect()).toEqual([]);
    await own.close();
  });

  test("partial indexes hold among living rows", async () => {
    const order = (await connection.reflect()).find((table) => table.name === "order");
    const conditions = order?.indexes.filter((index) => index.unique).map((index) => index.where);
    expect(conditions?.map((where) => where?.replace(/[("")]/g, ""))).toEqual([
      "deleted_at IS NULL",
      "deleted_at IS NULL",
    ]);
  });

  test("statements can be indented: line ends are never part of a value", () => {
    const made = statementsOf(up).filter((statement) => !statement.startsWith("SET LOCAL "));
    const lines = made.flatMap((statement) => statement.split("\n"));
    for (const line of lines) expect(line).toMatch(/^(?:CREATE|ALTER|\)| {2}(?:"|CONSTRAINT|ADD))/);
  });

  test("defaults are the declared values, whatever stands in them", async () => {
    const order = (await connection.reflect()).find((table) => table.name === "order");
    const values: Record<string, string> = {};
    for (const column of order?.columns ?? []) {
      if (column.default !== null) values[column.name] = await connection.evaluate(column.default);
    }
    const { day, clock, seen, created_at, updated_at, extra, at, price, weight, ...rest } = values;
    expect(rest).toEqual({
      lines: "3",
      bytes: "9007199254740991",
      open: database === "sqlite" ? "0" : "false",
      state: hostile,
      remark: hostile,
      tags: "[]",
      row_version: "1",
    });
    expect(Number(price)).toBe(-0.5);
    expect(Number(weight)).toBe(-1.5e-7);
    expect(new Date(at ?? "").toISOString()).toBe("2024-02-29T21:59:59.123Z");
    expect(JSON.parse(extra ?? "")).toEqual({ [hostile]: [hostile, null, 1.5] });
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(clock).toMatch(/^\d\d:\d\d:\d\d$/);
    for (const moment of [seen, created_at, updated_at]) {
      expect(Math.abs(Date.parse(moment ?? "") - Date.now())).toBeLessThan(60_000);
    }
    if (database === "sqlite") expect(seen).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test("checks refuse what the declaration refuses, and nothing else", async () => {
    const insert = (columns: Record<string, JsonValue>) => connection.run(insertion(columns));
    await connection.run(`insert into "desks" ("id") values ('d1')`);
    await connection.run(`insert into "employees" ("name", "desk_id") values ('Ann', 'd1')`);
    await insert({});
    await insert({ state: "", mail: "b" });
    const refused: [Record<string, JsonValue>, RegExp][] = [
      [{ state: "other" }, /ck_order_state/],
      [{ discount: "2.00" }, /ck_order_discount_price/],
      [{ at: "1999-12-31T23:59:59.999Z" }, /ck_order_at_since/],
      [{ at: "2000-01-01T00:00:00.000Z" }, /ck_order_at_since/],
      [{ remark: "'; DROP TABLE order; --" }, /ck_order_remark_not/],
    ];
    if (database === "sqlite") {
      refused.push([{ open: 2 }, /ck_order_open/], [{ extra: "{" }, /ck_order_extra/]);
    }
    for (const [columns, message] of refused) {
      await expect(insert({ mail: "c", ...columns })).rejects.toThrow(message);
    }
  });

  test("down leaves nothing, though every table has rows", async () => {
    await connection.run(`insert into "departments" ("title", "head_id") values ('A', 1)`);
    await connection.run(`update "employees" set "department_id" = 1, "manager_id" = 1`);
    await connection.run(`insert into "desks" ("id") values ('d2')`);
    await connection.run(
      `insert into "employees" ("name", "desk_id", "manager_id") values ('Bo', 'd2', 1)`,
    );
    await connection.migrate(down);
    expect(await connection.reflect()).toEqual([]);
    await connection.migrate(up);
    expect((await connection.reflect()).map(reflectedShape)).toEqual(
      expectedShapes(storage, database),
    );
  });
});

/** A living order with the values given, and valid ones for the other columns that have no default. */
function insertion(columns: Record<string, JsonValue>): string {
  const values = {
    id: `00000000-0000-7000-8000-${String((count += 1)).padStart(12, "0")}`,
    group: `g${count}`,
    note: "",
    mail: "a",
    price: "1.00",
    remark: "",
    employee_id: 1,
    ...columns,
  };
  const names = Object.keys(values).map((name) => `"${name}"`);
  const literals = Object.values(values).map((value) => `'${String(value).replaceAll("'", "''")}'`);
  return `insert into "order" (${names.join(", ")}) values (${literals.join(", ")})`;
}
let count = 0;
