import { sql } from "kysely";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, first, only } from "../../database/database.js";
import { isConstraintViolation, isForeignKeyViolation } from "../../database/errors.js";
import { arrayOf, isOneOf } from "../../database/expressions.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { inUse } from "../../http/problem.js";
import { categoryList } from "./category.list.js";
import {
  type CategoryRow,
  type CategoryValues,
  categoryColumns,
  categoryRepresentation,
} from "./category.rows.js";

const inserted = without(categoryColumns, "id", "row_version");
const changed = without(categoryColumns, "id", "created_at", "row_version");

const select = () => queries.selectFrom("categories").select(categoryColumns);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("categories.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries.insertInto("categories").values(parameters(inserted)).returning(categoryColumns),
);

const update = prepare(() =>
  queries
    .updateTable("categories")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(categoryColumns),
);

const remove = prepare(() =>
  queries
    .deleteFrom("categories")
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning("id"),
);

const pages = new PagedList<CategoryRow>({
  definition: categoryList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("categories")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class CategoryRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<CategoryRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly number[]): Promise<readonly CategoryRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: CategoryRow): object {
    return categoryRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<CategoryRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: CategoryValues): Promise<CategoryRow> {
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
  async update(row: CategoryRow, values: CategoryValues): Promise<CategoryRow | undefined> {
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
  async delete(row: CategoryRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version };
    try {
      return await first(this.#database, remove(), values);
    } catch (error) {
      throw isForeignKeyViolation(error) ? inUse() : error;
    }
  }

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: CategoryValues, id?: number): Write {
  return {
    table: "categories",
    idColumn: "id",
    id,
    references: [
      { pointer: "/parent_id", table: "categories", column: "id", id: values.parent_id },
    ],
    uniques: [
      {
        pointers: ["/slug"],
        values: { slug: values.slug },
      },
    ],
  };
}
