/** `npm run migrate`, `migrate:down` and `migrate:status`. */
import { existsSync } from "node:fs";
import process from "node:process";
import { readConfig } from "../config.js";
import { MigrationStopped } from "./migration.js";
import { DatabaseMigrator } from "./migrator.js";

if (existsSync(".env")) process.loadEnvFile(".env");

const [command = "up"] = process.argv.slice(2);
const migrator = new DatabaseMigrator(readConfig(process.env).databaseUrl);

try {
  if (command === "up") await migrator.up((done) => console.log(done));
  else if (command === "down") await migrator.down((done) => console.log(done));
  else if (command === "status") await printStatus();
  else throw new Error(`Unknown command "${command}": use up, down or status.`);
} catch (error) {
  if (!(error instanceof MigrationStopped)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await migrator.close();
}

async function printStatus(): Promise<void> {
  for (const { name, executedAt } of await migrator.list()) {
    console.log(`${executedAt?.toISOString() ?? "pending".padEnd(24)}  ${name}`);
  }
}
