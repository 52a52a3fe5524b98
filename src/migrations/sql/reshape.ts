/** The recipe of a reshaping as expressions over the column that holds the JSON. */
import type { JsonValue } from "../../model/model.ts";
import type { Table } from "../../storage/storage.ts";
import type { Part } from "../passages.ts";
import type { PropertyReshaping, Reshaping, ValueReshaping } from "../reshaping.ts";
import { always, reshapeCheck, type Rows } from "./checks.ts";
import type { Conversion } from "./conversion.ts";
import type { Dialect } from "./dialect.ts";
import { jsonDialectOf, type JsonDialect, type JsonNode } from "./json-dialect.ts";
import { postgresConversion } from "./postgres-conversion.ts";
import { sqliteConversion } from "./sqlite-conversion.ts";
import { identifier } from "./literals.ts";
import { mapped, nextVersion } from "./values.ts";

/** The new value of a column's expression that is not null. */
export function reshapedValue(expression: string, change: Reshaping, dialect: Dialect): string {
  const json = jsonDialectOf(dialect);
  return made({ json, dialect, depth: 0 }, json.root(expression), change);
}

/** The statement that changes every row with a value. */
export function reshapeUpdate(
  table: Table,
  column: string,
  change: Reshaping,
  dialect: Dialect,
): string {
  const name = identifier(column);
  const version = nextVersion(table);
  const counted = version === null ? "" : `, ${version}`;
  const value = reshapedValue(name, change, dialect);
  return `UPDATE ${identifier(table.name)}\n  SET ${name} = ${value}${counted}\n  WHERE ${name} IS NOT NULL`;
}

/** One for each thing that can be wrong with a row. @param rows of the table with the column */
export function reshapeChecks(
  rows: Rows,
  column: string,
  change: Reshaping,
  dialect: Dialect,
): Part[] {
  const json = jsonDialectOf(dialect);
  const expression = rows.value(column);
  return problems({ json, dialect, depth: 0 }, json.root(expression), change).map(
    ({ what, where }) =>
      reshapeCheck(rows, column, what, `${expression} IS NOT NULL AND (${where})`),
  );
}

/** Whether a row has values that were not there before the change, in words and as conditions. */
export function broughtBy(
  { name }: Table["columns"][number],
  column: string,
  change: Reshaping,
  dialect: Dialect,
): Problem[] {
  const json = jsonDialectOf(dialect);
  return brought({ json, dialect, depth: 0 }, json.root(column), change).map(
    ({ what, where }): Problem => ({
      what: what === "" ? name : `${name}: ${what}`,
      where: `${column} IS NOT NULL AND (${where})`,
    }),
  );
}

interface Place {
  readonly json: JsonDialect;
  readonly dialect: Dialect;
  /** Of lists within lists. */
  readonly depth: number;
}

export interface Problem {
  readonly what: string;
  readonly where: string;
}

function conversionOf({ from, to }: ValueReshaping, { database }: Dialect): Conversion {
  return database === "sqlite" ? sqliteConversion(from, to) : postgresConversion(from, to);
}

function made(place: Place, node: JsonNode, change: Reshaping): string {
  const { json, dialect } = place;
  switch (change.kind) {
    case "keep":
      return node.json;
    case "value": {
      const value = mappedValue(place, node, change);
      const { value: convert } = conversionOf(change, dialect);
      return json.write(convert ? convert(value) : value, change.to);
    }
    case "items": {
      const item = json.item(place.depth);
      const inner = { ...place, depth: place.depth + 1 };
      return json.list(node, item, made(inner, item, change.each));
    }
    case "object":
      return json.object(
        change.properties.map((property) => [property.name, madeProperty(place, node, property)]),
      );
  }
}

function mappedValue({ json, dialect }: Place, node: JsonNode, change: ValueReshaping): string {
  const value = json.read(node, change.from);
  return mapped(value, change.map, dialect);
}

function madeProperty(place: Place, node: JsonNode, property: PropertyReshaping): string {
  const { was, change } = property;
  const instead = filling(place, property);
  if (was === null) return instead;
  const old = place.json.property(node, was);
  return `CASE WHEN ${old.value} IS NOT NULL THEN ${made(place, old, change)} ELSE ${instead} END`;
}

/** What stands where there was nothing. */
function filling({ json, dialect }: Place, { fill, type }: PropertyReshaping): string {
  if (fill?.kind === "now" && type) return json.write(dialect.now(type), type);
  return literal(fill?.kind === "value" ? fill.value : null, dialect);
}

function problems(place: Place, node: JsonNode, change: Reshaping): Problem[] {
  const { json, dialect } = place;
  switch (change.kind) {
    case "keep":
      return [];
    case "value": {
      const { unfit } = conversionOf(change, dialect);
      const value = mappedValue(place, node, change);
      const { values } = change;
      return [
        ...(unfit
          ? [{ what: `has values that are no ${change.to.kind}`, where: unfit(value) }]
          : []),
        ...(values
          ? [
              {
                what: `has values other than ${values.join(", ")}`,
                where: `${value} NOT IN (${values.map(dialect.text).join(", ")})`,
              },
            ]
          : []),
      ];
    }
    case "items": {
      const item = json.item(place.depth);
      const inner = { ...place, depth: place.depth + 1 };
      return problems(inner, item, change.each).map(({ what, where }) => ({
        what,
        where: json.some(node, item, where),
      }));
    }
    case "object":
      return change.properties.flatMap((property) => propertyProblems(place, node, property));
  }
}

function propertyProblems(place: Place, node: JsonNode, property: PropertyReshaping): Problem[] {
  const { name, was, change, fill, isRequired } = property;
  const isMissing = { what: `${name} has no value`, where: always };
  if (was === null) return isRequired && fill === null ? [isMissing] : [];
  const old = place.json.property(node, was);
  return [
    ...(isRequired && fill === null ? [{ ...isMissing, where: `${old.value} IS NULL` }] : []),
    ...problems(place, old, change).map(({ what, where }) => ({
      what: `${name} ${what}`,
      where: `${old.value} IS NOT NULL AND (${where})`,
    })),
  ];
}

function brought(place: Place, node: JsonNode, change: Reshaping): Problem[] {
  const { json, dialect } = place;
  if (change.kind === "items") {
    const item = json.item(place.depth);
    const inner = { ...place, depth: place.depth + 1 };
    return brought(inner, item, change.each).map(({ what, where }) => ({
      what,
      where: json.some(node, item, where),
    }));
  }
  if (change.kind !== "object") return [];
  return change.properties.flatMap(({ name, was, change: inner, fill }): Problem[] => {
    const now = json.property(node, name);
    if (was !== null) {
      return brought(place, now, inner).map(({ what, where }) => ({
        what: `${name} ${what}`,
        where: `${now.value} IS NOT NULL AND (${where})`,
      }));
    }
    const given =
      fill?.kind === "value" ? ` AND ${now.json} <> ${literal(fill.value, dialect)}` : "";
    return [{ what: name, where: `${now.value} IS NOT NULL${given}` }];
  });
}

/** In the form in which the database shows a part of JSON. */
function literal(value: JsonValue, dialect: Dialect): string {
  const written = dialect.literal(value, { kind: "json" });
  return dialect.database === "sqlite" ? `json(${written})` : `${written}::jsonb`;
}
