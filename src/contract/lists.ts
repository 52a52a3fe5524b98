/**
 * What a list of a resource accepts in its query, as a table: filters with their operators, sort keys, what can be
 * embedded, kept and searched (docs/http-contract.md, "Lists"). Views, the OpenAPI document and tests all read it.
 */
import type { Field, Resource } from "../model/model.ts";
import { oncePerResource } from "../model/once.ts";
import { fieldNamed } from "./lookup.ts";
import { includable, resourceShape, type Property, type Value } from "./shapes.ts";

/** In the order of documentation. */
export const operators = [
  "eq",
  "ne",
  "in",
  "gt",
  "gte",
  "lt",
  "lte",
  "contains",
  "starts_with",
  "is_null",
] as const;

export type Operator = (typeof operators)[number];

/** Parameters of every list; a field of such a name is filtered with brackets only (`limit[eq]`). */
export const listParameterNames = [
  "limit",
  "offset",
  "cursor",
  "count",
  "sort",
  "fields",
  "include",
  "q",
] as const;

export interface Filter {
  /** Property of the representation, and name of the parameter. */
  readonly property: string;
  readonly field: Field | null;
  readonly column: string;
  /** What one operand is: a scalar, for relations the id they name. */
  readonly value: Extract<Value, { kind: "scalar" }>;
  readonly nullable: boolean;
  readonly operators: readonly Operator[];
  /** `price=10` means `price[eq]=10`, unless the name is that of a list parameter. */
  readonly bare: boolean;
}

export interface SortProperty {
  readonly property: string;
  readonly field: Field | null;
  readonly column: string;
  readonly value: Extract<Value, { kind: "scalar" }>;
  readonly nullable: boolean;
}

export interface Include {
  /** Name in `include=` and in the representation. */
  readonly name: string;
  readonly field: Extract<Field, { kind: "to_one" | "to_many" }>;
  readonly to: string;
  readonly many: boolean;
}

export interface ListParameters {
  readonly filters: readonly Filter[];
  readonly sort: readonly SortProperty[];
  /** Names that `fields=` knows: the properties of the representation. */
  readonly fields: readonly string[];
  readonly include: readonly Include[];
  /** Properties that `q=` searches; empty: `q` is unknown. */
  readonly search: readonly string[];
}

export const listParameters = oncePerResource((model, resource): ListParameters => {
  const shown = resourceShape(model, resource, "read").properties.filter(
    (property) => property.value.kind !== "included",
  );
  const columns = shown.flatMap((property) => comparable(resource, property));
  return {
    filters: columns
      .filter((column) => column.filter)
      .map(({ property, field, column, value, nullable }) => ({
        property,
        field,
        column,
        value,
        nullable,
        operators: operatorsOf(value, field, nullable),
        bare: !listParameterNames.some((name) => name === property),
      })),
    sort: columns
      .filter((column) => column.sort)
      .map(({ property, field, column, value, nullable }) => ({
        property,
        field,
        column,
        value,
        nullable,
      })),
    fields: shown.map((property) => property.name),
    include: includable(resource).flatMap((field) => ({
      name: field.name,
      field,
      to: field.to,
      many: field.kind === "to_many",
    })),
    search: resource.search.map((name) => fieldNamed(resource, name).property),
  };
});

interface Comparable extends SortProperty {
  readonly filter: boolean;
  readonly sort: boolean;
}

/** The property as a column that can be compared; none for what has no single scalar column. */
function comparable(resource: Resource, property: Property): readonly Comparable[] {
  const value = property.value.kind === "reference" ? property.value.type : property.value;
  if (value.kind !== "scalar" || value.type.kind === "json") return [];
  const { field } = property;
  const base = { property: property.name, value, nullable: property.nullable };
  if (field === null) {
    if (property.name === resource.id.property) {
      return [{ ...base, field: null, column: resource.id.column, filter: true, sort: true }];
    }
    const times = Object.values(resource.timestamps ?? {});
    return times
      .filter((time) => time.property === property.name)
      .map(({ column, filter, sort }) => ({ ...base, field: null, column, filter, sort }));
  }
  if (field.kind === "to_many" || field.writeonly) return [];
  const { column, filter, sort } = field;
  return [{ ...base, field, column, filter, sort }];
}

const ordered = new Set([
  "integer",
  "bigint",
  "float",
  "decimal",
  "date",
  "datetime",
  "time",
  "string",
]);
const textual = new Set(["string", "text", "email", "url", "slug"]);

function operatorsOf(
  value: Extract<Value, { kind: "scalar" }>,
  field: Field | null,
  nullable: boolean,
): readonly Operator[] {
  const { kind } = value.type;
  const relation = field !== null && field.kind !== "scalar";
  return operators.filter((operator) => {
    switch (operator) {
      case "eq":
      case "ne":
        return true;
      case "in":
        return kind !== "float";
      case "gt":
      case "gte":
      case "lt":
      case "lte":
        return !relation && ordered.has(kind);
      case "contains":
      case "starts_with":
        return !relation && textual.has(kind);
      case "is_null":
        return nullable;
    }
  });
}
