import { sql } from "kysely";
import { sortedIds } from "../../database/columns.js";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, type Session, first, only } from "../../database/database.js";
import { isConstraintViolation, isForeignKeyViolation } from "../../database/errors.js";
import { arrayOf, isOneOf } from "../../database/expressions.js";
import { Links } from "../../database/links.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { notFound } from "../../http/problem.js";
import { bookList } from "./book.list.js";
import { type BookRow, type BookValues, bookColumns, bookRepresentation } from "./book.rows.js";

export const tagsLinks = new Links({
  table: "book_tags",
  own: "book_id",
  other: "tag_id",
});

const inserted = without(bookColumns, "id", "row_version");
const changed = without(bookColumns, "id", "first_seen", "created_at", "row_version");
const tagsIds = tagsLinks.idsOf(sql.ref("books.id")).as("tag_ids");

const select = () => queries.selectFrom("books").select(bookColumns).select(tagsIds);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("books.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries
    .insertInto("books")
    .values(parameters(inserted))
    .returning(bookColumns)
    .returning(tagsIds),
);

const update = prepare(() =>
  queries
    .updateTable("books")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(bookColumns)
    .returning(tagsIds),
);

const touch = prepare(() =>
  queries
    .updateTable("books")
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .set("updated_at", parameter("now"))
    .where("id", "=", parameter("id"))
    .returning("id"),
);

const remove = prepare(() =>
  queries
    .deleteFrom("books")
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning("id"),
);

const pages = new PagedList<BookRow>({
  definition: bookList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("books")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class BookRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<BookRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly number[]): Promise<readonly BookRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: BookRow): object {
    return bookRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<BookRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: BookValues, tags: readonly number[]): Promise<BookRow> {
    const now = new Date().toISOString();
    const row = {
      ...values,
      first_seen: now,
      created_at: now,
      updated_at: now,
    };
    try {
      if (tags.length === 0) return only(await this.#database.all(insert(), row));
      return await this.#database.transaction(async (session) => {
        const created = only(await session.all(insert(), row));
        await tagsLinks.replace(session, created.id, tags);
        return {
          ...created,
          tag_ids: sortedIds(tags),
        };
      });
    } catch (error) {
      throw await this.#explained(error, writeOf(values, tags));
    }
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(
    row: BookRow,
    values: BookValues,
    tags: readonly number[],
  ): Promise<BookRow | undefined> {
    const next = {
      ...values,
      id: row.id,
      row_version: row.row_version,
      updated_at: new Date().toISOString(),
    };
    try {
      return await this.#database.transaction(async (session) => {
        const updated = await first(session, update(), next);
        if (updated === undefined) return undefined;
        await tagsLinks.replace(session, row.id, tags);
        return {
          ...updated,
          tag_ids: sortedIds(tags),
        };
      });
    } catch (error) {
      throw await this.#explained(error, writeOf(values, tags, row.id));
    }
  }

  /** @returns undefined where the row has changed since it was read */
  async delete(row: BookRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version };
    return first(this.#database, remove(), values);
  }

  /** @throws Problem 404 where the other row is not there */
  async linkTags(id: number, other: number): Promise<void> {
    try {
      await this.#database.transaction(async (session) => {
        if (await tagsLinks.add(session, id, other)) await this.#touch(session, id);
      });
    } catch (error) {
      throw isForeignKeyViolation(error) ? notFound() : error;
    }
  }

  async unlinkTags(id: number, other: number): Promise<void> {
    await this.#database.transaction(async (session) => {
      if (await tagsLinks.remove(session, id, other)) await this.#touch(session, id);
    });
  }

  async #touch(session: Session, id: number): Promise<void> {
    await session.all(touch(), { id, now: new Date().toISOString() });
  }

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: BookValues, tags: readonly number[], id?: number): Write {
  return {
    table: "books",
    idColumn: "id",
    id,
    references: [
      { pointer: "/author_id", table: "authors", column: "id", id: values.author_id },
      { pointer: "/editor_id", table: "authors", column: "id", id: values.editor_id },
      { pointer: "/publisher_id", table: "publishers", column: "id", id: values.publisher_id },
      { pointer: "/category_id", table: "categories", column: "id", id: values.category_id },
    ],
    links: [{ pointer: "/tag_ids", table: "tags", column: "id", ids: tags }],
    uniques: [
      {
        pointers: ["/isbn"],
        values: { isbn: values.isbn },
      },
      {
        pointers: ["/title", "/author_id"],
        values: { title: values.title, author_id: values.author_id },
      },
    ],
  };
}
