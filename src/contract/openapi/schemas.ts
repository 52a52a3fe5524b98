/** Shapes as JSON Schema 2020-12 (OpenAPI 3.1, "Schema Object"). */
import type { Bound, JsonValue, Model, Resource, ScalarType } from "../../model/model.ts";
import { declaredExample } from "../examples/valid.ts";
import { formats } from "../formats.ts";
import { limits } from "../limits.ts";
import type { Property, Purpose, Shape, Value } from "../shapes.ts";
import { object, prose, type JsonObject } from "./json.ts";
import type { ComponentNames } from "./names.ts";

export interface SchemaContext {
  readonly model: Model;
  readonly names: ComponentNames;
}

type Scalar = Exclude<ScalarType, { kind: "embedded" }>;

/** An object schema. Bodies are closed, representations are open: clients must bear properties that come later. */
export function shapeSchema(
  context: SchemaContext,
  shape: Shape,
  description: string | null,
): JsonObject {
  const required = shape.properties.filter(
    (property) => property.required && !ignored(property, shape.purpose),
  );
  return object(
    ["type", "object"],
    ["description", description === null ? undefined : prose(description)],
    [
      "properties",
      object(
        ...shape.properties.map((property): [string, JsonValue] => [
          property.name,
          propertySchema(context, property, shape.purpose),
        ]),
      ),
    ],
    ["required", required.length > 0 ? required.map((property) => property.name) : undefined],
    ["additionalProperties", shape.purpose === "read" ? undefined : false],
  );
}

/** A property, with all that is said about it. */
export function propertySchema(
  context: SchemaContext,
  property: Property,
  purpose: Purpose,
): JsonObject {
  if (ignored(property, purpose)) return { readOnly: true };
  const value = valueSchema(context, property.value, purpose);
  const example = declaredExample(context.model, property);
  return object(
    ...Object.entries(property.nullable ? nullable(value) : value),
    ["description", propertyDescription(property, purpose)],
    ["default", defaultOf(property, purpose)],
    ["readOnly", property.readOnly && property.value.kind !== "included" ? true : undefined],
    ["writeOnly", property.writeOnly ? true : undefined],
    ["deprecated", property.deprecated ? true : undefined],
    ["examples", example === undefined ? undefined : [example]],
  );
}

/** In bodies, what the service makes itself is accepted whatever it holds. */
function ignored(property: Property, purpose: Purpose): boolean {
  return purpose !== "read" && property.readOnly;
}

/** As declared, then what JSON Schema has no keyword for; undefined: nothing to say. */
export function propertyDescription(property: Property, purpose: Purpose): string | undefined {
  const parts = [property.description ?? "", ...remarks(property, purpose)].filter(
    (part) => part !== "",
  );
  return parts.length > 0 ? prose(parts.join("\n\n")) : undefined;
}

function remarks(property: Property, purpose: Purpose): readonly string[] {
  const type = property.value.kind === "scalar" ? property.value.type : null;
  const said: string[] = [];
  if (type?.kind === "enum") {
    const described = type.values.filter((value) => value.description !== null);
    said.push(
      described.map((value) => `- \`${value.value}\`: ${value.description ?? ""}`).join("\n"),
    );
  }
  if (purpose === "read") return said;
  if (type?.kind === "date" || type?.kind === "datetime" || type?.kind === "time") {
    said.push(bounded("Not before", "After", type.min), bounded("Not after", "Before", type.max));
  }
  if (type?.kind === "decimal") {
    said.push(
      bounded("At least", "More than", type.min),
      bounded("At most", "Less than", type.max),
    );
  }
  if (property.default?.kind === "now" && purpose !== "update")
    said.push("By default the time of the request.");
  if (property.value.kind === "scalar" && property.value.key === true) {
    said.push("Holds no `/`, and is neither `.` nor `..`.");
  }
  if (property.immutable && purpose !== "create") said.push("Cannot be changed.");
  return said;
}

function bounded(inclusive: string, exclusive: string, bound: Bound | null): string {
  return bound === null ? "" : `${bound.exclusive ? exclusive : inclusive} ${bound.value}.`;
}

function defaultOf(property: Property, purpose: Purpose): JsonValue | undefined {
  const applies = purpose === "create" || purpose === "replace";
  return applies && property.default?.kind === "value" ? property.default.value : undefined;
}

/** What a value looks like: its form where it is read, its rules too where it is sent. */
export function valueSchema(context: SchemaContext, value: Value, purpose: Purpose): JsonObject {
  const written = purpose !== "read";
  switch (value.kind) {
    case "scalar":
      return written ? bodyScalar(value.type) : shownScalar(value.type);
    case "embedded":
      return { $ref: `#/components/schemas/${context.names.embedded(value.type, purpose)}` };
    case "reference":
      return valueSchema(context, value.type, purpose);
    case "references":
      return object(
        ["type", "array"],
        ["items", valueSchema(context, value.items, purpose)],
        ["uniqueItems", written ? true : undefined],
      );
    case "list": {
      const { minItems, maxItems, uniqueItems } = value.list;
      // Elements are judged as whole values, in a patch too.
      const items = valueSchema(context, value.items, written ? "create" : "read");
      return object(
        ["type", "array"],
        ["items", items],
        ["minItems", written && minItems > 0 ? minItems : undefined],
        ["maxItems", written ? (maxItems ?? undefined) : undefined],
        ["uniqueItems", written && uniqueItems ? true : undefined],
      );
    }
    case "included": {
      const row = { $ref: `#/components/schemas/${value.to}` };
      return value.many ? { type: "array", items: row } : row;
    }
  }
}

/** The form of a scalar in a representation: old rows need not keep rules that were declared after them. */
export function shownScalar(type: Scalar): JsonObject {
  switch (type.kind) {
    case "string":
    case "text":
      return { type: "string" };
    case "integer":
      return { type: "integer", format: "int32" };
    case "bigint":
      return { type: "integer", format: "int64" };
    case "float":
      return { type: "number", format: "double" };
    case "boolean":
      return { type: "boolean" };
    case "enum":
      return { type: "string", enum: type.values.map(({ value }) => value) };
    case "json":
      return { not: { type: "null" } };
    default:
      return { type: "string", format: formats[type.kind].schemaFormat };
  }
}

function bodyScalar(type: Scalar): JsonObject {
  const shown = Object.entries(shownScalar(type));
  switch (type.kind) {
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug":
      return object(
        ...shown,
        ["minLength", type.minLength > 0 ? type.minLength : undefined],
        ["maxLength", type.maxLength ?? undefined],
        ["pattern", type.pattern?.ecma],
      );
    case "integer":
      return object(...shown, ...range(type.min, type.max, [limits.integerMin, limits.integerMax]));
    case "bigint":
      return object(
        ...shown,
        ...range(type.min, type.max, [-limits.safeInteger, limits.safeInteger]),
      );
    case "float":
      return object(...shown, ...range(type.min, type.max, [null, null]));
    case "decimal":
      return object(
        ["type", ["string", "number"]],
        ["format", formats.decimal.schemaFormat],
        ["pattern", decimalPattern(type.precision, type.scale)],
        ...range(type.min, type.max, [null, null]),
      );
    default:
      return object(...shown);
  }
}

/** Strings of a decimal, digits as written: a single 0 before the point is none. */
export function decimalPattern(precision: number, scale: number): string {
  const whole = precision > scale ? `[0-9]{1,${String(precision - scale)}}` : "0";
  return `^-?${whole}${scale > 0 ? `(\\.[0-9]{1,${String(scale)}})?` : ""}$`;
}

function range(
  min: Bound | null,
  max: Bound | null,
  [least, most]: readonly [number | null, number | null],
): readonly (readonly [string, JsonValue | undefined])[] {
  const bounds = (
    bound: Bound | null,
    own: number | null,
    name: string,
  ): readonly [string, JsonValue | undefined] => {
    if (bound === null) return [own === null ? name : name, own ?? undefined];
    const exclusive = `exclusive${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [bound.exclusive ? exclusive : name, Number(bound.value)];
  };
  return [bounds(min, least, "minimum"), bounds(max, most, "maximum")];
}

function nullable(schema: JsonObject): JsonObject {
  const { type, not: _not, ...others } = schema;
  // Without a type it is a reference, or json, which may be null then.
  if (type === undefined) return "$ref" in schema ? { anyOf: [schema, { type: "null" }] } : others;
  const types = Array.isArray(type) ? type : [type];
  const values = schema["enum"];
  return object(
    ...Object.entries(schema).map(([name, member]): [string, JsonValue] => {
      if (name === "type") return [name, [...types, "null"]];
      return name === "enum" && Array.isArray(values) ? [name, [...values, null]] : [name, member];
    }),
  );
}

/** What the schema of a body says of the whole: its checks. */
export function bodyDescription(resource: Resource, purpose: Purpose): string | null {
  if (purpose === "read") return resource.description;
  const checks = resource.checks.map((check) => `\`${check.source}\``);
  return checks.length > 0 ? `Must hold: ${checks.join(", ")}.` : null;
}
