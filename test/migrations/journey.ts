/**
 * A filled database on its way through migrations: after each, it is like one made fresh, its rows have the values that
 * the oracle says, and what must stop has changed nothing.
 */
import { expect } from "vitest";
import { program } from "../../src/migrations/program.ts";
import { seedSql } from "../support/seed-sql.ts";
import type { Step } from "../../src/migrations/steps.ts";
import { wayBack } from "../../src/migrations/way-back.ts";
import type { Model } from "../../src/model/model.ts";
import { storageOf } from "../../src/storage/build.ts";
import { seedRows } from "../../src/storage/seed.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { StoredRow, TestDatabase } from "../support/databases.ts";
import { firstProgram, reflectFresh } from "../support/first-program.ts";
import { after, isUnknown, shown, Stop, type World } from "./world.ts";

export interface Way {
  readonly passages: ReturnType<typeof program>["up"];
  /** What is said of it where it fails. */
  readonly told: string;
}

export interface Trip {
  readonly told: string;
  readonly returns: boolean;
}

export class Journey {
  readonly db: TestDatabase;
  readonly #other: TestDatabase;

  /** @param other where fresh databases are made */
  constructor(db: TestDatabase, other: TestDatabase) {
    this.db = db;
    this.#other = other;
  }

  async begin(model: Model): Promise<World> {
    const { db } = this;
    await db.reset();
    const storage = storageOf(model);
    await db.run(firstProgram(storage, db.database).up);
    for (const sql of seedSql(seedRows(model, 8), storage, db.database)) await db.execute(sql);
    return this.read(storage);
  }

  async read(storage: Storage): Promise<World> {
    const rows = new Map<string, StoredRow[]>();
    for (const table of storage.tables) rows.set(table.name, await this.db.rows(table));
    return { storage, rows };
  }

  /**
   * Runs one way of a program.
   * @returns the world after it: the same one where rows are in the way
   */
  async travel(world: World, steps: readonly Step[], { passages, told }: Way): Promise<World> {
    const wanted = judged(world, steps);
    if (wanted === null) {
      await expect(this.db.run(passages, "forced"), told).rejects.toThrow("migrate again");
      await this.#mustBe(world, told);
      return world;
    }
    try {
      await this.db.run(passages, "forced");
    } catch (error) {
      throw new Error(told, { cause: error });
    }
    await this.#mustBe(wanted, told);
    return this.read(wanted.storage);
  }

  /** The steps of one migration; where `returns`, back and once more. @returns the world after them, as `travel` does */
  async migrate(world: World, steps: readonly Step[], { told, returns }: Trip): Promise<World> {
    const wish = { database: this.db.database, online: false };
    const { up, down } = program(steps, world.storage, wish);
    const there = await this.travel(world, steps, { passages: up, told });
    if (there === world || !returns) return there;
    const back = await this.travel(there, wayBack(steps, world.storage), {
      passages: down,
      told: `down ${told}`,
    });
    if (back === there) return there;
    const { up: again } = program(steps, back.storage, wish);
    return this.travel(back, steps, { passages: again, told: `again ${told}` });
  }

  async #mustBe({ storage, rows }: World, told: string): Promise<void> {
    expect(await this.db.reflect(), told).toEqual(await reflectFresh(this.#other, storage));
    for (const table of storage.tables) {
      const expected = rows.get(table.name) ?? [];
      const unknown = table.columns
        .map(({ name }) => name)
        .filter((name) => expected.some((row) => isUnknown(row[name])));
      const hidden = new Set(unknown);
      expect(shown(table, await this.db.rows(table), hidden), `${table.name}: ${told}`).toEqual(
        shown(table, expected, hidden),
      );
    }
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
