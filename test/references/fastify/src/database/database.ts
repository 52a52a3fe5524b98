/** Access to the database: one connection that reads, one that writes, and transactions, one at a time. */
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { isDatabaseLocked } from "./errors.js";
import { MissingSchema } from "./schema.js";
import { SqliteConnection } from "./sqlite.js";
import { type Statement, type Values, bind } from "./statement.js";

/** Something that statements run on: the database, or one transaction. */
export interface Session {
  all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]>;
}

/** Milliseconds that are waited for a lock of another process, and between two attempts. */
const patience = 5_000;
const pause = 20;

export class Database implements Session {
  readonly #reader: SqliteConnection;
  readonly #writer: SqliteConnection;
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Callers that have the writer or wait for it. */
  #waiting = 0;

  /**
   * @param url `sqlite:` and the path of the file
   * @throws MissingSchema where there is no such file: migrations make it
   */
  constructor(url: string) {
    const path = databasePath(url);
    if (!existsSync(path)) {
      throw new MissingSchema(`There is no database at ${path}. Run "npm run migrate" first.`);
    }
    this.#writer = new SqliteConnection(path);
    this.#reader = new SqliteConnection(path);
    // SQLite would wait for other processes with all that runs in this one; see `unlocked`.
    for (const connection of [this.#writer, this.#reader])
      connection.exec("pragma busy_timeout = 0");
  }

  async all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]> {
    if (statement.isRead) return unlocked(() => run(this.#reader, statement, values));
    if (this.#waiting === 0) {
      try {
        return run(this.#writer, statement, values);
      } catch (error) {
        if (!isDatabaseLocked(error)) throw error;
      }
    }
    return this.exclusive((writer) => unlocked(() => run(writer, statement, values)));
  }

  /** Everything that `work` runs on its session is written, or nothing of it. */
  async transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.exclusive(async (writer) => {
      await unlocked(() => writer.exec("begin immediate"));
      try {
        const result = await work({
          all: async (statement, values) => run(writer, statement, values),
        });
        writer.exec("commit");
        return result;
      } catch (error) {
        writer.rollback();
        throw error;
      }
    });
  }

  /** The connection that writes, for one caller at a time. */
  async exclusive<Result>(work: (writer: SqliteConnection) => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    const result = this.#lastWrite
      .then(() => work(this.#writer))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await this.#lastWrite;
    this.#reader.close();
    this.#writer.close();
  }
}

/** What `work` returns as soon as no other process keeps it from its lock; other requests go on meanwhile. */
async function unlocked<Result>(work: () => Result): Promise<Result> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isDatabaseLocked(error) || performance.now() > end) throw error;
    }
    await setTimeout(pause);
  }
}

export function databasePath(url: string): string {
  return url.replace(/^sqlite:/, "");
}

function run<Row>(
  connection: SqliteConnection,
  statement: Statement<Row>,
  values: Values,
): readonly Row[] {
  return connection.all(statement.sql, bind(statement, values)) as Row[];
}

/** The only row, or none. */
export async function first<Row>(
  session: Session,
  statement: Statement<Row>,
  values: Values,
): Promise<Row | undefined> {
  const [row] = await session.all(statement, values);
  return row;
}

/** The row of a statement that always has one. */
export function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("The database returned no row.");
  return row;
}
