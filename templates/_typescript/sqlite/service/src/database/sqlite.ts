/** One connection to a SQLite file, its statements prepared once and kept. */
import { DatabaseSync } from "@photostructure/sqlite";

type PreparedStatement = ReturnType<InstanceType<typeof DatabaseSync>["prepare"]>;

const maxStatements = 300;

export class SqliteConnection {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec("pragma busy_timeout = 5000");
    this.#database.exec("pragma journal_mode = wal");
    this.#database.exec("pragma synchronous = normal");
    this.#database.exec("pragma foreign_keys = on");
  }

  /** Runs a statement with or without a result. */
  all(sql: string, values: readonly unknown[]): unknown[] {
    return this.#prepared(sql).all(...values.map(bindable));
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Takes back what the open transaction has done; SQLite may have done so itself, as where the disk is full. */
  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec("rollback");
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** The oldest statement makes room for a new one. */
  #prepared(sql: string): PreparedStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= maxStatements) {
      this.#statements.delete(oldest);
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** The driver takes numbers nearer to zero than this for zero; as text, a column of type REAL takes them exactly. */
function bindable(value: unknown): unknown {
  const isTiny = typeof value === "number" && value !== 0 && Math.abs(value) <= Number.EPSILON;
  return isTiny ? String(value) : value;
}
