/** The parts of a program that ask the rows whether it may go on. */
import type {
  Column,
  ColumnDefault,
  ForeignKey,
  Table,
  TableCheck,
  UniqueIndex,
} from "../../storage/storage.ts";
import { columnsOfRule } from "../apply.ts";
import type { Part } from "../passages.ts";
import type { Dialect } from "./dialect.ts";
import { identifier, identifiers } from "./literals.ts";
import { condition } from "./statements.ts";

/** Rows to look at: of a table as it is, or as it is about to be. */
export interface Rows {
  readonly table: Table;
  /** An expression over the table as it is. */
  readonly value: (column: string) => string;
}

/** Enough to see what is wrong; the user asks for the rest without the limit. */
const shown = 5;

export function rowsOf(table: Table): Rows {
  return { table, value: identifier };
}

/** @param show columns besides the key */
function rowsWhere({ table, value }: Rows, show: readonly string[], where: string): string {
  const names = [...new Set([...table.primaryKey.columns, ...show])];
  const columns = names.map((name) =>
    value(name) === identifier(name) ? value(name) : `${value(name)} AS ${identifier(name)}`,
  );
  return `SELECT ${columns.join(", ")}\n  FROM ${identifier(table.name)}\n  WHERE ${where}\n  LIMIT ${shown}`;
}

export function noNulls(rows: Rows, column: string): Part {
  return {
    kind: "check",
    query: rowsWhere(rows, [], `${rows.value(column)} IS NULL`),
    message: `Every row of ${rows.table.name} needs a value of ${column}, and these rows have none. Give them one, then migrate again.`,
  };
}

/** SQLite takes `true` for a column where a table has one of that name. */
export const always = "1 = 1";

export function noRows(rows: Rows, column: string): Part {
  return {
    kind: "check",
    query: rowsWhere(rows, [], always),
    message: `Every row of ${rows.table.name} would need a value of ${column}, which nobody can know. Restore a backup from before it was dropped, or delete the rows, then migrate again.`,
  };
}

/** `unfit`: a condition on an expression of the old type. */
export function allFit(rows: Rows, to: Column, unfit: (expression: string) => string): Part {
  const value = rows.value(to.name);
  return {
    kind: "check",
    query: rowsWhere(rows, [to.name], `${value} IS NOT NULL AND (${unfit(value)})`),
    message: `${rows.table.name}.${to.name} is to become ${typeName(to)}, and these values do not fit. Change them, then migrate again.`,
  };
}

/** @param where rows whose JSON does not fit @param what of them is wrong */
export function reshapeCheck(rows: Rows, column: string, what: string, where: string): Part {
  return {
    kind: "check",
    query: rowsWhere(rows, [column], where),
    message: `${rows.table.name}.${column} is to have another form, and in these rows ${what}. Change them, then migrate again.`,
  };
}

function typeName({ type }: Column): string {
  switch (type.kind) {
    case "varchar":
      return `a string of at most ${type.length} characters`;
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    default:
      return type.kind;
  }
}

export function noDoubles(table: Table, unique: UniqueIndex): Part {
  const names = identifiers(unique.columns);
  const present = [
    ...unique.columns.map((column) => `${identifier(column)} IS NOT NULL`),
    ...(unique.whereNull === null ? [] : [`${identifier(unique.whereNull)} IS NULL`]),
  ];
  return {
    kind: "check",
    query: `SELECT ${names}, count(*) AS "rows"\n  FROM ${identifier(table.name)}\n  WHERE ${present.join(" AND ")}\n  GROUP BY ${names}\n  HAVING count(*) > 1\n  LIMIT ${shown}`,
    message: `${unique.columns.join(", ")} of ${table.name} must be unique, and these values stand in several rows. Change or delete all but one, then migrate again.`,
  };
}

/** PostgreSQL is quick with NOT EXISTS, and SQLite with NOT IN, which an expression can stand before. */
export function noOrphans(rows: Rows, key: ForeignKey, dialect: Dialect): Part {
  const parents = `SELECT ${identifiers(key.references)} FROM ${identifier(key.table)}`;
  const values = key.columns.map(rows.value);
  const present = values.map((value) => `${value} IS NOT NULL`).join(" AND ");
  const matches = key.columns.map((column, at) => {
    const child = `${identifier(rows.table.name)}.${identifier(column)}`;
    return `"parent".${identifier(key.references[at] ?? "")} = ${child}`;
  });
  const isMissing =
    dialect.database === "sqlite"
      ? `${values.length > 1 ? `(${values.join(", ")})` : values.join("")} NOT IN (${parents})`
      : `NOT EXISTS (SELECT 1 FROM ${identifier(key.table)} AS "parent" WHERE ${matches.join(" AND ")})`;
  return {
    kind: "check",
    query: rowsWhere(rows, key.columns, `${present}\n    AND ${isMissing}`),
    message: `${key.columns.join(", ")} of ${rows.table.name} must name rows of ${key.table}, and these rows name some that are not there. Correct them, then migrate again.`,
  };
}

export function allPass(rows: Rows, check: TableCheck, dialect: Dialect): Part {
  return {
    kind: "check",
    query: rowsWhere(
      rows,
      columnsOfRule(check.rule),
      `NOT (${condition(check.rule, dialect, rows.value)})`,
    ),
    message: `${rows.table.name} has a new check, ${check.name}, which these rows do not pass. Correct them, then migrate again.`,
  };
}

export function rowsLost(table: Table): Part {
  return {
    kind: "loss",
    query: `SELECT ${identifiers(table.primaryKey.columns)}\n  FROM ${identifier(table.name)}\n  LIMIT ${shown}`,
    message: `Going back drops the table ${table.name} with its rows.`,
  };
}

/** @param where rows with something that is not there before */
export function jsonLost(table: Table, column: string, what: string, where: string): Part {
  return {
    kind: "loss",
    query: rowsWhere(rowsOf(table), [column], where),
    message: `Going back drops values in ${table.name}.${what}.`,
  };
}

/** `given`: values that came with the column itself, so that nobody misses them. */
export function valuesLost(
  table: Table,
  { name, type }: Column,
  given: readonly ColumnDefault[],
  dialect: Dialect,
): Part {
  const known = given
    .filter((value) => value.kind === "value")
    .map((value) => ` AND ${identifier(name)} <> ${dialect.literal(value.value, type)}`);
  return {
    kind: "loss",
    query: rowsWhere(rowsOf(table), [name], `${identifier(name)} IS NOT NULL${known.join("")}`),
    message: `Going back drops ${table.name}.${name} with its values.`,
  };
}
