/** One resource as templates of TypeScript targets print it. */
import { fieldNamed, resourceNamed } from "../../contract/lookup.ts";
import { operationsOf } from "../../contract/operations.ts";
import { idValue, resourceShape, type Property } from "../../contract/shapes.ts";
import type { Field, Model, Resource } from "../../model/model.ts";
import { listView } from "./list-view.ts";
import {
  embeddedResources,
  linksOf,
  parentsOf,
  relationsOf,
  uniqueNames,
} from "./relation-views.ts";
import { repositoryParts } from "./repository-view.ts";
import { docComment } from "./comments.ts";
import { deletionOf, isSoft } from "./deletion.ts";
import { isLacking, propertyAccess, propertyKey } from "./identifiers.ts";
import { jsonLiteral, stringLiteral } from "./literals.ts";
import { isMerged, mergeImportsOf, mergeRulesOf } from "./merge-view.ts";
import { resourceNames } from "./names.ts";
import {
  absentCode,
  columnOf,
  columnValue,
  idCode,
  importsOf,
  inputProperties,
  inputType,
  outputProperties,
  schemaImports,
  typeReferences,
  valueCode,
} from "./property-code.ts";
import { checksOf, immutablesOf } from "./rules.ts";
import { resourceTests } from "../resource-tests.ts";
import { routesView } from "./routes-view.ts";
import type * as Views from "./views.ts";

export function resourceView(model: Model, resource: Resource): Views.ResourceView {
  const read = resourceShape(model, resource, "read");
  const create = resourceShape(model, resource, "create");
  const replace = resourceShape(model, resource, "replace");
  const own = operationsOf(model, resource.name);
  const set = operationSet(resource);
  const columnsOwned = create.properties.filter((property) => isColumn(property));
  const output = outputProperties(model, read);
  const input = inputProperties(model, create);
  const relaxed = replace.properties.flatMap((property) => {
    const type = inputType(model, property);
    const key = propertyKey(property.name);
    return input.some((other) => other.key === key && other.type === type) ? [] : [{ key, type }];
  });
  const parents = parentsOf(model, resource, own);
  const written = columnsOwned.filter(
    ({ readOnly, name }) => !readOnly && name !== resource.id.property,
  );
  const values = written.map((property) => columnValue(model, property));
  const initial = columnsOwned
    .filter(({ readOnly, field }) => readOnly && field !== null)
    .map((property) => initialValue(model, property));
  const kept = written
    .filter(({ immutable, writeOnly }) => immutable || writeOnly)
    .map((property) => keptProperty(model, property));
  const shown = read.properties
    .filter(({ value }) => value.kind !== "included")
    .map((property) => shownProperty(model, resource, property));
  const columns = columnList(model, resource);
  const list = listView(model, resource);
  const links = linksOf(model, resource, own);
  const relations = relationsOf(model, resource);
  const immutables = set.change ? immutablesOf(model, resource, replace) : [];
  const checks = checksOf(model, resource);
  const deletion = deletionOf(model, resource);
  const mergeRules = mergeRulesOf(model, resource.fields);
  const hiddenMerged = set.update
    ? create.properties
        .filter(({ writeOnly, field }) => writeOnly && field !== null && isMerged(field))
        .filter(({ name }) => mergeRules.some(({ key }) => key === propertyKey(name)))
        .map((property) => shownProperty(model, resource, property))
    : [];
  const references = referencesOf(model, resource);
  const uniques = uniquesOf(resource);
  const printedValues = [...values, ...initial, ...kept, ...shown, ...hiddenMerged]
    .map(({ value }) => value)
    .join("\n");
  const wantedImports = create.properties
    .concat(read.properties)
    .filter(({ value }) => value.kind !== "included")
    .flatMap(({ value }) => valueCode(model, value).imports);
  const ruleCode = [
    ...immutables.map(({ differs }) => differs),
    ...checks.map(({ left, right, broken: condition }) => `${left} ${right} ${condition}`),
  ].join("\n");
  return {
    names: resourceNames(resource),
    docComment: docComment(resource.description ?? ""),
    id: idView(model, resource),
    table: stringLiteral(resource.table),
    prefix: stringLiteral(`/${resource.path}`),
    versionColumn: stringLiteral(resource.versionColumn),
    softDelete: resource.softDelete === null ? false : stamp(resource.softDelete.column),
    timestamps:
      resource.timestamps === null
        ? false
        : {
            createdAt: stamp(resource.timestamps.createdAt.column),
            updatedAt: stamp(resource.timestamps.updatedAt.column),
          },
    operations: set,
    requireIfMatch: resource.requireIfMatch,
    schemaImports: schemaImports([
      ...output,
      ...(set.write ? [...input, ...relaxed] : []),
      ...parents.map((parent) => ({ key: "", type: parent.idSchema })),
      ...links.map((link) => ({ key: "", type: link.toIdSchema })),
      { key: "", type: idView(model, resource).schema },
    ]),
    types: typeReferences(model, [...read.properties, ...create.properties]),
    output,
    input,
    relaxed,
    columns,
    values,
    initial,
    fixedColumns: [
      resource.id.column,
      ...create.properties
        .filter((property) => isColumn(property) && property.readOnly && property.field !== null)
        .map(({ field }) => columnOf(field)),
      ...(resource.timestamps === null ? [] : [resource.timestamps.createdAt.column]),
    ].map(stringLiteral),
    shown,
    kept,
    hidden: create.properties
      .filter((property) => property.writeOnly && isColumn(property))
      .map(({ field }) => propertyAccess(columnOf(field))),
    usesNow: written.some((property) => property.default?.kind === "now"),
    rowImports: importsOf(
      [
        ...wantedImports,
        ["../../database/columns.js", "orNull"],
        ["../../database/columns.js", "sortedIds"],
        ["../../http/values.js", "isSameJson"],
      ],
      `${set.write || set.row || set.list ? printedValues : ""}${set.change ? " isSameJson" : ""}${set.change && links.some(({ writable }) => writable) ? " sortedIds" : ""}`,
    ),
    links,
    relations,
    embedImports: [
      "type Relations",
      ...(relations.some(({ many }) => many) ? ["toMany"] : []),
      ...(relations.some(({ many }) => !many) ? ["toOne"] : []),
    ],
    embedsMany: relations.some(({ many }) => many),
    related: uniqueNames(relations.map(({ to }) => to)),
    parents,
    list,
    immutables,
    checks,
    hasRules: immutables.length > 0 || checks.length > 0,
    rulesUseRow: immutables.length > 0 || /\brow\b/.test(ruleCode),
    ruleImports: importsOf(
      [
        ...wantedImports,
        ["../../http/values.js", "compareDecimals"],
        ["../../http/values.js", "isSameJson"],
        ["../../database/columns.js", "orNull"],
      ],
      ruleCode,
    ),
    mergeRules,
    ...mergeImports(model, mergeRules),
    hiddenMerged,
    references,
    uniques,
    consequences: set.delete ? deletion.consequences : [],
    holders: set.delete ? deletion.holders : [],
    hasWritableLinks: links.some(({ writable }) => writable),
    tests: resourceTests(model, resource, { jsonLiteral, stringLiteral }),
    routes: routesView(resource, {
      names: resourceNames(resource),
      operations: set,
      links,
      relations,
      parents,
      hasRules: immutables.length > 0 || checks.length > 0,
      requireIfMatch: resource.requireIfMatch,
      mergesHidden: hiddenMerged.length > 0,
    }),
    ...repositoryParts(resource, set, links, references, uniques, {
      consequences: set.delete ? deletion.consequences : [],
      holders: set.delete ? deletion.holders : [],
      restricted: deletion.restricted,
      initialUsesNow: initial.some(({ value }) => value.startsWith("now")),
      embedded: embeddedResources(model).has(resource.name),
    }),
  };
}

function mergeImports(
  model: Model,
  rules: readonly Views.MergeRule[],
): Pick<Views.ResourceView, "mergeImports" | "mergeTypes"> {
  const code = ["mergeMembers", ...rules.map(({ rule }) => rule)].join("\n");
  const folders = { http: "../../http", types: "../../types" };
  const [functions, ...types] = importsOf(mergeImportsOf(model, rules, folders), code);
  return { mergeImports: functions?.names ?? [], mergeTypes: types };
}

function isColumn(property: Property): boolean {
  return property.value.kind !== "included" && property.value.kind !== "references";
}

function stamp(column: string): Views.Stamp {
  return { key: propertyKey(column), column: stringLiteral(column) };
}

function operationSet({ operations: declared }: Resource): Views.OperationSet {
  const has = (name: (typeof declared)[number]): boolean => declared.includes(name);
  const change = has("replace") || has("update");
  return {
    list: has("list"),
    retrieve: has("retrieve"),
    create: has("create"),
    replace: has("replace"),
    update: has("update"),
    delete: has("delete"),
    row: has("retrieve") || change || has("delete"),
    change,
    conditional: change || has("delete"),
    write: has("create") || change,
    tagged: has("retrieve") || has("create") || change || has("delete"),
    select: has("list") || has("retrieve"),
  };
}

function idView(model: Model, { id }: Resource): Views.Id {
  const code = idCode(model.database, idValue(id));
  const isClient = id.strategy === "client";
  return {
    tsType: code.tsType,
    strategy: id.strategy,
    isInteger: id.strategy === "integer",
    isUuid: id.strategy === "uuid",
    isClient,
    column: stringLiteral(id.column),
    key: propertyKey(id.column),
    access: propertyAccess(id.column),
    schema: code.input,
  };
}

function initialValue(model: Model, property: Property): Views.ColumnValue {
  const code = valueCode(model, property.value);
  const absent = absentCode(property) ?? "null";
  return {
    key: propertyKey(columnOf(property.field)),
    value: absent === "null" || absent.startsWith("now") ? absent : code.stored(absent, false),
  };
}

function keptProperty(model: Model, property: Property): Views.KeptProperty {
  return {
    key: propertyKey(property.name),
    access: propertyAccess(property.name),
    absent: isLacking("body", property.name),
    value: valueCode(model, property.value).shown(
      `row${propertyAccess(columnOf(property.field))}`,
      property.nullable,
    ),
  };
}

function shownProperty(model: Model, resource: Resource, property: Property): Views.ShownProperty {
  return {
    key: propertyKey(property.name),
    value: valueCode(model, property.value).shown(
      `row${propertyAccess(rowKey(resource, property))}`,
      property.nullable,
    ),
  };
}

function rowKey(resource: Resource, { name, field }: Property): string {
  if (field !== null) return field.kind === "to_many" ? field.property : field.column;
  if (name === resource.id.property) return resource.id.column;
  const stamps = resource.timestamps === null ? [] : Object.values(resource.timestamps);
  return stamps.find(({ property }) => property === name)?.column ?? name;
}

function columnList(model: Model, resource: Resource): readonly Views.Column[] {
  const column = (name: string, tsType: string): Views.Column => ({
    key: propertyKey(name),
    name: stringLiteral(name),
    tsType,
  });
  const shape = resourceShape(model, resource, "create");
  const fields = shape.properties
    .filter((property) => isColumn(property) && property.field !== null)
    .map((property) => {
      const { tsType } = valueCode(model, property.value);
      return column(columnOf(property.field), property.nullable ? `${tsType} | null` : tsType);
    });
  const stamps = resource.timestamps === null ? [] : Object.values(resource.timestamps);
  return [
    column(
      resource.id.column,
      resource.id.strategy === "integer" ? "Generated<number>" : idView(model, resource).tsType,
    ),
    ...fields,
    ...stamps.map((item) => column(item.column, "string")),
    column(resource.versionColumn, "Generated<number>"),
  ];
}

function referencesOf(model: Model, resource: Resource): readonly Views.Reference[] {
  return resource.fields.flatMap((field): Views.Reference[] => {
    if (field.kind !== "to_one" || field.readonly) return [];
    const other = resourceNamed(model, field.to);
    const deleted = isSoft(model, field.to);
    return [
      {
        pointer: stringLiteral(`/${field.property}`),
        table: stringLiteral(other.table),
        column: stringLiteral(other.id.column),
        access: propertyAccess(field.column),
        deletedAt: deleted === false ? false : { column: stringLiteral(deleted.column) },
      },
    ];
  });
}

function uniquesOf(resource: Resource): readonly Views.Unique[] {
  return resource.uniques
    .map(({ fields }) => fields.map((name) => fieldNamed(resource, name)))
    .filter((fields) => fields.some((field) => !field.readonly))
    .map((fields) => ({
      pointers: fields.map((field) => stringLiteral(`/${field.property}`)),
      columns: fields.map((field: Field) => {
        const column = columnOf(field);
        return { key: propertyKey(column), value: `values${propertyAccess(column)}` };
      }),
    }));
}
