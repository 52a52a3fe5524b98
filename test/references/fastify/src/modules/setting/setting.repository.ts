import { sql } from "kysely";
import { type Write, explainRefusal } from "../../database/constraints.js";
import { type Database, first } from "../../database/database.js";
import { isConstraintViolation } from "../../database/errors.js";
import { type Page, PagedList, type Scope } from "../../database/page.js";
import { parameter, parameters, prepare, queries, without } from "../../database/statement.js";
import type { ListQuery } from "../../http/list-query.js";
import { settingList } from "./setting.list.js";
import { type SettingRow, type SettingValues, settingColumns } from "./setting.rows.js";

const changed = without(settingColumns, "id", "created_at", "row_version");

const select = () => queries.selectFrom("settings").select(settingColumns);

const findOne = prepare(() => select().where("id", "=", parameter("id")));

const update = prepare(() =>
  queries
    .updateTable("settings")
    .set(parameters(changed))
    .set("row_version", sql`${sql.ref("row_version")} + 1`)
    .where("id", "=", parameter("id"))
    .where("row_version", "=", parameter("row_version"))
    .returning(settingColumns),
);

const pages = new PagedList<SettingRow>({
  definition: settingList,
  rows: ({ where, orderBy, limit, offset }) =>
    select().where(where).orderBy(orderBy).limit(limit).offset(offset),
  count: (where) =>
    queries
      .selectFrom("settings")
      .select(sql<number>`count(*)`.as("total"))
      .where(where),
});

export class SettingRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: number): Promise<SettingRow | undefined> {
    return first(this.#database, findOne(), { id });
  }

  async list(query: ListQuery, scope?: Scope): Promise<Page<SettingRow>> {
    return pages.find(this.#database, query, scope);
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async update(row: SettingRow, values: SettingValues): Promise<SettingRow | undefined> {
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

  async #explained(error: unknown, write: Write): Promise<unknown> {
    return isConstraintViolation(error) ? explainRefusal(this.#database, write) : error;
  }
}

/** What the database may refuse a write for. */
function writeOf(values: SettingValues, id?: number): Write {
  return {
    table: "settings",
    idColumn: "id",
    id,
    references: [],
    uniques: [
      {
        pointers: ["/key"],
        values: { key: values.key },
      },
    ],
  };
}
