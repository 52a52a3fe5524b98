/** What a resource is related to, as code: links, embedded rows, parents in the path. */
import { fieldNamed, resourceNamed } from "../../contract/lookup.ts";
import type { HttpOperation } from "../../contract/operations.ts";
import { idValue, includable } from "../../contract/shapes.ts";
import type { Model, Resource, ToManyField } from "../../model/model.ts";
import { isSoft } from "./deletion.ts";
import { propertyAccess, propertyKey } from "./identifiers.ts";
import { stringLiteral } from "./literals.ts";
import { capitalized, fieldCamels, resourceNames } from "./names.ts";
import { idCode } from "./property-code.ts";
import type * as Views from "./views.ts";

/** What no variable may be called, and what the functions that write a row and its links call themselves. */
const RESERVED = [
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false",
  "finally for function if implements import in instanceof interface let new null package private protected public",
  "return static super switch this throw true try typeof undefined var void while with yield",
  "body created current error explainRefusal faults first id insert isConstraintViolation newId next now only",
  "repository requireLiving row session sortedIds update updated uuidv7 values writeOf",
].flatMap((line) => line.split(" "));

export function linksOf(
  model: Model,
  resource: Resource,
  operations: readonly HttpOperation[],
): readonly Views.Link[] {
  const fields = resource.fields.filter((field): field is ToManyField => field.kind === "to_many");
  const names = fields.map(({ name }) => name);
  // `requireRow` is there already.
  const camels = fieldCamels(names, ["row"]);
  const own = resourceNames(resource).camel;
  const variables = fieldCamels(names, [
    ...RESERVED,
    ...["Changes", "IsSame", "Rules"].map((what) => own + what),
    ...[...camels.values()].map((camel) => `${camel}Links`),
  ]);
  return fields.map((field) => {
    const other = resourceNamed(model, field.to);
    const id = idCode(model.database, idValue(other.id));
    const operation = operations.find(({ kind, link }) => kind === "add_link" && link === field);
    const parameter = operation?.pathParameters.at(1)?.name ?? `${field.property}_id`;
    const camel = camels.get(field.name) ?? field.name;
    const writable = field.writable && !field.readonly;
    const deleted = isSoft(model, field.to);
    return {
      pascal: capitalized(camel),
      camel,
      variable: variables.get(field.name) ?? camel,
      to: resourceNames(other),
      toIdType: id.tsType,
      toHasRelations: includable(other).length > 0,
      table: stringLiteral(field.through.table),
      ownColumn: stringLiteral(field.through.ownColumn),
      otherColumn: stringLiteral(field.through.otherColumn),
      deletedAt: deleted === false ? false : { column: stringLiteral(deleted.column) },
      otherTable: stringLiteral(other.table),
      otherId: stringLiteral(`${other.table}.${other.id.column}`),
      otherColumnName: stringLiteral(other.id.column),
      property: stringLiteral(field.property),
      key: propertyKey(field.property),
      access: propertyAccess(field.property),
      pointerLiteral: stringLiteral(`/${field.property}`),
      path: stringLiteral(`/:id/${field.path}`),
      rowPath: stringLiteral(`/:id/${field.path}/:${parameter}`),
      parameterKey: propertyKey(parameter),
      parameterAccess: propertyAccess(parameter),
      toIdSchema: id.input,
      writable,
      readable: resource.operations.includes("retrieve"),
      changeable: writable && resource.operations.includes("update"),
    };
  });
}

export function relationsOf(model: Model, resource: Resource): readonly Views.Relation[] {
  const { pascal } = resourceNames(resource);
  return includable(resource).map((field) => {
    const other = resourceNamed(model, field.to);
    return {
      key: propertyKey(field.name),
      // TypeScript takes the type of what every object inherits for that of a property of the same name.
      row: field.name in Object.prototype ? `row: ${pascal}Row` : "row",
      to: resourceNames(other),
      many: field.kind === "to_many",
      access: propertyAccess(field.kind === "to_many" ? field.property : field.column),
      idType: idCode(model.database, idValue(other.id)).tsType,
    };
  });
}

/** The resources whose rows others embed, by name. */
export function embeddedResources(model: Model): ReadonlySet<string> {
  const known = embedded.get(model);
  if (known !== undefined) return known;
  const names = new Set(
    model.resources.flatMap((resource) => includable(resource).map(({ to }) => to)),
  );
  embedded.set(model, names);
  return names;
}

const embedded = new WeakMap<Model, ReadonlySet<string>>();

export function uniqueNames(all: readonly Views.Names[]): readonly Views.Names[] {
  const byFile = new Map(all.map((names) => [names.file, names]));
  return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

export function parentsOf(
  model: Model,
  resource: Resource,
  own: readonly HttpOperation[],
): readonly Views.Parent[] {
  const camels = fieldCamels(resource.fields.map(({ name }) => name));
  return resource.nested.map((nested) => {
    const field = fieldNamed(resource, nested.field);
    if (field.kind !== "to_one") throw new Error("resources nest under relations to one");
    const parent = resourceNamed(model, nested.parent);
    const id = idCode(model.database, idValue(parent.id));
    const mounted = own.find((operation) => operation.nested === nested);
    return {
      names: resourceNames(parent),
      pascal: capitalized(camels.get(field.name) ?? field.name),
      parameterKey: propertyKey(nested.parameter),
      parameterAccess: propertyAccess(nested.parameter),
      prefix: stringLiteral((mounted?.nested?.path ?? nested.path).replace(/\{([^}]+)\}/g, ":$1")),
      idType: id.tsType,
      idSchema: id.input,
      key: propertyKey(field.property),
      access: propertyAccess(field.property),
      pointer: stringLiteral(`/${field.property}`),
      column: stringLiteral(field.column),
      columnAccess: propertyAccess(field.column),
      optional: field.optional,
      tableColumn: stringLiteral(`${resource.table}.${field.column}`),
    };
  });
}
