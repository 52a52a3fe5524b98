/**
 * Random chains of migrations over filled tables: a migrated database is like a fresh one, its rows have the values that
 * the oracle says, what must stop changes nothing, and down and up again leads to where it was.
 * `MIGRATION_CHAINS` raises the number of chains on SQLite; PostgreSQL runs a tenth of them.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { Dice } from "../random/dice.ts";
import { randomSteps } from "../random/steps.ts";
import { openDatabase, type TestDatabase } from "../support/databases.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { Journey } from "./journey.ts";

const chains = Number(process.env["MIGRATION_CHAINS"] ?? 40);
const first = Number(process.env["MIGRATION_SEED"] ?? 1);
const migrations = 6;

let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restwright-chains-"));
  if (hasPostgres) cluster = await startCluster();
});
afterAll(async () => {
  await cluster?.stop();
  await rm(folder, { recursive: true });
});

onEachDatabase((database) => {
  let db: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    db = await openDatabase(database, cluster, "chains");
    other = await openDatabase(database, cluster, "fresh");
  });
  afterAll(async () => {
    await db.close();
    await other.close();
  });
  async function chain(seed: number): Promise<void> {
    const dice = new Dice(seed);
    const journey = new Journey(db, other);
    let world = await journey.begin(await randomModel(seed));
    for (let number = 0; number < migrations; number += 1) {
      const { steps } = randomSteps(dice, world, `n${number}`);
      const told = `seed ${seed}, migration ${number}: ${JSON.stringify(steps, null, 1)}`;
      world = await journey.migrate(world, steps, { told, returns: dice.chance(50) });
    }
  }

  const count = database === "sqlite" ? chains : Math.ceil(chains / 10);
  test(`${count} chains of ${migrations} migrations`, { timeout: 36_000_000 }, async () => {
    for (let seed = first; seed < first + count; seed += 1) await chain(seed);
  });
});

async function randomModel(seed: number): Promise<Model> {
  const file = join(folder, "restwright.yaml");
  await writeFile(file, randomDeclaration(seed));
  const { model } = await loadModel(file);
  if (!model) throw new Error(`Declaration ${seed} has faults.`);
  return model;
}
