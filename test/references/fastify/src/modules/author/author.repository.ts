import { sql } from "kysely";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, first, only } from "../../database/database.js";
import { isConstraintViolation, isForeignKeyViolation } from "../../database/errors.js";
import { arrayOf, forUpdate, isOneOf } from "../../database/expressions.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, raw, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { inUse } from "../../http/problem.js";
import { authorList } from "./author.list.js";
import {
  type AuthorRow,
  type AuthorValues,
  authorColumns,
  authorRepresentation,
} from "./author.rows.js";

const inserted = without(authorColumns, "id", "row_version");
const changed = without(authorColumns, "id", "created_at", "row_version");

const select = () => queries.selectFrom("authors").select(authorColumns);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("authors.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries.insertInto("authors").values(parameters(inserted)).returning(authorColumns),
);

const update = prepare(() =>
  queries
    .updateTable("authors")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(authorColumns),
);

const remove = prepare(() =>
  queries.deleteFrom("authors").where("id", "=", parameter("id")).returning("id"),
);

/** Holds the row as it was read until the transaction ends; no other row comes to refer to it meanwhile. */
const claim = prepare(() =>
  queries
    .selectFrom("authors")
    .select("id")
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .modifyEnd(forUpdate),
);

const rowId = parameter("id");
const time = parameter("now");

/** What changes or goes with a row, before the row itself. */
const consequences = [
  prepare(() =>
    raw(
      sql`update "books" set "editor_id" = null, "row_version" = "row_version" + 1, "updated_at" = ${time} where "editor_id" = ${rowId}`,
    ),
  ),
];

const pages = new PagedList<AuthorRow>({
  definition: authorList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("authors")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class AuthorRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<AuthorRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly number[]): Promise<readonly AuthorRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: AuthorRow): object {
    return authorRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<AuthorRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: AuthorValues): Promise<AuthorRow> {
    const now = new Date().toISOString();
    const row = {
      ...values,
      created_at: now,
      updated_at: now,
    };
    try {
      return only(await this.#database.all(insert(), row));
    } catch (error) {
      throw await this.#explained(error, writeOf(values));
    }
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(row: AuthorRow, values: AuthorValues): Promise<AuthorRow | undefined> {
    const next = {
      ...values,
      id: row.id,
      row_version: row.row_version,
      updated_at: new Date().toISOString(),
    };
    try {
      return await first(this.#database, update(), next);
    } catch (error) {
      throw await this.#explained(error, writeOf(values, row.id));
    }
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 409 where other rows refer to it and stay
   */
  async delete(row: AuthorRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version, now: new Date().toISOString() };
    try {
      return await this.#database.transaction(async (session) => {
        if ((await first(session, claim(), values)) === undefined) return undefined;
        for (const consequence of consequences) await session.all(consequence(), values);
        return first(session, remove(), values);
      });
    } catch (error) {
      throw isForeignKeyViolation(error) ? inUse() : error;
    }
  }

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: AuthorValues, id?: number): Write {
  return {
    table: "authors",
    idColumn: "id",
    id,
    references: [
      { pointer: "/country_id", table: "countries", column: "id", id: values.country_id },
    ],
    uniques: [
      {
        pointers: ["/email"],
        values: { email: values.email },
      },
    ],
  };
}
