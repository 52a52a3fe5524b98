/** What lists of a resource accept, as code. */
import { listParameters } from "../../contract/lists.ts";
import { fieldNamed } from "../../contract/lookup.ts";
import { resourceShape, type Value } from "../../contract/shapes.ts";
import type { Model, Resource } from "../../model/model.ts";
import { propertyKey } from "./identifiers.ts";
import { stringLiteral } from "./literals.ts";
import { columnOf } from "./property-code.ts";
import type * as Views from "./views.ts";

export function listView(model: Model, resource: Resource): Views.List {
  const accepted = listParameters(model, resource);
  const read = resourceShape(model, resource, "read");
  const columns = read.properties.flatMap(({ name }): Views.ListColumn[] => {
    const filter = accepted.filters.find(({ property }) => property === name);
    const sort = accepted.sort.find(({ property }) => property === name);
    const found = filter ?? sort;
    if (found === undefined) return [];
    const relation = found.field !== null && found.field.kind === "to_one";
    const type = fieldType(found.value);
    return [
      {
        key: propertyKey(name),
        column: stringLiteral(`${resource.table}.${found.column}`),
        type: relation ? `reference(${type})` : type,
        nullable: found.nullable,
        filter: filter !== undefined,
        sort: sort !== undefined,
      },
    ];
  });
  const printed = columns.map(({ type }) => type).join(" ");
  const known =
    "bigint boolean date datetime decimal enumeration float integer integerId ip reference searchable string time uuid".split(
      " ",
    );
  return {
    imports: known.filter((name) =>
      new RegExp(`\\b${name}\\b`).test(printed.replace(/"(?:[^"\\]|\\.)*"/g, "")),
    ),
    columns,
    relations: accepted.include.map(({ name }) => stringLiteral(name)),
    search: resource.search.map((name) =>
      stringLiteral(`${resource.table}.${columnOf(fieldNamed(resource, name))}`),
    ),
    defaultSort: resource.defaultSort.map((key) => ({
      property: stringLiteral(sortProperty(resource, key.field)),
      descending: key.descending,
    })),
  };
}

function sortProperty(resource: Resource, name: string): string {
  const field = resource.fields.find((candidate) => candidate.name === name);
  return field?.property ?? name;
}

function fieldType(value: Extract<Value, { kind: "scalar" }>): string {
  const { type } = value;
  switch (type.kind) {
    case "text":
    case "email":
    case "url":
    case "slug":
      return "searchable";
    case "bigint":
      return type.min?.value === "1" && type.max?.value === "9007199254740991"
        ? "integerId"
        : "bigint";
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "enum":
      return `enumeration([${type.values.map((item) => stringLiteral(item.value)).join(", ")}])`;
    case "json":
      throw new Error("json is not compared");
    default:
      return type.kind;
  }
}
