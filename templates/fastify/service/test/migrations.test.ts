import { expect, test } from "vitest";
import { DatabaseMigrator } from "../src/database/migrator.js";
import { createTestDatabase } from "./support/database.js";

test("migrations go up, down and up again", async () => {
  const database = await createTestDatabase();
  const migrator = new DatabaseMigrator(database.url);
  const pending = async () =>
    (await migrator.list()).filter(({ executedAt }) => executedAt === undefined);
  await migrator.up();
  expect(await pending()).toEqual([]);
  const all = await migrator.list();
  for (const _ of all) await migrator.down();
  expect(await pending()).toHaveLength(all.length);
  await migrator.up();
  expect(await pending()).toEqual([]);
  await migrator.close();
  await database.remove();
});
