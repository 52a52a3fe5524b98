/** Steps as programs on real databases. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storageOf } from "../../src/storage/build.ts";
import { everything } from "../storage/sample.ts";
import { openDatabase, type TestDatabase } from "../support/databases.ts";
import { firstProgram } from "../support/first-program.ts";
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
    db = await openDatabase(database, cluster, "program");
  });
  afterAll(() => db.close());
  beforeEach(() => db.reset());

  test("everything comes and goes", async () => {
    const storage = storageOf(everything);
    const first = firstProgram(storage, database);
    await db.run(first.up);
    expect((await db.reflect()).map(({ name }) => name).sort()).toEqual(
      storage.tables.map(({ name }) => name).sort(),
    );
    await db.run(first.down);
    expect(await db.reflect()).toEqual([]);
  });
});
