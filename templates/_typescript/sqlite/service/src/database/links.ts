/** A table that links rows of two others: many-to-many. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type Session, first } from "./database.js";
import { arrayOf } from "./expressions.js";
import { parameter, prepare, raw } from "./statement.js";

type Id = number | string;

export interface LinkTable {
  readonly table: string;
  /** Column of the row that shows the links. */
  readonly own: string;
  /** Column of the row linked to. */
  readonly other: string;
  /** Where rows linked to may be softly deleted, how to tell the living. */
  readonly living?: {
    readonly table: string;
    /** Qualified by the table. */
    readonly id: string;
    readonly deletedAt: string;
  };
}

export class Links {
  readonly #table: RawBuilder<unknown>;
  readonly #own: RawBuilder<unknown>;
  readonly #other: RawBuilder<unknown>;
  readonly #isLiving: RawBuilder<unknown>;

  constructor({ table, own, other, living }: LinkTable) {
    this.#table = sql.table(table);
    this.#own = sql.ref(own);
    this.#other = sql.ref(other);
    this.#isLiving =
      living === undefined
        ? sql``
        : sql` and exists (select 1 from ${sql.table(living.table)} where ${sql.ref(living.id)} = ${this.#other} and ${sql.ref(living.deletedAt)} is null)`;
  }

  /** The ids that a row is linked to, ascending, as a JSON array. */
  idsOf(id: Expression<unknown>): RawBuilder<string> {
    const ids = sql`select ${this.#other} as id from ${this.#table} where ${this.#own} = ${id}${this.#isLiving} order by 1`;
    return sql`(select json_group_array(id) from (${ids}))`;
  }

  /** Whether the row whose id is `other` is linked to the parameter `name`. */
  linksTo(other: Expression<unknown>, name: string): RawBuilder<SqlBool> {
    return sql`exists (select 1 from ${this.#table} where ${this.#other} = ${other} and ${this.#own} = ${parameter(name)})`;
  }

  /** Makes `others` the only links of a row. */
  async replace(session: Session, id: Id, others: readonly Id[]): Promise<void> {
    const values = { id, others: arrayOf(others) };
    await session.all(this.#removeOthers(), values);
    if (others.length > 0) await session.all(this.#addAll(), values);
  }

  /** @returns whether the link is new */
  async add(session: Session, id: Id, other: Id): Promise<boolean> {
    return (await first(session, this.#addAll(), { id, others: arrayOf([other]) })) !== undefined;
  }

  /** @returns whether there was a link */
  async remove(session: Session, id: Id, other: Id): Promise<boolean> {
    return (await first(session, this.#remove(), { id, other })) !== undefined;
  }

  readonly #removeOthers = prepare(() =>
    raw(sql`
      delete from ${this.#table}
      where ${this.#own} = ${parameter("id")}
        and ${this.#other} not in (select value from json_each(${parameter("others")}))`),
  );

  readonly #addAll = prepare(() =>
    raw<{ readonly linked: number }>(sql`
      insert into ${this.#table} (${this.#own}, ${this.#other})
      select ${parameter("id")}, value from json_each(${parameter("others")}) where true
      on conflict do nothing
      returning 1 as linked`),
  );

  readonly #remove = prepare(() =>
    raw<{ readonly linked: number }>(sql`
      delete from ${this.#table}
      where ${this.#own} = ${parameter("id")} and ${this.#other} = ${parameter("other")}
      returning 1 as linked`),
  );
}
