/**
 * What stands in JSON: the representation that is read, and the bodies that create, replace and update take.
 *
 * A shape lists every property that may stand there, in the order of representations. Rules: docs/http-contract.md,
 * "Representations" and "Bodies". OpenAPI components, validators and models of every target are printed from here.
 */
import type {
  Bound,
  Default,
  EmbeddedType,
  Field,
  IdField,
  JsonValue,
  List,
  Model,
  Nested,
  Resource,
  ScalarField,
  ScalarType,
} from "../model/model.ts";
import { fieldNamed, resourceNamed } from "./lookup.ts";
import { limits } from "./limits.ts";

export type Purpose = "read" | "create" | "replace" | "update";

/** What one property holds; nullability stands on the property. */
export type Value =
  | {
      readonly kind: "scalar";
      readonly type: Exclude<ScalarType, { kind: "embedded" }>;
      /** A key that clients supply: it must fit into a path. */
      readonly key?: true;
    }
  | { readonly kind: "embedded"; readonly type: string }
  | { readonly kind: "list"; readonly list: List; readonly items: Value }
  | { readonly kind: "reference"; readonly to: string; readonly type: Value }
  | { readonly kind: "references"; readonly to: string; readonly items: Value }
  | { readonly kind: "included"; readonly to: string; readonly many: boolean };

export interface Property {
  readonly name: string;
  /** The field it comes from; null for the id, the built-in times. */
  readonly field: Field | ScalarField | null;
  readonly value: Value;
  /** Must be present: in a body, or (always) in a representation. */
  readonly required: boolean;
  readonly nullable: boolean;
  /** In bodies: accepted whatever it holds, and ignored. In representations: made by the service. */
  readonly readOnly: boolean;
  /** Taken in bodies, never shown. */
  readonly writeOnly: boolean;
  /** In replace and update bodies: may be sent, but not with another value. */
  readonly immutable: boolean;
  /** What a create or replace takes when the property is absent; null: null, an empty list, or nothing. */
  readonly default: Default | null;
  readonly description: string | null;
  readonly example: JsonValue | undefined;
  readonly deprecated: boolean;
}

export interface Shape {
  readonly purpose: Purpose;
  readonly properties: readonly Property[];
}

/**
 * A shape of a resource.
 *
 * @param nested the mount under a parent: its property may then be left out, for it means the path's.
 */
export function resourceShape(
  model: Model,
  resource: Resource,
  purpose: Purpose,
  nested: Nested | null = null,
): Shape {
  if (nested !== null) return newShape(model, resource, purpose, nested);
  const ofModel = shapes.get(model) ?? new WeakMap<Resource, Map<Purpose, Shape>>();
  const ofResource = ofModel.get(resource) ?? new Map<Purpose, Shape>();
  const shape = ofResource.get(purpose) ?? newShape(model, resource, purpose, null);
  shapes.set(model, ofModel.set(resource, ofResource.set(purpose, shape)));
  return shape;
}

/** Asked for by every view, request and example of a resource. */
const shapes = new WeakMap<Model, WeakMap<Resource, Map<Purpose, Shape>>>();

function newShape(
  model: Model,
  resource: Resource,
  purpose: Purpose,
  nested: Nested | null,
): Shape {
  const parent = nested === null ? null : fieldNamed(resource, nested.field);
  const properties = [
    idProperty(resource.id, purpose),
    ...resource.fields
      .filter((field) => purpose !== "read" || !field.writeonly)
      .map((field) => {
        const property = fieldProperty(model, field, purpose);
        return field === parent && purpose !== "read" ? { ...property, required: false } : property;
      }),
    ...builtInProperties(resource, purpose),
    ...includedProperties(resource),
  ];
  return { purpose, properties };
}

/** A shape of an embedded type. Within one there is nothing read-only, and a patch may leave everything out. */
export function embeddedShape(model: Model, type: EmbeddedType, purpose: Purpose): Shape {
  return { purpose, properties: type.fields.map((field) => fieldProperty(model, field, purpose)) };
}

/** Relations that `include=` embeds, by field name; one whose name a property of the resource already has cannot be. */
export function includable(resource: Resource): readonly Exclude<Field, ScalarField>[] {
  const taken = new Set(["id", ...resource.fields.map((field) => field.property)]);
  if (resource.timestamps !== null) {
    taken.add(resource.timestamps.createdAt.property).add(resource.timestamps.updatedAt.property);
  }
  return resource.fields.filter(
    (field): field is Exclude<Field, ScalarField> =>
      field.kind !== "scalar" && !field.writeonly && !taken.has(field.name),
  );
}

/** What an id, and so a reference to it, holds: ids made as integers are 1 to 2^53 − 1. */
export function idValue(id: IdField): Value {
  const known = idValues.get(id) ?? newIdValue(id);
  idValues.set(id, known);
  return known;
}

const idValues = new WeakMap<IdField, Value>();

function newIdValue(id: IdField): Value {
  if (id.strategy === "integer") {
    const type = {
      kind: "bigint",
      min: inclusive("1"),
      max: inclusive(String(limits.safeInteger)),
    } as const;
    return { kind: "scalar", type };
  }
  if (id.type.kind === "embedded") throw new Error("an id is never an embedded object");
  return id.strategy === "client"
    ? { kind: "scalar", type: id.type, key: true }
    : { kind: "scalar", type: id.type };
}

function inclusive(value: string): Bound {
  return { value, exclusive: false };
}

const plain = {
  field: null,
  required: true,
  nullable: false,
  readOnly: true,
  writeOnly: false,
  immutable: false,
  default: null,
  description: null,
  example: undefined,
  deprecated: false,
} as const;

function idProperty(id: IdField, purpose: Purpose): Property {
  const bySender = id.strategy === "client";
  return {
    ...plain,
    name: id.property,
    value: idValue(id),
    required: purpose === "read" || (bySender && purpose === "create"),
    readOnly: !bySender,
    immutable: bySender,
    description: id.description,
    example: id.example,
  };
}

function builtInProperties(resource: Resource, purpose: Purpose): readonly Property[] {
  if (resource.timestamps === null) return [];
  const { createdAt, updatedAt } = resource.timestamps;
  return [createdAt, updatedAt].map((builtIn) => ({
    ...plain,
    name: builtIn.property,
    value: { kind: "scalar", type: { kind: "datetime", min: null, max: null } },
    required: purpose === "read",
  }));
}

function includedProperties(resource: Resource): readonly Property[] {
  return includable(resource).map((field) => ({
    ...plain,
    name: field.name,
    field,
    value: { kind: "included", to: field.to, many: field.kind === "to_many" },
    required: false,
    nullable: field.kind === "to_one" && field.optional,
    deprecated: field.deprecated,
  }));
}

function fieldProperty(model: Model, field: Field, purpose: Purpose): Property {
  const linked = field.kind === "to_many";
  const readOnly = field.readonly || (linked && !field.writable);
  return {
    name: field.property,
    field,
    value: fieldValue(model, field),
    required: isRequired(field, purpose, readOnly),
    nullable: field.optional && !linked,
    readOnly,
    writeOnly: field.writeonly,
    immutable: field.immutable,
    default: field.kind === "scalar" ? field.default : null,
    description: field.description,
    example: field.example,
    deprecated: field.deprecated,
  };
}

/** Absent immutable and write-only fields keep their value on replace, and everything does on update. */
function isRequired(field: Field, purpose: Purpose, readOnly: boolean): boolean {
  if (purpose === "read") return true;
  if (purpose === "update" || readOnly || !field.required) return false;
  return purpose === "create" || !(field.immutable || field.writeonly);
}

function fieldValue(model: Model, field: Field): Value {
  switch (field.kind) {
    case "to_one":
      return { kind: "reference", to: field.to, type: idValue(resourceNamed(model, field.to).id) };
    case "to_many":
      return {
        kind: "references",
        to: field.to,
        items: idValue(resourceNamed(model, field.to).id),
      };
    case "scalar": {
      const item = scalarValue(field.type);
      return field.list === null ? item : { kind: "list", list: field.list, items: item };
    }
  }
}

function scalarValue(type: ScalarType): Value {
  return type.kind === "embedded"
    ? { kind: "embedded", type: type.type }
    : { kind: "scalar", type };
}
