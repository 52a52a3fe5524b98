import { sql } from "kysely";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, first, only } from "../../database/database.js";
import { isConstraintViolation } from "../../database/errors.js";
import { arrayOf, forUpdate, isOneOf } from "../../database/expressions.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, raw, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { countryList } from "./country.list.js";
import {
  type CountryRow,
  type CountryValues,
  countryColumns,
  countryRepresentation,
} from "./country.rows.js";

const inserted = without(countryColumns, "row_version");
const changed = without(countryColumns, "id", "created_at", "row_version");

const select = () => queries.selectFrom("countries").select(countryColumns);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const findSome = prepare(() =>
  select()
    .where(isOneOf(sql.ref("countries.id"), parameter("ids")))
    .orderBy("id"),
);

const insert = prepare(() =>
  queries.insertInto("countries").values(parameters(inserted)).returning(countryColumns),
);

const update = prepare(() =>
  queries
    .updateTable("countries")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(countryColumns),
);

const remove = prepare(() =>
  queries.deleteFrom("countries").where("id", "=", parameter("id")).returning("id"),
);

/** Holds the row as it was read until the transaction ends; no other row comes to refer to it meanwhile. */
const claim = prepare(() =>
  queries
    .selectFrom("countries")
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
      sql`update "authors" set "country_id" = null, "row_version" = "row_version" + 1, "updated_at" = ${time} where "country_id" = ${rowId}`,
    ),
  ),
];

const pages = new PagedList<CountryRow>({
  definition: countryList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("countries")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class CountryRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: string): Promise<CountryRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  /** Ascending by id; ids that name nothing are passed over. */
  async findSome(ids: readonly string[]): Promise<readonly CountryRow[]> {
    return this.#database.all(findSome(), { ids: arrayOf(ids) });
  }

  show(row: CountryRow): object {
    return countryRepresentation(row);
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<CountryRow>> {
    return pages.find(this.#database, query, scope);
  }

  /** @throws Problem 422, 409 */
  async create(values: CountryValues, id: string): Promise<CountryRow> {
    const now = new Date().toISOString();
    const row = {
      ...values,
      id: id,
      created_at: now,
      updated_at: now,
    };
    try {
      return only(await this.#database.all(insert(), row));
    } catch (error) {
      throw await this.#explained(error, writeOf(values, undefined, id));
    }
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(row: CountryRow, values: CountryValues): Promise<CountryRow | undefined> {
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
  async delete(row: CountryRow): Promise<object | undefined> {
    const values = { id: row.id, row_version: row.row_version, now: new Date().toISOString() };
    return this.#database.transaction(async (session) => {
      if ((await first(session, claim(), values)) === undefined) return undefined;
      for (const consequence of consequences) await session.all(consequence(), values);
      return first(session, remove(), values);
    });
  }

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: CountryValues, id?: string, newId?: string): Write {
  return {
    table: "countries",
    idColumn: "id",
    id,
    references: [],
    uniques: [
      ...(newId === undefined ? [] : [{ pointers: ["/id"], values: { id: newId } }]),
      {
        pointers: ["/name"],
        values: { name: values.name },
      },
    ],
  };
}
