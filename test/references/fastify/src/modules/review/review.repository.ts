import { sql } from "kysely";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, first, only } from "../../database/database.js";
import { isConstraintViolation } from "../../database/errors.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { reviewList } from "./review.list.js";
import { type ReviewRow, type ReviewValues, reviewColumns } from "./review.rows.js";

const inserted = without(reviewColumns, "id", "row_version");
const changed = without(reviewColumns, "id", "created_at", "row_version");

const select = () =>
  queries.selectFrom("reviews").select(reviewColumns).where("deleted_at", "is", null);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const insert = prepare(() =>
  queries.insertInto("reviews").values(parameters(inserted)).returning(reviewColumns),
);

const update = prepare(() =>
  queries
    .updateTable("reviews")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .where("deleted_at", "is", null)
    .returning(reviewColumns),
);

const remove = prepare(() =>
  queries
    .updateTable("reviews")
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .set("deleted_at", parameter("now"))
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .where("deleted_at", "is", null)
    .returning("id"),
);

const pages = new PagedList<ReviewRow>({
  definition: reviewList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("reviews")
      .select(sql<number>`count(*)`.as("total"))
      .where("deleted_at", "is", null)
      .where(where),
});

export class ReviewRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<ReviewRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<ReviewRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: ReviewValues): Promise<ReviewRow> {
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
  async update(row: ReviewRow, values: ReviewValues): Promise<ReviewRow | undefined> {
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

  /** @returns undefined where the row has changed since it was read */
  async delete(row: ReviewRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version, now: new Date().toISOString() };
    return first(this.#database, remove(), values);
  }

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: ReviewValues, id?: number): Write {
  return {
    table: "reviews",
    idColumn: "id",
    id,
    deletedAt: "deleted_at",
    references: [{ pointer: "/book_id", table: "books", column: "id", id: values.book_id }],
    uniques: [
      {
        pointers: ["/book_id", "/reader"],
        values: { book_id: values.book_id, reader: values.reader },
      },
    ],
  };
}
