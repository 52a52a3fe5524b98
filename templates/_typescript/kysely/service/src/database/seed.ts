/** `npm run seed`: puts the rows of `seeds/` into a database that has none yet. */
import { runProgram } from "../program.js";
import { Database } from "./database.js";
import { requireMigrations } from "./schema.js";
import { seed } from "./seeds.js";

await runProgram(async ({ databaseUrl }) => {
  const database = new Database(databaseUrl);
  try {
    await requireMigrations(database);
    const counts = await seed(database);
    if (counts === undefined) console.log("Nothing was added: there are rows already.");
    for (const [table, count] of counts ?? []) console.log(`${table}: ${count} rows`);
  } finally {
    await database.close();
  }
});
