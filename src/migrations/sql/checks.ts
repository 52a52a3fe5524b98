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

/** Rows to look at: those of a table as they are, or as a query shows them. */
export interface Rows {
  readonly table: Table;
  /** What follows FROM. */
  readonly source: string;
}

/** Enough to see what is wrong; the user asks for the rest without the limit. */
const shown = 5;

export function rowsOf(table: Table): Rows {
  return { table, source: identifier(table.name) };
}

/** @param show columns besides the key */
function rowsWhere({ table, source }: Rows, show: readonly string[], where: string): string {
  const columns = [...new Set([...table.primaryKey.columns, ...show])];
  return `SELECT ${identifiers(columns)}\n  FROM ${source}\n  WHERE ${where}\n  LIMIT ${shown}`;
}

export function noNulls(rows: Rows, column: string): Part {
  return {
    kind: "check",
    query: rowsWhere(rows, [], `${identifier(column)} IS NULL`),
    message: `Every row of ${rows.table.name} needs a value of ${column}, and these rows have none. Give them one, then migrate again.`,
  };
}

export function noRows(rows: Rows, column: string): Part {
  return {
    kind: "check",
    query: `SELECT ${identifiers(rows.table.primaryKey.columns)}\n  FROM ${rows.source}\n  LIMIT ${shown}`,
    message: `Every row of ${rows.table.name} would need a value of ${column}, which nobody can know. Restore a backup from before it was dropped, or delete the rows, then migrate again.`,
  };
}

/** `unfit`: a condition on an expression of the old type. */
export function allFit(rows: Rows, to: Column, unfit: (expression: string) => string): Part {
  const name = identifier(to.name);
  return {
    kind: "check",
    query: rowsWhere(rows, [to.name], `${name} IS NOT NULL AND (${unfit(name)})`),
    message: `${rows.table.name}.${to.name} is to become ${typeName(to)}, and these values do not fit. Change them, then migrate again.`,
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

export function noDoubles(rows: Rows, unique: UniqueIndex): Part {
  const names = identifiers(unique.columns);
  const present = [
    ...unique.columns.map((column) => `${identifier(column)} IS NOT NULL`),
    ...(unique.whereNull === null ? [] : [`${identifier(unique.whereNull)} IS NULL`]),
  ];
  return {
    kind: "check",
    query: `SELECT ${names}, count(*) AS "rows"\n  FROM ${rows.source}\n  WHERE ${present.join(" AND ")}\n  GROUP BY ${names}\n  HAVING count(*) > 1\n  LIMIT ${shown}`,
    message: `${unique.columns.join(", ")} of ${rows.table.name} must be unique, and these values stand in several rows. Change or delete all but one, then migrate again.`,
  };
}

export function noOrphans(rows: Rows, key: ForeignKey): Part {
  const matches = key.columns.map(
    (column, at) =>
      `"parent".${identifier(key.references[at] ?? "")} = "child".${identifier(column)}`,
  );
  const present = key.columns.map((column) => `"child".${identifier(column)} IS NOT NULL`);
  return {
    kind: "check",
    query: rowsWhere(
      { ...rows, source: `${rows.source} AS "child"` },
      key.columns,
      `${present.join(" AND ")}\n    AND NOT EXISTS (SELECT 1 FROM ${identifier(key.table)} AS "parent" WHERE ${matches.join(" AND ")})`,
    ),
    message: `${key.columns.join(", ")} of ${rows.table.name} must name rows of ${key.table}, and these rows name some that are not there. Correct them, then migrate again.`,
  };
}

export function allPass(rows: Rows, check: TableCheck, dialect: Dialect): Part {
  return {
    kind: "check",
    query: rowsWhere(rows, columnsOfRule(check.rule), `NOT (${condition(check.rule, dialect)})`),
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
