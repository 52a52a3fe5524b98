/** Access to the database: one connection that reads, one that writes, and transactions, one at a time. */
import { SqliteConnection } from "./sqlite.js";
import { type Statement, type Values, bind } from "./statement.js";

/** Something that statements run on: the database, or one transaction. */
export interface Session {
  all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]>;
}

export class Database implements Session {
  readonly #reader: SqliteConnection;
  readonly #writer: SqliteConnection;
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Callers that have the writer or wait for it. */
  #waiting = 0;

  /** @param url `sqlite:` and the path of the file */
  constructor(url: string) {
    const path = databasePath(url);
    this.#writer = new SqliteConnection(path);
    this.#reader = new SqliteConnection(path);
  }

  async all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]> {
    if (statement.isRead) return run(this.#reader, statement, values);
    if (this.#waiting === 0) return run(this.#writer, statement, values);
    return this.exclusive(async (writer) => run(writer, statement, values));
  }

  /** Everything that `work` runs on its session is written, or nothing of it. */
  async transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.exclusive(async (writer) => {
      writer.exec("begin immediate");
      try {
        const result = await work({
          all: async (statement, values) => run(writer, statement, values),
        });
        writer.exec("commit");
        return result;
      } catch (error) {
        writer.exec("rollback");
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

  /** @throws where the database does not answer */
  async ping(): Promise<void> {
    this.#reader.all("select 1 from sqlite_schema limit 1", []);
  }

  async close(): Promise<void> {
    await this.#lastWrite;
    this.#reader.close();
    this.#writer.close();
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
