/** `npm run migrate`, `migrate:down` and `migrate:status`. */
import { existsSync } from "node:fs";
import process from "node:process";
import { readConfig } from "../config.js";
import { createMigrator } from "./migrator.js";

if (existsSync(".env")) process.loadEnvFile(".env");

const [command = "up"] = process.argv.slice(2);
const { migrator, close } = createMigrator(readConfig(process.env).databaseUrl);

try {
  if (command === "status") await printStatus();
  else if (command === "up") await report(migrator.migrateToLatest());
  else if (command === "down") await report(migrator.migrateDown());
  else throw new Error(`Unknown command "${command}": use up, down or status.`);
} finally {
  await close();
}

async function printStatus(): Promise<void> {
  for (const { name, executedAt } of await migrator.getMigrations()) {
    console.log(`${executedAt?.toISOString() ?? "pending".padEnd(24)}  ${name}`);
  }
}

async function report(run: ReturnType<typeof migrator.migrateToLatest>): Promise<void> {
  const { error, results = [] } = await run;
  for (const { migrationName, direction, status } of results) {
    console.log(
      `${direction.toLowerCase().padEnd(4)}  ${status.toLowerCase().padEnd(12)}  ${migrationName}`,
    );
  }
  if (results.length === 0 && error === undefined) console.log("Nothing to do.");
  if (error !== undefined) throw error;
}
