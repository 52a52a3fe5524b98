/** `npm run seed`: puts the rows of `seeds/` into a database that has none yet. */
import { existsSync } from "node:fs";
import process from "node:process";
import { readConfig } from "../config.js";
import { Database } from "./database.js";
import { seed } from "./seeds.js";

if (existsSync(".env")) process.loadEnvFile(".env");

const database = new Database(readConfig(process.env).databaseUrl);

try {
  const counts = await seed(database);
  if (counts === undefined) console.log("Nothing was added: there are rows already.");
  for (const [table, count] of counts ?? []) console.log(`${table}: ${count} rows`);
} finally {
  await database.close();
}
