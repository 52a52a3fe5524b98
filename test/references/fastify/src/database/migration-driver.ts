/** Kysely's view of one SQLite connection; migrations run on it, one process at a time. */
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely";
import { databasePath } from "./database.js";
import { MigrationStopped } from "./migration.js";
import { SqliteConnection } from "./sqlite.js";

export class SqliteMigrationDriver implements Driver {
  readonly #sqlite: SqliteConnection;
  readonly #connection: DatabaseConnection;

  constructor(url: string) {
    const sqlite = new SqliteConnection(databasePath(url));
    // Another process may be migrating, and holds the lock of the file as long as its longest migration takes.
    sqlite.exec("pragma busy_timeout = 60000");
    this.#sqlite = sqlite;
    this.#connection = {
      async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
        return { rows: sqlite.all(sql, parameters) as Row[] };
      },
      // eslint-disable-next-line require-yield
      async *streamQuery(): AsyncIterableIterator<never> {
        throw new Error("SQLite streams no results.");
      },
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  /** Foreign keys can be turned off before a transaction only; with them, a table made anew would take rows along. */
  async beginTransaction(): Promise<void> {
    this.#sqlite.exec("pragma foreign_keys = off");
    this.#sqlite.exec("begin immediate");
  }

  async commitTransaction(): Promise<void> {
    const [broken] = this.#sqlite.all("pragma foreign_key_check", []);
    if (broken !== undefined) {
      throw new MigrationStopped(
        `A row refers to one that would not be there: ${JSON.stringify(broken)}. Correct it, then migrate again.`,
      );
    }
    this.#sqlite.exec("commit");
    this.#sqlite.exec("pragma foreign_keys = on");
  }

  async rollbackTransaction(): Promise<void> {
    this.#sqlite.rollback();
    this.#sqlite.exec("pragma foreign_keys = on");
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#sqlite.close();
  }
}
