/** What the emitted tests ask of lists: filters, order, selection, and what stands beside a row. They run on the seed rows. */
import { listParameters, type Filter } from "../contract/lists.ts";
import type { JsonValue, Model, Resource } from "../model/model.ts";
import type { SeedRow } from "../storage/seed.ts";
import type { Literals } from "./resource-tests.ts";
import { seedRowsOf } from "./seeds.ts";

/** Kinds whose stored form is the one that a query says, each tried once. */
const KINDS: ReadonlySet<string> = new Set([
  "string",
  "integer",
  "bigint",
  "boolean",
  "enum",
  "date",
  "uuid",
  "slug",
]);

export function listTests(model: Model, resource: Resource, literals: Literals) {
  const { rows } = seedRowsOf(model, resource.name);
  const [first] = rows;
  const { filters, include } = listParameters(model, resource);
  const isListed = resource.operations.includes("list") && first !== undefined;
  const { stringLiteral } = literals;
  const embedded = include.flatMap(({ name, field }) => {
    const isThere = field.kind === "to_one" && (first?.columns[field.column] ?? null) !== null;
    return isThere ? [{ name: stringLiteral(name), property: stringLiteral(field.property) }] : [];
  });
  return {
    filters: isListed
      ? ofEachKind(filters).flatMap((filter) => filterTest(filter, rows, literals) ?? [])
      : [],
    isOrdered: isListed && rows.length > 1,
    isSelected: isListed,
    embedded: resource.operations.includes("retrieve") ? embedded : [],
  };
}

function ofEachKind(filters: readonly Filter[]): readonly Filter[] {
  const byKind = new Map<string, Filter>();
  for (const filter of filters) {
    const { kind } = filter.value.type;
    if (KINDS.has(kind) && filter.field !== null && !byKind.has(kind)) byKind.set(kind, filter);
  }
  return [...byKind.values()];
}

/** Rows that are alike in one property; null where no seed row has a value of it. */
function filterTest(
  { property, column, bare }: Filter,
  rows: readonly SeedRow[],
  { jsonLiteral, stringLiteral }: Literals,
): { readonly query: string; readonly ids: string } | null {
  const values = rows.map(({ columns }) => columns[column] ?? null);
  const value = values.find((one) => one !== null);
  if (value === undefined) return null;
  const alike = rows.filter((_row, at) => values[at] === value);
  const name = encodeURIComponent(property) + (bare ? "" : "[eq]");
  return {
    query: stringLiteral(`${name}=${encodeURIComponent(text(value))}`),
    ids: jsonLiteral(alike.map(({ id }) => String(id)).sort()),
  };
}

function text(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
