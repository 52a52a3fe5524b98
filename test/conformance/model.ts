/** Questions that the checks ask of a model. */
import type {
  Check,
  Field,
  JsonValue,
  Model,
  Nested,
  Operand,
  Operation,
  Resource,
  ScalarField,
  ScalarType,
  ToManyField,
  ToOneField,
} from "../../src/model/model.ts";
import { ownMember } from "./oracle/json.ts";
import { compareValues } from "./values/compare.ts";

export type Body = Record<string, JsonValue>;

export function resourceNamed(model: Model, name: string): Resource {
  const found = model.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

export function fieldNamed(resource: Resource, name: string): Field {
  const found = resource.fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name} in ${resource.name}`);
  return found;
}

export function has(resource: Resource, ...operations: readonly Operation[]): boolean {
  return operations.every((operation) => resource.operations.includes(operation));
}

export function scalars(resource: Resource): ScalarField[] {
  return resource.fields.filter((field) => field.kind === "scalar");
}
export function toOnes(resource: Resource): ToOneField[] {
  return resource.fields.filter((field) => field.kind === "to_one");
}
export function toManys(resource: Resource): ToManyField[] {
  return resource.fields.filter((field) => field.kind === "to_many");
}

/** Whether a client may set the field on creation. */
export function isWritable(field: Field): boolean {
  return !field.readonly && (field.kind !== "to_many" || field.writable);
}

/** Names of the fields that stand in any unique rule of the resource, one-to-one relations included. */
export function uniqueFields(resource: Resource): Set<string> {
  const names = resource.uniques.flatMap((unique) => unique.fields);
  const oneToOne = toOnes(resource).filter((field) => field.unique);
  return new Set([...names, ...oneToOne.map((field) => field.name)]);
}

/** Whether rows can be made over HTTP: it and everything that it must refer to can be created. */
export function isCreatable(
  model: Model,
  resource: Resource,
  above: readonly string[] = [],
): boolean {
  if (!has(resource, "create") || above.includes(resource.name)) return false;
  const path = [...above, resource.name];
  return toOnes(resource)
    .filter((field) => field.required)
    .every((field) => isCreatable(model, resourceNamed(model, field.to), path));
}

/** Type of the values of a property: of the field itself, or of the id that a relation holds. */
export function valueType(model: Model, field: ScalarField | ToOneField): ScalarType {
  return field.kind === "scalar" ? field.type : resourceNamed(model, field.to).id.type;
}

/** Operators of the contract's table for a filterable property. */
export function operatorsOf(type: ScalarType, optional: boolean): string[] {
  const { kind } = type;
  const ordered = ["integer", "bigint", "float", "decimal", "date", "datetime", "time", "string"];
  return [
    ...(kind === "float" ? ["eq", "ne"] : ["eq", "ne", "in"]),
    ...(ordered.includes(kind) ? ["gt", "gte", "lt", "lte"] : []),
    ...(["string", "text", "email", "url", "slug"].includes(kind)
      ? ["contains", "starts_with"]
      : []),
    ...(optional ? ["is_null"] : []),
  ];
}

/** Whether a row, or the body of one, keeps a check of the declaration; a comparison with null is kept, as in SQL. */
export function keepsCheck(model: Model, resource: Resource, check: Check, row: Body): boolean {
  const left = operandValue(resource, check.left, row);
  const right = operandValue(resource, check.right, row);
  if (left === null || right === null) return true;
  const order = compareValues(operandKind(model, resource, check), left, right);
  switch (check.operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function operandValue(resource: Resource, operand: Operand, row: Body): JsonValue {
  if (operand.kind === "constant") return operand.value;
  const field = fieldNamed(resource, operand.field);
  const value = ownMember(row, field.property);
  const isNow = value === undefined && field.kind === "scalar" && field.default?.kind === "now";
  return isNow ? nowAs(field.type.kind) : (value ?? null);
}

/** What the service fills in for `now`, a moment sooner or later. */
function nowAs(kind: ScalarType["kind"]): string {
  const now = new Date().toISOString();
  if (kind === "date") return now.slice(0, 10);
  return kind === "time" ? now.slice(11, 19) : now;
}

function operandKind(model: Model, resource: Resource, check: Check): ScalarType["kind"] {
  const operand = check.left.kind === "field" ? check.left : check.right;
  if (operand.kind === "constant") return "string";
  const field = fieldNamed(resource, operand.field);
  return field.kind === "to_many" ? "json" : valueType(model, field).kind;
}

/** Paths of one service, below its base path. */
export class Paths {
  readonly base: string;
  constructor(model: Model) {
    this.base = model.service.basePath;
  }
  collection(resource: Resource): string {
    return `${this.base}/${resource.path}`;
  }
  item(resource: Resource, id: JsonValue | undefined): string {
    return `${this.collection(resource)}/${encodeURIComponent(String(id))}`;
  }
  links(resource: Resource, id: JsonValue | undefined, field: ToManyField): string {
    return `${this.item(resource, id)}/${field.path}`;
  }
  link(
    resource: Resource,
    id: JsonValue | undefined,
    field: ToManyField,
    other: JsonValue,
  ): string {
    return `${this.links(resource, id, field)}/${encodeURIComponent(String(other))}`;
  }
  nested(nested: Nested, parent: JsonValue | undefined): string {
    return (
      this.base + nested.path.replace(`{${nested.parameter}}`, encodeURIComponent(String(parent)))
    );
  }
}
