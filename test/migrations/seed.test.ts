/** Seed rows go into real databases, which refuse what breaks a constraint. */
import { DatabaseSync } from "@photostructure/sqlite";
import { Client } from "pg";
import { expect, test } from "vitest";
import { seedSql } from "../support/seed-sql.ts";
import type { Model } from "../../src/model/model.ts";
import { storageOf } from "../../src/storage/build.ts";
import { seedRows } from "../../src/storage/seed.ts";
import { everything } from "../storage/sample.ts";
import { firstProgram, statementsOf } from "../support/first-program.ts";
import { enumeration, model, resource, scalar, string, toOne } from "../support/models.ts";
import { startCluster } from "../support/postgres.ts";
import { hasPostgres } from "../support/requirements.ts";

function statements(of: Model, database: "sqlite" | "postgres", count: number): string[] {
  const storage = storageOf(of);
  const { up } = firstProgram(storage, database);
  return [...statementsOf(up), ...seedSql(seedRows(of, count), storage, database)];
}

test("SQLite takes every seed row with foreign keys enforced", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("pragma foreign_keys = on");
  for (const statement of statements(everything, "sqlite", 12)) database.exec(statement);
  const count = (table: string) =>
    (database.prepare(`select count(*) as n from "${table}"`).get() as { n: number }).n;
  expect(["departments", "desks", "employees", "order", "labels"].map(count)).toEqual([
    12, 12, 10, 12, 12,
  ]);
  expect(count("order_labels")).toBe(24);
  expect(database.prepare("pragma foreign_key_check").all()).toEqual([]);
  database.exec(`insert into "labels" ("name") values ('next')`);
  expect(database.prepare(`select max("id") as id from "labels"`).get()).toEqual({ id: 13 });
  database.close();
});

test.skipIf(!hasPostgres)(
  "PostgreSQL takes every seed row, and goes on counting after them",
  async () => {
    const cluster = await startCluster();
    const client = new Client({ connectionString: cluster.database("seed") });
    await client.connect();
    try {
      for (const statement of statements(everything, "postgres", 12)) await client.query(statement);
      const added = await client.query(
        `insert into "labels" ("name") values ('next') returning "id"`,
      );
      expect(added.rows).toEqual([{ id: "13" }]);
    } finally {
      await client.end();
      await cluster.stop();
    }
  },
);

test("spare rows can be added to the seed rows", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("pragma foreign_keys = on");
  const seed = seedRows(everything, 3);
  const storage = storageOf(everything);
  expect(seed.spare).toHaveLength(2 * everything.resources.length);
  const later = seedSql({ rows: seed.spare, links: [], spare: [] }, storage, "sqlite");
  const { up } = firstProgram(storage, "sqlite");
  for (const statement of [...statementsOf(up), ...seedSql(seed, storage, "sqlite"), ...later]) {
    database.exec(statement);
  }
  database.close();
});

test("rows are the same in every run and honour uniques, checks and one-to-one", () => {
  const integer = { kind: "integer", min: null, max: null } as const;
  const of = model([
    resource("Parent", [scalar("name", string(40))]),
    resource(
      "Child",
      [
        scalar("low", integer),
        scalar("high", { ...integer, max: { value: "7", exclusive: true } }),
        scalar("flag", enumeration("a", "b", "c")),
        toOne("parent", "Parent", { unique: true }),
      ],
      {
        uniques: [
          { name: "flag", fields: ["flag"] },
          { name: "parent", fields: ["parent"] },
        ],
        checks: [
          {
            name: "low_high",
            source: "low < high",
            left: { kind: "field", field: "low" },
            operator: "<",
            right: { kind: "field", field: "high" },
          },
        ],
      },
    ),
    resource("Loop", [toOne("self", "Loop")]),
  ]);
  const seed = seedRows(of, 5);
  expect(seedRows(of, 5)).toEqual(seed);
  const children = seed.rows.filter((row) => row.resource === "Child");
  expect(children).toHaveLength(1);
  expect(seed.spare.filter((row) => row.resource === "Child")).toHaveLength(2);
  const all = [...children, ...seed.spare.filter((row) => row.resource === "Child")];
  expect(new Set(all.map((row) => row.columns["parent_id"])).size).toBe(3);
  expect(new Set(all.map((row) => row.body["flag"])).size).toBe(3);
  for (const { body } of all) {
    expect(Number(body["low"])).toBeLessThan(Number(body["high"]));
    expect(Number(body["high"])).toBeLessThan(7);
  }
  expect(seed.rows.filter((row) => row.resource === "Loop")).toEqual([]);
});
