/** Values that rows get from steps, as expressions. */
import type { Column, ColumnDefault, ColumnType, Table } from "../../storage/storage.ts";
import { versionColumn } from "../../storage/roles.ts";
import { columnNamed } from "../apply.ts";
import type { Step } from "../steps.ts";
import type { ValueMap } from "../value-maps.ts";
import type { Dialect } from "./dialect.ts";
import { identifier, identifiers } from "./literals.ts";

export function valueExpression(value: ColumnDefault, type: ColumnType, dialect: Dialect): string {
  return value.kind === "now" ? dialect.now(type) : dialect.literal(value.value, type);
}

/** Of a row that is shown otherwise from now on; null where the table counts no versions. */
export function nextVersion(table: Table): string | null {
  const version = versionColumn(table);
  return version ? `${identifier(version.name)} = ${identifier(version.name)} + 1` : null;
}

/** The new value of an enum's expression. */
export function mapped(expression: string, map: ValueMap, dialect: Dialect): string {
  const cases = Object.entries(map).map(
    ([from, to]) => ` WHEN ${dialect.text(from)} THEN ${dialect.text(to)}`,
  );
  return cases.length === 0
    ? expression
    : `CASE ${expression}${cases.join("")} ELSE ${expression} END`;
}

/** Whether an enum's expression has a value that the map changes. */
export function isMapped(expression: string, map: ValueMap, dialect: Dialect): string {
  const olds = Object.keys(map);
  return olds.length === 0 ? "1 = 0" : `${expression} IN (${olds.map(dialect.text).join(", ")})`;
}

/** The same for a list of values, kept as JSON. */
export function mappedList(expression: string, map: ValueMap, dialect: Dialect): string {
  if (dialect.database === "sqlite") {
    const element = mapped("value", map, dialect);
    return `CASE WHEN ${expression} IS NOT NULL THEN (SELECT json_group_array(${element}) FROM (SELECT each.value AS value ${eachOf(expression)} ORDER BY each.key)) END`;
  }
  const element = `to_jsonb(${mapped("value", map, dialect)})`;
  return `CASE WHEN ${expression} IS NOT NULL THEN (SELECT coalesce(jsonb_agg(${element} ORDER BY place), '[]') FROM jsonb_array_elements_text(${expression}) WITH ORDINALITY AS element (value, place)) END`;
}

/** Columns of `json_each` itself (`value`, `type`, `path` …) would hide those of the table from its argument. */
function eachOf(list: string): string {
  return `FROM (SELECT ${list} AS "a list") AS list JOIN json_each(list."a list") AS each`;
}

export function isMappedList(expression: string, map: ValueMap, dialect: Dialect): string {
  const any = isMapped("value", map, dialect);
  return dialect.database === "sqlite"
    ? `EXISTS (SELECT 1 FROM (SELECT each.value AS value ${eachOf(expression)}) WHERE ${any})`
    : `EXISTS (SELECT 1 FROM jsonb_array_elements_text(${expression}) AS element (value) WHERE ${any})`;
}

export interface Mapping {
  readonly value: (expression: string) => string;
  readonly applies: (expression: string) => string;
}

export function mapping(column: Column, map: ValueMap, dialect: Dialect): Mapping {
  const isList = column.type.kind === "json";
  return {
    value: (e) => (isList ? mappedList : mapped)(e, map, dialect),
    applies: (e) => (isList ? isMappedList : isMapped)(e, map, dialect),
  };
}

/** @param to the table that gets the rows */
export function copyRows(
  step: Extract<Step, { kind: "copy_rows" }>,
  to: Table,
  dialect: Dialect,
): string {
  const targets = [
    ...step.columns.map((column) => column.to),
    ...step.values.map(({ column }) => column),
    ...(step.uuid === null ? [] : [step.uuid]),
  ];
  const sources = [
    ...step.columns.map((column) => identifier(column.from)),
    ...step.values.map(({ column, value }) =>
      valueExpression(value, columnNamed(to, column).type, dialect),
    ),
    ...(step.uuid === null ? [] : [dialect.newUuid]),
  ];
  const where =
    step.whereNotNull === null ? "" : `\n  WHERE ${identifier(step.whereNotNull)} IS NOT NULL`;
  return `INSERT INTO ${identifier(to.name)} (${identifiers(targets)})\n  SELECT ${sources.join(", ")}\n  FROM ${identifier(step.from)}${where}`;
}
