/**
 * Random edits of declarations, one after the other, on databases that have rows: what compare makes of each edit runs,
 * the database is then like one made fresh, rows have the values that the declarations say, children are all there, and
 * down and up again leads to where it was. An edit that rows are in the way of changes nothing, and another is tried.
 * `EDIT_CHAINS` raises the number of chains on SQLite; PostgreSQL runs a tenth of them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { compare } from "../../src/migrations/compare.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { Dice } from "../random/dice.ts";
import { randomEdit } from "../random/edits.ts";
import { openDatabase, type TestDatabase } from "../support/databases.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { expectFollowed, softDeletions } from "./followed.ts";
import { Journey } from "./journey.ts";
import { refill } from "./refill.ts";
import { agreed, modelAndSchema, reach } from "./schemas.ts";

const chains = Number(process.env["EDIT_CHAINS"] ?? 30);
const first = Number(process.env["EDIT_SEED"] ?? 1);
const edits = 6;

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

interface Count {
  ran: number;
  stopped: number;
  compared: number;
  /** The edit that is being tried. */
  edit: string;
}

onEachDatabase((database) => {
  let db: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    db = await openDatabase(database, cluster, "edits");
    other = await openDatabase(database, cluster, "edits_fresh");
  });
  afterAll(async () => {
    await db.close();
    await other.close();
  });

  async function chain(seed: number, count: Count): Promise<void> {
    const dice = new Dice(seed);
    const journey = new Journey(db, other);
    let text = randomDeclaration(seed);
    let { model } = modelAndSchema(text);
    let world = await journey.begin(model);
    for (let number = 0; number < edits; number += 1) {
      const edit = randomEdit(text, dice);
      const wanted = modelAndSchema(edit.text);
      const told = `seed ${seed}, edit ${number}: ${edit.what}`;
      count.edit = told;
      if (dice.chance(30)) {
        for (const sql of softDeletions(world)) await db.execute(sql);
        world = await journey.read(world.storage);
      }
      const compared = compare(world.storage, wanted, agreed);
      reach(world.storage, wanted, compared);
      const before = { model, world };
      const returns = dice.chance(50);
      world = await journey.migrate(world, compared.steps, { told, returns });
      if (world === before.world && compared.steps.length > 0) {
        count.stopped += 1;
        continue;
      }
      count.ran += 1;
      ({ text } = edit);
      ({ model } = wanted);
      // What came back by the way down is there only as far as the way back could tell.
      if (!returns) count.compared += expectFollowed(before, { model, world }, told);
      for (const sql of refill(model, world, database)) await db.execute(sql);
      world = await journey.read(world.storage);
    }
  }

  const total = database === "sqlite" ? chains : Math.ceil(chains / 10);
  test(`${total} chains of ${edits} edits`, { timeout: 36_000_000 }, async () => {
    const count: Count = { ran: 0, stopped: 0, compared: 0, edit: "" };
    const failed: string[] = [];
    for (let seed = first; seed < first + total; seed += 1) {
      await chain(seed, count).catch((error: unknown) =>
        failed.push(`${count.edit}\n${wordsOf(error)}`),
      );
    }
    expect(failed).toEqual([]);
    // More go through than are stopped, and there are rows to follow.
    expect(count.ran).toBeGreaterThan(count.stopped);
    expect(count.compared).toBeGreaterThan(count.ran);
  });
});

/** With what it was thrown for, and the edit that led to it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\n${wordsOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
