/** `npm run migrate`, `migrate:down` and `migrate:status`. */
import process from "node:process";
import { UsageError, runProgram } from "../program.js";
import { DatabaseMigrator } from "./migrator.js";

const commands: Readonly<Record<string, (migrator: DatabaseMigrator) => Promise<void>>> = {
  up: async (migrator) => migrator.up((done) => console.log(done)),
  down: async (migrator) => migrator.down((done) => console.log(done)),
  status: printStatus,
};

await runProgram(async ({ databaseUrl }) => {
  const [name = "up"] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`Unknown command "${name}": use ${Object.keys(commands).join(", ")}.`);
  }
  const migrator = new DatabaseMigrator(databaseUrl);
  try {
    await command(migrator);
  } finally {
    await migrator.close();
  }
});

async function printStatus(migrator: DatabaseMigrator): Promise<void> {
  for (const { name, executedAt } of await migrator.list()) {
    console.log(`${executedAt?.toISOString() ?? "pending".padEnd(24)}  ${name}`);
  }
}
