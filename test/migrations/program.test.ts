/** Steps as programs on real databases. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { nothing } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import { program } from "../../src/migrations/program.ts";
import { storageOf } from "../../src/storage/build.ts";
import { everything } from "../storage/sample.ts";
import { openPostgres, openSqlite, type TestDatabase } from "../support/databases.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

onEachDatabase((database) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await (database === "sqlite" ? openSqlite() : openPostgres(cluster.database("program")));
  });
  afterAll(() => db.close());
  beforeEach(() => db.reset());
  const wish = { database, online: false };

  test("everything comes and goes", async () => {
    const storage = storageOf(everything);
    const first = program(firstSteps(storage), nothing, wish);
    await db.run(first.up);
    expect((await db.reflect()).map(({ name }) => name).sort()).toEqual(
      storage.tables.map(({ name }) => name).sort(),
    );
    await db.run(first.down);
    expect(await db.reflect()).toEqual([]);
  });
});
