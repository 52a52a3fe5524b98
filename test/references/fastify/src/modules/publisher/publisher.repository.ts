import { sql } from "kysely";
import { type Database, first, only } from "../../database/database.js";
import { isForeignKeyViolation } from "../../database/errors.js";
import { arrayOf, isOneOf } from "../../database/expressions.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, without } from "../../database/statement.js";
import { uuidv7 } from "../../database/uuid.js";
import type { ListQuery } from "../../http/list-query.js";
import { inUse } from "../../http/problem.js";
import { publisherList } from "./publisher.list.js";
import {
  type PublisherRow,
  type PublisherValues,
  publisherColumns,
  publisherRepresentation,
} from "./publisher.rows.js";

const inserted = without(publisherColumns, "row_version");
const changed = without(publisherColumns, "id", "created_at", "row_version");

const select = () => queries.selectFrom("publishers").select(publisherColumns);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("publishers.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries.insertInto("publishers").values(parameters(inserted)).returning(publisherColumns),
);

const update = prepare(() =>
  queries
    .updateTable("publishers")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(publisherColumns),
);

const remove = prepare(() =>
  queries
    .deleteFrom("publishers")
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning("id"),
);

const pages = new PagedList<PublisherRow>({
  definition: publisherList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("publishers")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class PublisherRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: string): Promise<PublisherRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly string[]): Promise<readonly PublisherRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: PublisherRow): object {
    return publisherRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<PublisherRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: PublisherValues): Promise<PublisherRow> {
    const now = new Date().toISOString();
    const row = {
      ...values,
      id: uuidv7(),
      created_at: now,
      updated_at: now,
    };
    return only(await this.#database.all(insert(), row));
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(row: PublisherRow, values: PublisherValues): Promise<PublisherRow | undefined> {
    const next = {
      ...values,
      id: row.id,
      row_version: row.row_version,
      updated_at: new Date().toISOString(),
    };
    return await first(this.#database, update(), next);
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 409 where other rows refer to it and stay
   */
  async delete(row: PublisherRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version };
    try {
      return await first(this.#database, remove(), values);
    } catch (error) {
      throw isForeignKeyViolation(error) ? inUse() : error;
    }
  }
}
