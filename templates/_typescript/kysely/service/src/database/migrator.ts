/** Brings a database to the schema that the code expects. */
import {
  type Kysely,
  type Migration,
  type MigrationInfo,
  type MigrationResultSet,
  Migrator,
} from "kysely";
import { explainLock } from "./locks.js";
import { openForMigrations } from "./migration-database.js";
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
    return this.#migrator().getMigrations();
  }

  /**
   * Runs those that have not run, by name, each in a transaction of its own; those before one that fails stay.
   * @throws MigrationStopped where rows or locks are in the way
   */
  async up(report: Report = () => undefined): Promise<void> {
    const pending = (await this.list()).filter(({ executedAt }) => executedAt === undefined);
    if (pending.length === 0) report("Nothing to do.");
    for (const { migration } of pending) {
      await this.#finish(this.#migrator(migration).migrateUp(), report);
    }
  }

  /** Takes back the one that ran last. */
  async down(report: Report = () => undefined): Promise<void> {
    const last = (await this.list()).toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
    if (last?.executedAt === undefined) report("Nothing to do.");
    else await this.#finish(this.#migrator(last.migration).migrateDown(), report);
  }

  async close(): Promise<void> {
    await this.#database.destroy();
  }

  async #finish(running: Promise<MigrationResultSet>, report: Report): Promise<void> {
    const { error, results = [] } = await running;
    for (const { migrationName, direction, status } of results) {
      report(`${direction.toLowerCase().padEnd(4)}  ${status.toLowerCase().padEnd(7)}  ${migrationName}`);
    }
    if (error !== undefined) throw await explainLock(error, this.#database);
  }

  /** A migration that was merged late runs too. */
  #migrator(next?: MigrationModule): Migrator {
    return new Migrator({
      db: this.#database,
      disableTransactions: next?.transaction === false,
      provider: { getMigrations: readMigrations },
      allowUnorderedMigrations: true,
    });
  }
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
