/** Views of the bodies that write a resource, and of embedded types. */
import { embeddedNamed } from "../../contract/lookup.ts";
import {
  embeddedShape,
  resourceShape,
  type Property,
  type Purpose,
} from "../../contract/shapes.ts";
import type { Check, EmbeddedType, Model, Operand, Resource } from "../../model/model.ts";
import { pascalCase, wordsOf } from "../case.ts";
import { attributeName } from "./identifiers.ts";
import { Imports } from "./imports.ts";
import { docstring, stringLiteral, tupleLiteral } from "./literals.ts";
import { namesOf } from "./names.ts";
import { absence, annotation, constant, embeddedClass, type Context } from "./types.ts";
import type { MemberView, MergedView, ObjectView, SchemasView } from "./view-types.ts";

const purposes = [
  { purpose: "create", operation: "create", suffix: "Create" },
  { purpose: "replace", operation: "replace", suffix: "Replace" },
  { purpose: "update", operation: "update", suffix: "Update" },
] as const;

export function schemasView(model: Model, resource: Resource): SchemasView {
  const names = namesOf(resource);
  const context: Context = { model, imports: new Imports() };
  const { imports } = context;
  const offered = purposes.filter(({ operation }) => resource.operations.includes(operation));
  const shapes = offered.map(({ purpose }) => resourceShape(model, resource, purpose).properties);
  const writable = unionOf(
    shapes.map((properties) => properties.filter((entry) => !entry.readOnly)),
  );
  const typeNames = aliasNames(writable);
  const types = writable.map((property) => ({
    name: typeNames.get(property.name) ?? "",
    type: keyed(resource, property, annotation(property.value, context), imports),
  }));
  const bodies = offered.map(({ suffix, purpose }, index) => ({
    class: `${names.class}${suffix}`,
    members: (shapes[index] ?? [])
      .filter((property) => !property.readOnly)
      .map((property) => member(property, typeNames.get(property.name) ?? "", purpose, imports)),
  }));
  const readOnly = unionOf(shapes)
    .filter((property) =>
      shapes.every((shape) => shape.some((e) => e.name === property.name && e.readOnly)),
    )
    .map((property) => stringLiteral(property.name));
  const merged = resource.operations.includes("update")
    ? mergedOf(model, writable, imports, "alias")
    : [];
  const saves = resource.operations.includes("replace") || resource.operations.includes("update");
  const immutable = saves
    ? unionOf(shapes)
        .filter((entry) => entry.immutable)
        .map((entry) => entry.name)
    : [];
  const checks = resource.checks.map((check) => checkView(resource, check, imports));
  if (offered.length > 0) {
    imports.name("typing", "ClassVar");
    imports.name("app.validation.bodies", "Body");
    if (merged.length > 0) imports.name("app.validation.bodies", "Merge");
    if (merged.length > 0) imports.name("collections.abc", "Mapping");
    if (checks.length > 0) imports.name("app.validation.rules", "Check");
  }
  return {
    isWritable: offered.length > 0,
    imports: imports.print(),
    types,
    readOnly,
    merged,
    hasRules: immutable.length > 0 || checks.length > 0,
    bodies,
    immutable: immutable.length > 0 ? tupleLiteral(immutable) : "",
    checks,
  };
}

export function objectViews(model: Model, imports: Imports): ObjectView[] {
  const context: Context = { model, imports };
  if (model.types.length > 0) imports.name("app.validation.bodies", "Body");
  return model.types.map((type) => objectView(type, { ...context }));
}

function objectView(type: EmbeddedType, context: Context): ObjectView {
  const { model, imports } = context;
  const { properties } = embeddedShape(model, type, "create");
  const merged = mergedOf(model, properties, imports, "lambda");
  if (merged.length > 0) {
    imports.name("typing", "ClassVar");
    imports.name("collections.abc", "Mapping");
    imports.name("app.validation.bodies", "Merge");
  }
  return {
    class: embeddedClass(model, type.name, null),
    documentation: docstring(type.description ?? `An embedded object: ${type.words.join(" ")}.`),
    members: properties.map((property) =>
      member(property, local(annotation(property.value, context)), "create", imports),
    ),
    merged,
  };
}

/** Types of the module's own are not imported into it. */
function local(text: string): string {
  return text;
}

function unionOf(shapes: readonly (readonly Property[])[]): Property[] {
  const found = new Map<string, Property>();
  for (const shape of shapes)
    for (const property of shape) if (!found.has(property.name)) found.set(property.name, property);
  return [...found.values()];
}

function aliasNames(properties: readonly Property[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    properties.map(({ name }) => {
      let alias = `${pascalCase(wordsOf(name))}Field`;
      if (!/^[A-Z]/.test(alias)) alias = `The${alias}`;
      while (taken.has(alias)) alias += "2";
      taken.add(alias);
      return [name, alias];
    }),
  );
}

/** A key that clients choose must be fit for a path. */
function keyed(resource: Resource, property: Property, type: string, imports: Imports): string {
  if (property.field !== null || property.name !== resource.id.property) return type;
  imports.name("app.validation", "types");
  imports.name("typing", "Annotated");
  return type.startsWith("Annotated[")
    ? `${type.slice(0, -1)}, types.KEY]`
    : `Annotated[${type}, types.KEY]`;
}

function member(
  property: Property,
  type: string,
  purpose: Exclude<Purpose, "read">,
  imports: Imports,
): MemberView {
  const attribute = attributeName(wordsOf(property.name).join("_"));
  const alias = attribute === property.name ? null : `alias=${stringLiteral(property.name)}`;
  const nullable = property.nullable ? `${type} | None` : type;
  const isKept =
    purpose === "update" || (purpose === "replace" && (property.immutable || property.writeOnly));
  if (isKept) {
    imports.name("typing", "Annotated");
    imports.name("app.validation", "types");
    if (alias === null)
      return { attribute, annotation: `Annotated[${nullable}, types.KEPT]`, default: "" };
    imports.name("pydantic", "Field");
    return {
      attribute,
      annotation: `Annotated[${nullable}, Field(${alias}, default_factory=types.absent)]`,
      default: "",
    };
  }
  const absent = absence(property, imports);
  if (alias === null && absent.kind === "value") {
    return { attribute, annotation: nullable, default: ` = ${absent.value}` };
  }
  if (alias === null && absent.kind === "required")
    return { attribute, annotation: nullable, default: "" };
  imports.name("pydantic", "Field");
  const given = {
    required: [],
    value: absent.kind === "value" ? [`default=${absent.value}`] : [],
    factory: absent.kind === "factory" ? [`default_factory=${absent.factory}`] : [],
  }[absent.kind];
  return {
    attribute,
    annotation: nullable,
    default: ` = Field(${[...given, ...(alias === null ? [] : [alias])].join(", ")})`,
  };
}

function mergedOf(
  model: Model,
  properties: readonly Property[],
  imports: Imports,
  style: "alias" | "lambda",
): MergedView[] {
  return properties.flatMap(({ name, value }) => {
    const property = stringLiteral(name);
    if (value.kind === "embedded") {
      const type = embeddedClass(
        model,
        embeddedNamed(model, value.type).name,
        style === "alias" ? imports : null,
      );
      const merge = `${type}.merge`;
      return [
        {
          property,
          with: style === "alias" ? merge : `lambda current, patch: ${merge}(current, patch)`,
        },
      ];
    }
    if (value.kind === "scalar" && value.type.kind === "json") {
      imports.name("app.validation.merge", "merge_patch");
      return [{ property, with: "merge_patch" }];
    }
    return [];
  });
}

const operatorNames = {
  "=": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
} as const;
const mirrored = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function checkView(resource: Resource, check: Check, imports: Imports): string {
  imports.module("operator");
  const { left, right, operator } = check;
  if (left.kind === "field") return print(left.field, operator, right);
  if (right.kind === "field") return print(right.field, mirrored[operator], left);
  throw new Error(`${resource.name} has a check without a field.`);

  function print(field: string, comparison: Check["operator"], other: Operand): string {
    const own = propertyOf(resource, field);
    const side =
      other.kind === "field"
        ? `right=${stringLiteral(propertyOf(resource, other.field))}`
        : `constant=${constantOf(resource, field, other.value, imports)}`;
    const source = stringLiteral(check.source);
    return `Check(${source}, ${stringLiteral(own)}, operator.${operatorNames[comparison]}, ${side})`;
  }
}

function constantOf(
  resource: Resource,
  name: string,
  value: Parameters<typeof constant>[0],
  imports: Imports,
): string {
  const field = resource.fields.find((entry) => entry.name === name);
  if (field?.kind !== "scalar") return constant(value, { kind: "json" }, imports);
  if (["integer", "bigint", "float"].includes(field.type.kind)) return String(Number(value));
  return constant(value, field.type, imports);
}

function propertyOf(resource: Resource, name: string): string {
  return resource.fields.find((entry) => entry.name === name)?.property ?? name;
}
