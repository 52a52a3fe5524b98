/**
 * What the JSON in a column is made of, as far as a reader depends on it: lists, embedded objects with their properties,
 * and the type of each value. Lengths, bounds and numbers of items are not told: they are judged when a value is written,
 * and a value that was written before them can still be read.
 */
import type { JsonValue, Model, ScalarField } from "../model/model.ts";
import { columnType } from "./column-type.ts";
import type { ColumnDefault, ColumnType } from "./storage.ts";
import { canonicalValue } from "./values.ts";

export type Shape =
  /** `json`: whatever was sent. */
  | { readonly kind: "any" }
  /** `values`: those of an enum. */
  | {
      readonly kind: "value";
      readonly type: ColumnType;
      readonly values: readonly string[] | null;
    }
  | { readonly kind: "list"; readonly of: Shape }
  | {
      readonly kind: "object";
      /** What the declaration calls the embedded type; says nothing of the rows. */
      readonly type: string;
      /** All of them stand in every object, with null where there is no value. */
      readonly properties: readonly Property[];
    };

export interface Property {
  /** In JSON, and in the declaration. */
  readonly name: string;
  /** Names that it had before, newest first. */
  readonly formerly?: readonly string[];
  readonly optional: boolean;
  readonly shape: Shape;
  /** What is stored where a body leaves it out. */
  readonly default: ColumnDefault | null;
}

/** Of a field that is stored as JSON. */
export function shapeOf(model: Model, { type, list }: ScalarField): Shape {
  const shape = typeShape(model, type);
  return list === null ? shape : { kind: "list", of: shape };
}

function typeShape(model: Model, type: ScalarField["type"]): Shape {
  switch (type.kind) {
    case "json":
      return { kind: "any" };
    case "embedded": {
      const found = model.types.find(({ name }) => name === type.type);
      if (!found) throw new Error(`The model has no type ${type.type}.`);
      const properties = found.fields.map((field): Property => {
        const shape = shapeOf(model, field);
        return {
          name: field.property,
          optional: field.optional,
          shape,
          default: field.default && completedDefault(field.default, shape),
        };
      });
      return { kind: "object", type: type.type, properties };
    }
    case "enum":
      return {
        kind: "value",
        type: { kind: "text" },
        values: type.values.map(({ value }) => value),
      };
    default: {
      const column = columnType(type);
      const isText = column.kind === "varchar";
      return { kind: "value", type: isText ? { kind: "text" } : column, values: null };
    }
  }
}

export function completedDefault(value: ColumnDefault, shape: Shape): ColumnDefault {
  return value.kind === "now" ? value : { kind: "value", value: completed(value.value, shape) };
}

/** A valid value as it is stored: every property there, each value in the form that storage keeps. */
export function completed(value: JsonValue, shape: Shape): JsonValue {
  if (value === null) return null;
  switch (shape.kind) {
    case "any":
      return value;
    case "value":
      return canonicalValue(value, shape.type);
    case "list":
      return Array.isArray(value)
        ? value.map((item: JsonValue) => completed(item, shape.of))
        : value;
    case "object": {
      const given = new Map(Object.entries(value as Readonly<Record<string, JsonValue>>));
      return Object.fromEntries(
        shape.properties.map(({ name, shape: inner, default: usual }) => {
          const told = given.get(name) ?? (usual?.kind === "value" ? usual.value : null);
          return [name, completed(told, inner)];
        }),
      );
    }
  }
}

/** Whether rows of one can be read as the other as they are. Names of types, former names and order say nothing. */
export function isSameShape(one: Shape | null, other: Shape | null): boolean {
  return JSON.stringify(described(one)) === JSON.stringify(described(other));
}

function described(shape: Shape | null): unknown {
  switch (shape?.kind) {
    case "list":
      return ["list", described(shape.of)];
    case "object":
      return [
        "object",
        [...shape.properties]
          .sort((one, other) => (one.name < other.name ? -1 : 1))
          .map((property) => [property.name, property.optional, described(property.shape)]),
      ];
    case "value": {
      const { type, values } = shape;
      const size = type.kind === "decimal" ? [type.precision, type.scale] : [];
      return ["value", type.kind, ...size, values && [...values].sort()];
    }
    default:
      return shape?.kind ?? null;
  }
}
