/** Access to the database: a pool of connections, and transactions on one of them. */
import { type ClientBase, Pool, type PoolClient, type PoolConfig } from "pg";
import { driverError, isSerializationFailure, isStalePlan } from "./errors.js";
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
  #generation = 0;

  /** @param url `postgres://user:password@host:port/database` */
  constructor(url: string) {
    this.#pool = createPool(url, patience);
  }

  async all<Row>(statement: Statement<Row>, values: Values): Promise<readonly Row[]> {
    try {
      return await this.#run(this.#pool, statement, values);
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      return this.#run(this.#pool, statement, values);
    }
  }

  /**
   * Everything that `work` runs on its session is written, or nothing of it. A deadlock, a conflict with another
   * transaction or a stale plan starts it again, so it must do nothing that cannot be done twice.
   */
  async transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        const isWorthwhile = isSerializationFailure(error) || isStalePlan(error);
        if (attempt === maxAttempts || !isWorthwhile) throw error;
      }
    }
  }

  async #attempt<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const client = await this.#connect();
    let broken: Error | undefined;
    // Without a listener, a connection that breaks between two statements would end the process.
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on("error", onError);
    try {
      await client.query("begin");
      const result = await work({
        all: (statement, values) => this.#run(client, statement, values),
      });
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw driverError(error);
    } finally {
      client.release(broken);
      client.off("error", onError);
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw driverError(error);
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
    try {
      const { rows } = await on.query(query);
      return rows as Row[];
    } catch (error) {
      if (isStalePlan(error) && this.#names.get(sql) === name) this.#planAnew();
      throw driverError(error);
    }
  }

  /** Under new names, since each connection keeps its plans for good. */
  #planAnew(): void {
    this.#generation += 1;
    this.#names.clear();
  }

  /** A named statement is planned once per connection; those that come late are planned each time. */
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNames) return known;
    const name = `s${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** Milliseconds after which a statement is given up, so that one locked table does not take every connection. */
const patience = {
  statement_timeout: 10_000,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 10_000,
} satisfies PoolConfig;

/** Times are read as UTC, and nobody waits longer than five seconds for a connection. */
export function createPool(url: string, settings: PoolConfig = {}): Pool {
  const pool = new Pool({
    ...settings,
    connectionString: inUtc(url),
    connectionTimeoutMillis: 5_000,
    types,
  });
  // A connection that breaks while idle is replaced by the pool; the next query reports what is wrong.
  pool.on("error", () => undefined);
  return pool;
}

/** With the options that the URL has already; of two that set the same, the later counts. */
function inUtc(url: string): string {
  const [, own] = /[?&]options=([^&]*)/.exec(url) ?? [];
  const options = `${own === undefined ? "" : `${own}%20`}-c%20timezone=UTC`;
  return `${url}${url.includes("?") ? "&" : "?"}options=${options}`;
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
