/** Parses the query string of a list: page, order, filters, search, kept fields, embedded relations. */
import { type CursorValues, decodeCursor } from "./cursor.js";
import { type ColumnValue, type FieldType, type Operator, boolean, string } from "./field-types.js";
import { type Fault, type FaultCode, badRequest } from "./problem.js";
import type { QueryPairs } from "./query-string.js";

/** What a list of one resource can be asked for. */
export interface ListDefinition {
  /** Columns that filters and sort keys name, by property. */
  readonly columns: Readonly<Record<string, ListColumn>>;
  /** Properties that `fields=` keeps. */
  readonly properties: readonly string[];
  /** Relations that `include=` embeds. */
  readonly relations: readonly string[];
  /** Columns that `q=` looks into; without any, `q` is unknown. */
  readonly search: readonly string[];
  readonly defaultSort: readonly SortKey[];
}

export interface ListColumn {
  /** Qualified by its table: `books.title`. */
  readonly column: string;
  readonly type: FieldType;
  readonly nullable?: boolean;
  readonly filter?: boolean;
  readonly sort?: boolean;
}

export interface SortKey {
  readonly property: string;
  readonly descending: boolean;
}

export interface Condition {
  readonly property: string;
  readonly operator: Operator;
  readonly value: ColumnValue | readonly ColumnValue[];
}

export interface ListQuery extends Selection {
  readonly limit: number;
  /** Undefined where the request did not give one. */
  readonly offset: number | undefined;
  readonly after: CursorValues | undefined;
  readonly count: boolean;
  readonly sort: readonly SortKey[];
  readonly conditions: readonly Condition[];
  readonly q: string | undefined;
  /** All that decides which rows the list holds in which order; cursors belong to it. */
  readonly identity: string;
}

/** What is shown of each row. */
export interface Selection {
  /** Undefined: all of them. */
  readonly fields: readonly string[] | undefined;
  readonly include: readonly string[];
}

/** Whether rows are shown as they are. */
export function isWhole({ fields, include }: Selection): boolean {
  return fields === undefined && include.length === 0;
}

const maxOffset = 2_147_483_647;
const maxValues = 100;
const maxSearchLength = 200;

/**
 * @param path the list's own path, since a cursor belongs to one list
 * @throws Problem 400 with every fault, one per parameter
 */
export function parseListQuery(
  definition: ListDefinition,
  pairs: QueryPairs,
  path: string,
): ListQuery {
  const reader = new QueryReader(pairs);
  const limit = reader.integer("limit", 1, 100) ?? 20;
  const offset = reader.integer("offset", 0, maxOffset);
  const count = reader.read("count", (value) => boolean.read(value)) === true;
  const sort = readSort(reader, definition);
  const selection = readSelection(reader, definition);
  const q = definition.search.length > 0 ? reader.read("q", readSearch) : undefined;
  const cursor = reader.take("cursor");
  const conditions = readConditions(reader, definition);
  const identity = JSON.stringify([path, sort, conditions, q]);
  const keys = sort.flatMap(({ property }) => ownColumn(definition.columns, property) ?? []);
  const after = cursor === undefined ? undefined : decodeCursor(cursor, identity, keys);
  if (cursor !== undefined && after === undefined) {
    reader.report("cursor", "format", "is not a cursor of this list");
  }
  if (cursor !== undefined && offset !== undefined) {
    reader.report("offset", "unknown_parameter", "cannot stand beside a cursor");
  }
  reader.finish();
  return { limit, offset, after, count, sort, conditions, q, identity, ...selection };
}

/** @throws Problem 400 */
export function parseSelection(definition: ListDefinition, pairs: QueryPairs): Selection {
  if (pairs.length === 0) return everything;
  const reader = new QueryReader(pairs);
  const selection = readSelection(reader, definition);
  reader.finish();
  return selection;
}

const everything: Selection = { fields: undefined, include: [] };

/** @throws Problem 400 where the query string of an operation that knows no parameter holds one */
export function rejectQuery(pairs: QueryPairs): void {
  if (pairs.length > 0) new QueryReader(pairs).finish();
}

/** Hands out parameters one by one, collects faults, and knows in the end which ones nobody asked for. */
class QueryReader {
  readonly #values = new Map<string, string>();
  readonly #faults = new Map<string, Fault>();

  constructor(pairs: QueryPairs) {
    for (const [name, value] of pairs) {
      if (this.#values.has(name)) this.report(name, "unique_items", "must not be repeated");
      else this.#values.set(name, value);
    }
  }

  take(name: string): string | undefined {
    const value = this.#values.get(name);
    this.#values.delete(name);
    return value;
  }

  /** The names that nobody has taken so far. */
  rest(): readonly string[] {
    return [...this.#values.keys()];
  }

  read<Value>(name: string, reading: (text: string) => Read<Value>): Value | undefined {
    const text = this.take(name);
    if (text === undefined) return undefined;
    const result = reading(text);
    if ("value" in result) return result.value;
    this.report(name, result.fault, result.message ?? messages[result.fault] ?? "is not valid");
    return undefined;
  }

  integer(name: string, min: number, max: number): number | undefined {
    return this.read(name, (text) => {
      if (!/^-?(?:0|[1-9][0-9]*)$/.test(text)) return { fault: "type" };
      const value = Number(text);
      if (value < min) return { fault: "min", message: `must be at least ${min}` };
      return value > max ? { fault: "max", message: `must be at most ${max}` } : { value };
    });
  }

  report(parameter: string, code: FaultCode, message: string): void {
    if (!this.#faults.has(parameter)) this.#faults.set(parameter, { parameter, code, message });
  }

  finish(): void {
    for (const name of this.rest()) this.report(name, "unknown_parameter", "is not known here");
    if (this.#faults.size > 0) throw badRequest([...this.#faults.values()]);
  }
}

type Read<Value> =
  | { readonly value: Value }
  | { readonly fault: FaultCode; readonly message?: string };

const messages: Partial<Record<FaultCode, string>> = {
  type: "is not of the right type",
  format: "is not of the right format",
  enum: "is not one of the values that are allowed",
  unique_items: "names one thing twice",
  min: "is too small",
  max: "is too large",
  scale: "has too many digits after the point",
  min_items: "needs a value",
  max_items: `has more than ${maxValues} values`,
};

function readSearch(text: string): Read<string> {
  if (text === "") return { fault: "min_length", message: "must not be empty" };
  if ([...text].length > maxSearchLength) {
    return { fault: "max_length", message: `has more than ${maxSearchLength} characters` };
  }
  return string.read(text) as Read<string>;
}

function readSort(
  reader: QueryReader,
  { columns, defaultSort }: ListDefinition,
): readonly SortKey[] {
  const sort = reader.read("sort", (text): Read<readonly SortKey[]> => {
    const keys = text.split(",").map((key) => ({
      property: key.startsWith("-") ? key.slice(1) : key,
      descending: key.startsWith("-"),
    }));
    const names = keys.map((key) => key.property);
    if (
      names.some(
        (name) => ownColumn(columns, name)?.sort === false || !Object.hasOwn(columns, name),
      )
    ) {
      return { fault: "enum", message: "names a property that lists are not sorted by" };
    }
    return new Set(names).size < names.length ? { fault: "unique_items" } : { value: keys };
  });
  if (sort === undefined) return defaultSort;
  if (sort.some((key) => key.property === "id")) return sort;
  return [...sort, { property: "id", descending: false }];
}

function readSelection(reader: QueryReader, definition: ListDefinition): Selection {
  const { properties, relations } = definition;
  return {
    fields: reader.read("fields", (text) => readNames(text, properties)),
    include: reader.read("include", (text) => readNames(text, relations)) ?? [],
  };
}

function readNames(text: string, known: readonly string[]): Read<readonly string[]> {
  const list = text.split(",");
  if (!list.every((name) => known.includes(name))) return { fault: "enum" };
  return new Set(list).size < list.length ? { fault: "unique_items" } : { value: list };
}

const listParameters = new Set([
  "limit",
  "offset",
  "cursor",
  "count",
  "sort",
  "fields",
  "include",
  "q",
]);

function readConditions(reader: QueryReader, { columns }: ListDefinition): readonly Condition[] {
  const conditions: Condition[] = [];
  const seen = new Set<string>();
  for (const name of reader.rest()) {
    const [, property = "", operator = "eq"] = /^(.*?)(?:\[([a-z_]+)\])?$/su.exec(name) ?? [];
    const bare = property === name;
    const column = ownColumn(columns, property);
    if (column === undefined || column.filter === false || !knows(column, operator)) continue;
    if (bare && listParameters.has(property)) continue;
    const key = `${property}[${operator}]`;
    const value = reader.read(name, (text) => readOperand(column, operator, text));
    if (seen.has(key)) reader.report(name, "unique_items", "must not be repeated");
    seen.add(key);
    if (value !== undefined) conditions.push({ property, operator, value });
  }
  return conditions;
}

function ownColumn(columns: ListDefinition["columns"], property: string): ListColumn | undefined {
  return Object.hasOwn(columns, property) ? columns[property] : undefined;
}

function knows(column: ListColumn, operator: string): operator is Operator {
  if (operator === "is_null") return column.nullable === true;
  return column.type.operators.some((known) => known === operator);
}

function readOperand(
  column: ListColumn,
  operator: Operator,
  text: string,
): Read<Condition["value"]> {
  if (operator === "is_null") return boolean.read(text);
  if (operator === "contains" || operator === "starts_with") return string.read(text);
  if (operator !== "in") return hinted(column.type.read(text), text);
  const values: ColumnValue[] = [];
  const texts = splitValues(text);
  if (texts.length === 0) return { fault: "min_items" };
  if (texts.length > maxValues) return { fault: "max_items" };
  for (const item of texts) {
    const result = column.type.read(item);
    if ("fault" in result) return hinted(result, item);
    values.push(result.value);
  }
  return { value: values };
}

/** A `+` in a query string is a blank, which people meet when they send the offset of a datetime. */
function hinted(result: Read<ColumnValue>, text: string): Read<ColumnValue> {
  if ("fault" in result && result.fault === "format" && /[0-9] [0-9]{2}:[0-9]{2}$/.test(text)) {
    return { fault: "format", message: 'is not a datetime; write "%2B" for the "+" of an offset' };
  }
  return result;
}

/** Splits at commas; `\,` is a comma and `\\` a backslash within a value. The empty text holds no value. */
function splitValues(text: string): readonly string[] {
  if (text === "") return [];
  const values = [""];
  for (const [piece] of text.matchAll(/\\[\\,]|[^]/gu)) {
    if (piece === ",") values.push("");
    else
      values[values.length - 1] +=
        piece.length === 2 && piece.startsWith("\\") ? piece.slice(1) : piece;
  }
  return values;
}
