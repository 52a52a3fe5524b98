/** Access to the database: a pool of connections, and transactions on one of them. */
import { type ClientBase, Pool } from "pg";
import { isSerializationFailure } from "./errors.js";
import { type Statement, type Values, bind } from "./statement.js";
import { types } from "./types.js";

/** Something that statements run on: the database, or one transaction. */
export interface Session {
  all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]>;
}

const maxAttempts = 3;
/** Statements that PostgreSQL keeps prepared on each connection. */
const maxNames = 500;

export class Database implements Session {
  readonly #pool: Pool;
  readonly #names = new Map<string, string>();

  /** @param url `postgres://user:password@host:port/database`; `?max=` sets the size of the pool */
  constructor(url: string) {
    this.#pool = createPool(url);
  }

  async all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]> {
    return this.#run(this.#pool, statement, values);
  }

  /**
   * Everything that `work` runs on its session is written, or nothing of it. A deadlock or a conflict with another
   * transaction starts it again, so it must do nothing that cannot be done twice.
   */
  async transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === maxAttempts || !isSerializationFailure(error)) throw error;
      }
    }
  }

  async #attempt<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let broken = false;
    try {
      await client.query("begin");
      const result = await work({
        all: (statement, values) => this.#run(client, statement, values),
      });
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async #run<Row>(
    on: Pool | ClientBase,
    statement: Statement<Row>,
    values: Values,
  ): Promise<readonly Row[]> {
    const { sql } = statement;
    const name = this.#nameOf(sql);
    const parameters = [...bind(statement, values)];
    const query = name === undefined ? { text: sql, values: parameters } : { name, text: sql, values: parameters };
    const { rows } = await on.query(query);
    return rows as Row[];
  }

  /** A named statement is planned once per connection; those that come late are planned each time. */
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNames) return known;
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** @throws where the database does not answer */
  async ping(): Promise<void> {
    await this.#pool.query("select 1");
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** Times are read as UTC, and nobody waits longer than five seconds for a connection. */
export function createPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    options: "-c timezone=UTC",
    types,
  });
  // A connection that breaks while idle is replaced by the pool; the next query reports what is wrong.
  pool.on("error", () => undefined);
  return pool;
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
