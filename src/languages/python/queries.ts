/** Views of what queries may say about a resource. */
import { listParameters } from "../../contract/lists.ts";
import type { Value } from "../../contract/shapes.ts";
import type { Field, Model, Resource } from "../../model/model.ts";
import { Imports } from "./imports.ts";
import { stringLiteral, tupleLiteral } from "./literals.ts";
import type { QueriesView } from "./view-types.ts";

export function queriesView(model: Model, resource: Resource): QueriesView {
  const { filters, sort, fields, include, search } = listParameters(model, resource);
  const imports = new Imports();
  imports.name("app.http", "properties");
  imports.name("app.http.properties", "Property");
  imports.name("app.http.queries", "Resource", "SortKey");
  const names = fields.filter(
    (name) =>
      filters.some((entry) => entry.property === name) ||
      sort.some((entry) => entry.property === name),
  );
  const sortNames = resource.defaultSort.map((key) => propertyOf(resource, key.field));
  const properties = names.map((name) => {
    const filter = filters.find((entry) => entry.property === name);
    const key = sort.find((entry) => entry.property === name);
    const found = filter ?? key;
    if (!found) throw new Error(`${resource.name} has no property ${name}.`);
    const parts = [
      kindOf(found.value, found.field, name === resource.id.property),
      ...(found.nullable ? ["nullable=True"] : []),
      ...(filter ? [] : ["filterable=False"]),
      ...(key ? [] : ["sortable=False"]),
    ];
    return { property: stringLiteral(name), arguments: parts.join(", ") };
  });
  return {
    imports: imports.print(),
    properties,
    fields: fields.map(stringLiteral),
    relations: include.length > 0 ? tupleLiteral(include.map(({ name }) => name)) : "",
    defaultSort: resource.defaultSort.map((key, index) => {
      const name = stringLiteral(sortNames[index] ?? key.field);
      return key.descending ? `SortKey(${name}, descending=True)` : `SortKey(${name})`;
    }),
    searchable: search.length > 0,
  };
}

function kindOf(
  value: Extract<Value, { kind: "scalar" }>,
  field: Field | null,
  isId: boolean,
): string {
  const { type } = value;
  const isRelation = field !== null && field.kind !== "scalar";
  if (isRelation) {
    if (type.kind === "uuid") return "properties.UUID_REFERENCE";
    return type.kind === "bigint" ? "properties.ID_REFERENCE" : "properties.KEY_REFERENCE";
  }
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
    case "slug":
      return "properties.WORDS";
    case "decimal":
      return `properties.decimal(${type.precision}, ${type.scale})`;
    case "enum":
      return `properties.enumeration(${type.values.map((entry) => stringLiteral(entry.value)).join(", ")})`;
    case "bigint":
      return isId ? "properties.ID" : "properties.BIGINT";
    case "json":
      throw new Error("json is not compared");
    default:
      return `properties.${type.kind.toUpperCase()}`;
  }
}

function propertyOf(resource: Resource, name: string): string {
  return resource.fields.find((entry) => entry.name === name)?.property ?? name;
}
