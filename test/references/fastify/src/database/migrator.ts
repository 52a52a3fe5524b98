/** Brings a database to the schema that the code expects. */
import {
  type Kysely,
  type Migration,
  type MigrationInfo,
  type MigrationResultSet,
  Migrator,
} from "kysely";
import { explainLock } from "./locks.js";
import { alone, openForMigrations } from "./migration-database.js";
import { migrationFiles } from "./schema.js";

/** A file of `migrations/`. */
interface MigrationModule extends Migration {
  /** False where it begins and ends its transactions itself. */
  readonly transaction?: boolean;
}

/** Takes a line for each migration that has run. */
type Report = (line: string) => void;

export class DatabaseMigrator {
  readonly #database: Kysely<unknown>;

  constructor(url: string) {
    this.#database = openForMigrations(url);
  }

  /** All migrations by name, those that have run with the time when they did. */
  async list(): Promise<readonly MigrationInfo[]> {
    return migrationsOf(this.#database);
  }

  /**
   * Runs those that have not run, by name, each in a transaction of its own; those before one that fails stay. Where
   * another process does so, it is waited for.
   * @throws MigrationStopped where rows or locks are in the way
   */
  async up(report: Report = () => undefined): Promise<void> {
    await alone(this.#database, async (connection) => {
      let count = 0;
      let next = await firstPending(connection);
      while (next !== undefined) {
        count += await this.#finish(migratorOf(connection, next.migration).migrateUp(), report);
        next = await firstPending(connection);
      }
      if (count === 0) report("Nothing to do.");
    });
  }

  /** Takes back the one that ran last. */
  async down(report: Report = () => undefined): Promise<void> {
    await alone(this.#database, async (connection) => {
      const last = (await migrationsOf(connection))
        .toSorted((a, b) => timeOf(a) - timeOf(b))
        .at(-1);
      if (last?.executedAt === undefined) report("Nothing to do.");
      else await this.#finish(migratorOf(connection, last.migration).migrateDown(), report);
    });
  }

  async close(): Promise<void> {
    await this.#database.destroy();
  }

  /** @returns how many have run */
  async #finish(running: Promise<MigrationResultSet>, report: Report): Promise<number> {
    const { error, results = [] } = await running;
    for (const { migrationName, direction, status } of results) {
      report(
        `${direction.toLowerCase().padEnd(4)}  ${status.toLowerCase().padEnd(7)}  ${migrationName}`,
      );
    }
    if (error !== undefined) throw await explainLock(error, this.#database);
    return results.length;
  }
}

async function migrationsOf(database: Kysely<unknown>): Promise<readonly MigrationInfo[]> {
  return migratorOf(database).getMigrations();
}

async function firstPending(database: Kysely<unknown>): Promise<MigrationInfo | undefined> {
  return (await migrationsOf(database)).find(({ executedAt }) => executedAt === undefined);
}

/** A migration that was merged late runs too. */
function migratorOf(database: Kysely<unknown>, next?: MigrationModule): Migrator {
  return new Migrator({
    db: database,
    disableTransactions: next?.transaction === false,
    provider: { getMigrations: readMigrations },
    allowUnorderedMigrations: true,
  });
}

function timeOf({ executedAt }: MigrationInfo): number {
  return executedAt?.getTime() ?? 0;
}

async function readMigrations(): Promise<Record<string, MigrationModule>> {
  const files = [...(await migrationFiles())];
  const entries = files.map(async ([name, file]): Promise<[string, MigrationModule]> => {
    const module: MigrationModule = await import(file.href);
    return [name, module];
  });
  return Object.fromEntries(await Promise.all(entries));
}
