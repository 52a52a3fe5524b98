/** Reading lists whole, and what they should hold: order, filters and search worked out from the rows themselves. */
import type { Model, Resource, ScalarType, SortKey } from "../../src/model/model.ts";
import type { Client, Response } from "./client.ts";
import { expectStatus, Mismatch } from "./mismatch.ts";
import {
  fieldNamed,
  isCreatable,
  isWritable,
  operatorsOf,
  resourceNamed,
  scalars,
  toOnes,
  valueType,
} from "./model.ts";
import type { Body } from "./model.ts";
import { isBody, listOf, rowOf, type Rows } from "./rows.ts";
import { compareValues } from "./values/compare.ts";

/** Pages that a walk may have before it is taken to be endless. */
const MOST_PAGES = 400;

export interface Page {
  readonly limit: unknown;
  readonly offset: unknown;
  readonly next: string | null;
  readonly total: unknown;
}

export function pageOf(response: Response): Page {
  const { page } = rowOf(response);
  if (!isBody(page)) throw new Mismatch("the list has no page", response);
  const next = page["next_cursor"];
  if (typeof next !== "string" && next !== null) {
    throw new Mismatch("next_cursor is neither text nor null", response);
  }
  return { limit: page["limit"], offset: page["offset"], next, total: page["total"] };
}

/** Every row of a list, page by page along the cursors. */
export async function walk(
  client: Client,
  path: string,
  query: Readonly<Record<string, string>> = {},
  betweenPages: (page: number) => Promise<void> = async () => {},
): Promise<Body[]> {
  const found: Body[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const response: Response = await client.get(
      withQuery(path, cursor === null ? query : { ...query, cursor }),
    );
    expectStatus(response, 200);
    found.push(...listOf(response));
    const { next } = pageOf(response);
    if (next === null) return found;
    if (next === cursor) throw new Mismatch("a page leads to itself", response);
    cursor = next;
    await betweenPages(page);
  }
  throw new Mismatch(`the list ${path} does not end`);
}

export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

export interface Column {
  readonly property: string;
  readonly type: ScalarType;
  readonly optional: boolean;
  readonly relation: boolean;
  readonly operators: readonly string[];
}

export function keyColumn({ id }: Resource): Column {
  return {
    property: id.property,
    type: id.type,
    optional: false,
    relation: false,
    operators: operatorsOf(id.type, false),
  };
}

/** Everything of a resource that lists may be filtered by (`filter`) or sorted by (`sort`). */
export function columns(model: Model, resource: Resource, use: "filter" | "sort"): Column[] {
  const time: ScalarType = { kind: "datetime", min: null, max: null };
  const key = keyColumn(resource);
  const own = scalars(resource)
    .filter((field) => field[use] && !field.writeonly && field.list === null)
    .map((field) => ({
      property: field.property,
      type: field.type,
      optional: field.optional,
      relation: false,
      operators: operatorsOf(field.type, field.optional),
    }));
  const relations = toOnes(resource)
    .filter((field) => field[use] && !field.writeonly)
    .map((field) => ({
      property: field.property,
      type: valueType(model, field),
      optional: field.optional,
      relation: true,
      operators: ["eq", "ne", "in", ...(field.optional ? ["is_null"] : [])],
    }));
  const times = Object.values(resource.timestamps ?? {})
    .filter((one) => one[use])
    .map((one) => ({
      property: one.property,
      type: time,
      optional: false,
      relation: false,
      operators: operatorsOf(time, false),
    }));
  const named = new Map([...own, ...relations].map((column) => [column.property, column]));
  const inOrder = resource.fields.flatMap((field) => named.get(field.property) ?? []);
  return [key, ...inOrder, ...times];
}

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export function defaultOrder(model: Model, resource: Resource): Order[] {
  return resource.defaultSort.map((key) => ({
    column: columnOf(model, resource, key),
    descending: key.descending,
  }));
}

function columnOf(model: Model, resource: Resource, key: SortKey): Column {
  const known = columns(model, resource, "sort").find((one) => one.property === key.field);
  if (known !== undefined) return known;
  const field = fieldNamed(resource, key.field);
  if (field.kind === "to_many") throw new Error(`sorted by ${key.field}`);
  return {
    property: field.property,
    type: valueType(model, field),
    optional: field.optional,
    relation: field.kind === "to_one",
    operators: [],
  };
}

/** Rows in an order: nulls last both ways, the id breaking ties unless it is a key itself. */
export function ordered(rows: readonly Body[], order: readonly Order[], key: Column): Body[] {
  const keyed = order.some(({ column }) => column.property === key.property);
  const whole = keyed ? order : [...order, { column: key, descending: false }];
  return [...rows].sort((left, right) => {
    for (const { column, descending } of whole) {
      const one = left[column.property] ?? null;
      const two = right[column.property] ?? null;
      if (one === null && two === null) continue;
      if (one === null) return 1;
      if (two === null) return -1;
      const difference = compareValues(column.type.kind, one, two);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

/** Whether a row passes one filter; `wanted` is the text of the parameter, decoded. */
export function passes(row: Body, column: Column, operator: string, wanted: string): boolean {
  const value = row[column.property] ?? null;
  if (operator === "is_null") return (value === null) === (wanted === "true");
  if (operator === "ne") return value === null || compareTo(column, value, wanted) !== 0;
  if (value === null) return false;
  switch (operator) {
    case "in":
      return splitList(wanted).some((one) => compareTo(column, value, one) === 0);
    case "contains":
      return folded(String(value)).includes(folded(wanted));
    case "starts_with":
      return folded(String(value)).startsWith(folded(wanted));
    default:
      return holds(operator, compareTo(column, value, wanted));
  }
}

function holds(operator: string, difference: number): boolean {
  switch (operator) {
    case "gt":
      return difference > 0;
    case "gte":
      return difference >= 0;
    case "lt":
      return difference < 0;
    case "lte":
      return difference <= 0;
    default:
      return difference === 0;
  }
}

function compareTo(column: Column, value: Body[string], wanted: string): number {
  const { kind } = column.type;
  if (kind === "integer" || kind === "bigint" || kind === "float")
    return Number(value) - Number(wanted);
  if (kind === "boolean") return value === (wanted === "true") ? 0 : 1;
  if (kind === "uuid") return compareValues(kind, value ?? null, wanted.toLowerCase());
  return compareValues(kind, value ?? null, wanted);
}

/** ASCII letters alone. */
export function folded(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `\,` is a comma and `\\` a backslash within a value. */
export function splitList(text: string): string[] {
  const values = [""];
  for (let at = 0; at < text.length; at += 1) {
    const [one, two] = [text.charAt(at), text.charAt(at + 1)];
    if (one === "\\" && (two === "," || two === "\\")) {
      values[values.length - 1] += two;
      at += 1;
    } else if (one === ",") values.push("");
    else values[values.length - 1] += one;
  }
  return values;
}

export function listed(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll(",", "\\,");
}

/** At least so many rows, some of them with everything optional left out. */
export async function stocked(rows: Rows, resource: Resource, count: number): Promise<void> {
  const known = stock.get(rows) ?? new Map<string, number>();
  stock.set(rows, known);
  for (let made = known.get(resource.name) ?? 0; made < count; made += 1) {
    const relations = made % 3 === 1 ? await otherRelations(rows, resource) : {};
    await rows.create(resource, relations, made % 3 === 2 ? "least" : "full");
    known.set(resource.name, made + 1);
  }
}

/** Parents that other rows do not have, so that relations sort and filter apart. */
async function otherRelations(rows: Rows, resource: Resource): Promise<Body> {
  const relations: Body = {};
  for (const field of toOnes(resource)) {
    const target = resourceNamed(rows.model, field.to);
    if (isWritable(field) && isCreatable(rows.model, target)) {
      relations[field.property] = (await rows.create(target)).id;
    }
  }
  return relations;
}

const stock = new WeakMap<Rows, Map<string, number>>();
