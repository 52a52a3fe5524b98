/**
 * Random chains of migrations over filled tables: a migrated database is like a fresh one, its rows have the values that
 * the oracle says, what must stop changes nothing, and down and up again leads to where it was.
 * `MIGRATION_CHAINS` raises the number of chains on SQLite; PostgreSQL runs a tenth of them.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nothing } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import { program } from "../../src/migrations/program.ts";
import { seedSql } from "../support/seed-sql.ts";
import type { Step } from "../../src/migrations/steps.ts";
import { wayBack } from "../../src/migrations/way-back.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { storageOf } from "../../src/storage/build.ts";
import { seedRows } from "../../src/storage/seed.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { Dice } from "../random/dice.ts";
import { randomSteps } from "../random/steps.ts";
import { openPostgres, openSqlite, type TestDatabase } from "../support/databases.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import type { ReflectedTable } from "../support/reflect.ts";
import { after, shown, Stop, type World } from "./world.ts";

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
    const open = (name: string) =>
      database === "sqlite" ? openSqlite() : openPostgres(cluster.database(name));
    db = await open("chains");
    other = await open("fresh");
  });
  afterAll(async () => {
    await db.close();
    await other.close();
  });
  const wish = { database, online: false };

  async function fresh(storage: Storage): Promise<ReflectedTable[]> {
    await other.reset();
    await other.run(program(firstSteps(storage), nothing, wish).up);
    return other.reflect();
  }

  async function begin(model: Model): Promise<World> {
    await db.reset();
    const storage = storageOf(model);
    await db.run(program(firstSteps(storage), nothing, wish).up);
    for (const sql of seedSql(seedRows(model, 8), storage, database)) await db.execute(sql);
    const rows = new Map<string, Awaited<ReturnType<typeof db.rows>>>();
    for (const table of storage.tables) rows.set(table.name, await db.rows(table));
    return { storage, rows };
  }

  async function mustBe(world: World, told: string): Promise<void> {
    expect(await db.reflect(), told).toEqual(await fresh(world.storage));
    await mustHold(world, told);
  }

  async function mustHold(world: World, told: string): Promise<void> {
    for (const table of world.storage.tables) {
      expect(shown(table, await db.rows(table)), `${table.name}: ${told}`).toEqual(
        shown(table, world.rows.get(table.name) ?? []),
      );
    }
  }

  /** Null where a step must stop. */
  function judged(world: World, steps: readonly Step[]): World | null {
    try {
      return after(world, steps);
    } catch (error) {
      if (error instanceof Stop) return null;
      throw error;
    }
  }

  /** Runs one way of a program, and returns the world after it. */
  async function travel(
    world: World,
    steps: readonly Step[],
    {
      passages,
      told,
    }: { readonly passages: ReturnType<typeof program>["up"]; readonly told: string },
  ): Promise<World> {
    const wanted = judged(world, steps);
    if (wanted !== null) {
      try {
        await db.run(passages, "forced");
      } catch (error) {
        throw new Error(told, { cause: error });
      }
      await mustBe(wanted, told);
      return wanted;
    }
    await expect(db.run(passages, "forced"), told).rejects.toThrow("migrate again");
    await mustBe(world, told);
    return world;
  }

  async function chain(seed: number): Promise<void> {
    const dice = new Dice(seed);
    let world = await begin(await randomModel(seed));
    for (let number = 0; number < migrations; number += 1) {
      const { steps } = randomSteps(dice, world, `n${number}`);
      const { up, down } = program(steps, world.storage, wish);
      const told = `seed ${seed}, migration ${number}: ${JSON.stringify(steps, null, 1)}`;
      const before = world;
      world = await travel(world, steps, { passages: up, told });
      if (world === before || !dice.chance(50)) continue;
      const back = await travel(world, wayBack(steps, before.storage), {
        passages: down,
        told: `down ${told}`,
      });
      if (back === world) continue;
      world = back;
      const { up: again } = program(steps, world.storage, wish);
      world = await travel(world, steps, { passages: again, told: `again ${told}` });
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
