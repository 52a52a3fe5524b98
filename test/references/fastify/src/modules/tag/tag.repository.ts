import { sql } from "kysely";
import { sortedIds } from "../../database/columns.js";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, type Session, first, only } from "../../database/database.js";
import { isConstraintViolation, isForeignKeyViolation } from "../../database/errors.js";
import { arrayOf, forUpdate, isOneOf } from "../../database/expressions.js";
import { Links } from "../../database/links.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, raw, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { notFound } from "../../http/problem.js";
import { tagList } from "./tag.list.js";
import { type TagRow, type TagValues, tagColumns, tagRepresentation } from "./tag.rows.js";

export const relatedLinks = new Links({
  table: "tag_related",
  own: "tag_id",
  other: "related_id",
});

const inserted = without(tagColumns, "id", "row_version");
const changed = without(tagColumns, "id", "created_at", "row_version");
const relatedIds = relatedLinks.idsOf(sql.ref("tags.id")).as("related_ids");

const select = () => queries.selectFrom("tags").select(tagColumns).select(relatedIds);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("tags.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries
    .insertInto("tags")
    .values(parameters(inserted))
    .returning(tagColumns)
    .returning(relatedIds),
);

const update = prepare(() =>
  queries
    .updateTable("tags")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(tagColumns)
    .returning(relatedIds),
);

const touch = prepare(() =>
  queries
    .updateTable("tags")
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .set("updated_at", parameter("now"))
    .where("id", "=", parameter("id"))
    .returning("id"),
);

const remove = prepare(() =>
  queries.deleteFrom("tags").where("id", "=", parameter("id")).returning("id"),
);

/** Holds the row as it was read until the transaction ends; no other row comes to refer to it meanwhile. */
const claim = prepare(() =>
  queries
    .selectFrom("tags")
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
      sql`update "tags" set "row_version" = "row_version" + 1, "updated_at" = ${time} where "id" in (select "tag_id" from "tag_related" where "related_id" = ${rowId})`,
    ),
  ),
  prepare(() =>
    raw(
      sql`update "books" set "row_version" = "row_version" + 1, "updated_at" = ${time} where "id" in (select "book_id" from "book_tags" where "tag_id" = ${rowId})`,
    ),
  ),
];

const pages = new PagedList<TagRow>({
  definition: tagList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("tags")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class TagRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<TagRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly number[]): Promise<readonly TagRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: TagRow): object {
    return tagRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<TagRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: TagValues, related: readonly number[]): Promise<TagRow> {
    const now = new Date().toISOString();
    const row = {
      ...values,
      created_at: now,
      updated_at: now,
    };
    try {
      if (related.length === 0) return only(await this.#database.all(insert(), row));
      return await this.#database.transaction(async (session) => {
        const created = only(await session.all(insert(), row));
        await relatedLinks.replace(session, created.id, related);
        return {
          ...created,
          related_ids: sortedIds(related),
        };
      });
    } catch (error) {
      throw await this.#explained(error, writeOf(values, related));
    }
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(
    row: TagRow,
    values: TagValues,
    related: readonly number[],
  ): Promise<TagRow | undefined> {
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
        await relatedLinks.replace(session, row.id, related);
        return {
          ...updated,
          related_ids: sortedIds(related),
        };
      });
    } catch (error) {
      throw await this.#explained(error, writeOf(values, related, row.id));
    }
  }

  /** @returns undefined where the row has changed since it was read */
  async delete(row: TagRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version, now: new Date().toISOString() };
    return this.#database.transaction(async (session) => {
      if ((await first(session, claim(), values)) === undefined) return undefined;
      for (const consequence of consequences) await session.all(consequence(), values);
      return first(session, remove(), values);
    });
  }

  /** @throws Problem 404 where the other row is not there */
  async linkRelated(id: number, other: number): Promise<void> {
    try {
      await this.#database.transaction(async (session) => {
        if (await relatedLinks.add(session, id, other)) await this.#touch(session, id);
      });
    } catch (error) {
      throw isForeignKeyViolation(error) ? notFound() : error;
    }
  }

  async unlinkRelated(id: number, other: number): Promise<void> {
    await this.#database.transaction(async (session) => {
      if (await relatedLinks.remove(session, id, other)) await this.#touch(session, id);
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
function writeOf(values: TagValues, related: readonly number[], id?: number): Write {
  return {
    table: "tags",
    idColumn: "id",
    id,
    references: [],
    links: [{ pointer: "/related_ids", table: "tags", column: "id", ids: related }],
    uniques: [
      {
        pointers: ["/name"],
        values: { name: values.name },
      },
    ],
  };
}
