/** Pages of a list: conditions, order and keyset as SQL, compiled once per form of query. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type CursorValues, encodeCursor } from "../http/cursor.js";
import { boolean } from "../http/field-types.js";
import type { Condition, ListDefinition, ListQuery, SortKey } from "../http/list-query.js";
import type { Session } from "./database.js";
import { arrayOf, contains, foldCase, isDistinct, isOneOf, startsWith } from "./expressions.js";
import { type Query, type Statement, type Values, compile, parameter } from "./statement.js";

/** The queries of one resource, to be completed by what a request asks for. */
export interface ListSource<Row> {
  readonly definition: ListDefinition;
  rows(clauses: Clauses): Query<Row>;
  count(where: Expression<SqlBool>): Query<{ total: number }>;
}

export interface Clauses {
  readonly where: Expression<SqlBool>;
  readonly orderBy: RawBuilder<unknown>;
  readonly limit: RawBuilder<number>;
  readonly offset: RawBuilder<number>;
}

/** Narrows a list to the rows that hang on another one. */
export interface Scope {
  readonly name: string;
  readonly where: Expression<SqlBool>;
  readonly values: Values;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number | undefined;
}

const maxStatements = 100;

export class PagedList<Row extends object> {
  readonly #source: ListSource<Row>;
  readonly #statements = new Map<string, Statement<unknown>>();

  constructor(source: ListSource<Row>) {
    this.#source = source;
  }

  async find(session: Session, query: ListQuery, scope?: Scope): Promise<Page<Row>> {
    const values = valuesOf(query, scope);
    const form = formOf(query, scope);
    const found = await session.all(this.#rows(form, query, scope), values);
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    return {
      rows,
      nextCursor: last === undefined ? null : this.#cursor(last, query),
      total: query.count ? await this.#total(session, form, query, values, scope) : undefined,
    };
  }

  #rows(form: string, query: ListQuery, scope: Scope | undefined): Statement<Row> {
    return this.#compiled(`rows ${form}`, () =>
      this.#source.rows({
        where: sql.join([...this.#conditions(query, scope), ...this.#keyset(query)], sql` and `),
        orderBy: this.#order(query.sort),
        limit: parameter("limit"),
        offset: parameter("offset"),
      }),
    );
  }

  async #total(
    session: Session,
    form: string,
    query: ListQuery,
    values: Values,
    scope: Scope | undefined,
  ): Promise<number> {
    const statement = this.#compiled(`count ${form}`, () =>
      this.#source.count(sql.join([...this.#conditions(query, scope)], sql` and `)),
    );
    const [row] = await session.all(statement, values);
    return row?.total ?? 0;
  }

  /** Statements differ with the form of a query, never with its values; the oldest makes room for a new one. */
  #compiled<Result>(form: string, build: () => Query<Result>): Statement<Result> {
    const known = this.#statements.get(form);
    if (known !== undefined) return known as Statement<Result>;
    const statement = compile(build());
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= maxStatements) {
      this.#statements.delete(oldest);
    }
    this.#statements.set(form, statement);
    return statement;
  }

  #conditions(query: ListQuery, scope: Scope | undefined): readonly Expression<SqlBool>[] {
    const { search } = this.#source.definition;
    return [
      // Not `true`: SQLite takes that for a column where a table has one of that name.
      sql<SqlBool>`1 = 1`,
      ...(scope === undefined ? [] : [scope.where]),
      ...query.conditions.map((condition, index) => this.#condition(condition, index)),
      ...(query.q === undefined
        ? []
        : [anyOf(search.map((name) => contains(sql.ref(name), parameter("q"))))]),
    ];
  }

  #condition({ property, operator, value }: Condition, index: number): RawBuilder<SqlBool> {
    const column = this.#column(property);
    const operand = parameter(`value${index}`);
    switch (operator) {
      case "eq":
        return sql`${column} = ${operand}`;
      case "ne":
        return isDistinct(column, operand);
      case "in":
        return isOneOf(column, operand);
      case "gt":
        return sql`${column} > ${operand}`;
      case "gte":
        return sql`${column} >= ${operand}`;
      case "lt":
        return sql`${column} < ${operand}`;
      case "lte":
        return sql`${column} <= ${operand}`;
      case "contains":
        return contains(column, operand);
      case "starts_with":
        return startsWith(column, operand);
      case "is_null":
        return value === true ? sql`${column} is null` : sql`${column} is not null`;
    }
  }

  /** Nulls come last both ways; a column that cannot be null is left to its index. */
  #order(sort: readonly SortKey[]): RawBuilder<unknown> {
    const keys = sort.map(({ property, descending }) => {
      const direction = descending ? sql`desc` : sql`asc`;
      const nulls = this.#isNullable(property) ? sql` nulls last` : sql``;
      return sql`${this.#column(property)} ${direction}${nulls}`;
    });
    return sql.join(keys);
  }

  /** Rows after the last one of the page before: greater in one key, equal in all keys before it. */
  #keyset({ sort, after }: ListQuery): readonly RawBuilder<SqlBool>[] {
    if (after === undefined) return [];
    const alternatives = sort.flatMap((key, index) => {
      const later = this.#isLater(key, after[index] ?? null, index);
      if (later === undefined) return [];
      const equal = sort
        .slice(0, index)
        .map(({ property }, before) =>
          (after[before] ?? null) === null
            ? sql<SqlBool>`${this.#column(property)} is null`
            : sql<SqlBool>`${this.#column(property)} = ${parameter(`after${before}`)}`,
        );
      return [sql<SqlBool>`(${sql.join([...equal, later], sql` and `)})`];
    });
    return [anyOf(alternatives)];
  }

  /** Undefined where nothing can come later: nulls are last. */
  #isLater(
    { property, descending }: SortKey,
    value: CursorValues[number],
    index: number,
  ): RawBuilder<SqlBool> | undefined {
    if (value === null) return undefined;
    const column = this.#column(property);
    const operator = descending ? sql`<` : sql`>`;
    const later = sql<SqlBool>`${column} ${operator} ${parameter(`after${index}`)}`;
    return this.#isNullable(property) ? sql`(${later} or ${column} is null)` : later;
  }

  #cursor(row: Row, { sort, identity }: ListQuery): string {
    const keys = sort.map(({ property }): unknown => {
      const value: unknown = Reflect.get(row, this.#columnName(property));
      // SQLite keeps booleans as numbers.
      return this.#definition(property).type === boolean && value !== null
        ? value === true || value === 1
        : value;
    });
    return encodeCursor(keys as CursorValues, identity);
  }

  #column(property: string): RawBuilder<unknown> {
    return sql.ref(this.#definition(property).column);
  }

  #columnName(property: string): string {
    return this.#definition(property).column.replace(/^.*\./, "");
  }

  #isNullable(property: string): boolean {
    return this.#definition(property).nullable === true;
  }

  #definition(property: string) {
    const definition = this.#source.definition.columns[property];
    if (definition === undefined) throw new Error(`lists have no column ${property}`);
    return definition;
  }
}

function anyOf(conditions: readonly Expression<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

function formOf(query: ListQuery, scope: Scope | undefined): string {
  return JSON.stringify([
    scope?.name,
    query.conditions.map(({ property, operator, value }) => [
      property,
      operator,
      operator === "is_null" && value,
    ]),
    query.q !== undefined,
    query.sort.map(({ property, descending }) => [property, descending]),
    query.after?.map((value) => value === null),
  ]);
}

function valuesOf(query: ListQuery, scope: Scope | undefined): Values {
  const values: Record<string, unknown> = { ...scope?.values };
  values["limit"] = query.limit + 1;
  values["offset"] = query.offset ?? 0;
  if (query.q !== undefined) values["q"] = foldCase(query.q);
  for (const [index, { operator, value }] of query.conditions.entries()) {
    values[`value${index}`] = operandOf(operator, value);
  }
  for (const [index, value] of query.after?.entries() ?? []) values[`after${index}`] = value;
  return values;
}

function operandOf(operator: Condition["operator"], value: Condition["value"]): unknown {
  if (typeof value === "object") return arrayOf(value);
  const isSearch = operator === "contains" || operator === "starts_with";
  return isSearch && typeof value === "string" ? foldCase(value) : value;
}
