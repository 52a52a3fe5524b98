/** What the emitted tests of a resource send and expect. They run on the seed rows. */
import { refusedValues } from "../contract/examples/invalid.ts";
import type { Field, JsonValue, Model, Nested, Resource } from "../model/model.ts";
import type { SeedRow } from "../storage/seed.ts";
import { listTests } from "./list-tests.ts";
import { seedRowsOf } from "./seeds.ts";

/** How a language writes values. */
export interface Literals {
  readonly jsonLiteral: (value: JsonValue) => string;
  readonly stringLiteral: (text: string) => string;
}

export function resourceTests(model: Model, resource: Resource, literals: Literals) {
  const { stringLiteral } = literals;
  const path = `${model.service.basePath}/${resource.path}`;
  const { rows, spare: spares } = seedRowsOf(model, resource.name);
  const [spare] = spares;
  const [first, ...later] = rows;
  const lists = listTests(model, resource, literals);
  const canCreate = resource.operations.includes("create");
  const rowPath = `${path}/${idText(first?.id ?? null)}`;
  const isRetrieved = resource.operations.includes("retrieve");
  const isUpdated = isRetrieved && resource.operations.includes("update");
  const creation: ReturnType<typeof creationOf> | false =
    spare && canCreate ? creationOf(model, resource, spare, literals) : false;
  const required = canCreate ? requiredPointers(resource).map(stringLiteral) : [];
  const nested = (resource.operations.includes("list") ? resource.nested : []).flatMap(
    (mount) => childrenOf(model, resource, mount) ?? [],
  );
  const linked = isRetrieved ? resource.fields.filter(isToMany) : [];
  return {
    path: stringLiteral(path),
    rowPath: stringLiteral(rowPath),
    seeds: rows.length,
    creation,
    required,
    change: isUpdated && first ? changeOf(resource, first, [...spares, ...later], literals) : false,
    requiresIfMatch: resource.requireIfMatch,
    ...lists,
    usesRowPath: isRetrieved,
    usesPage: resource.operations.includes("list"),
    usesIds: nested.length + linked.length + lists.filters.length > 0 || lists.isOrdered,
    usesProblem: creation !== false || required.length > 0,
    nested: nested.map((children) => ({
      path: stringLiteral(children.path),
      ids: literals.jsonLiteral(children.ids),
    })),
    linked: linked.map((field) => ({
      path: stringLiteral(`${rowPath}/${field.path}`),
      property: stringLiteral(field.property),
    })),
    links: linksToMake(model, resource, first).map(({ path: segment, id }) => ({
      collection: stringLiteral(`${rowPath}/${segment}`),
      path: stringLiteral(`${rowPath}/${segment}/${idText(id)}`),
      id: stringLiteral(String(id)),
    })),
  };
}

function idText(id: JsonValue): string {
  return encodeURIComponent(String(id));
}

function creationOf(
  model: Model,
  resource: Resource,
  row: SeedRow,
  { jsonLiteral, stringLiteral }: Literals,
) {
  const uniques = resource.uniques.map((unique) => unique.fields);
  const isSent = (name: string) => {
    const field = resource.fields.find((entry) => entry.name === name);
    return field !== undefined && (row.body[field.property] ?? null) !== null;
  };
  return {
    body: jsonLiteral(row.body),
    shown: jsonLiteral(shownOf(resource, row.body)),
    isUnique: resource.id.strategy === "client" || uniques.some((fields) => fields.every(isSent)),
    refused: refusedValues(model, resource, row.body).map(({ property, value, fault }) => ({
      property: stringLiteral(property),
      value: jsonLiteral(value),
      pointer: stringLiteral(fault.pointer),
      code: stringLiteral(fault.code),
    })),
  };
}

/** Without what is never shown. A json value may come back with its members in another order, which is no difference. */
function shownOf(
  resource: Resource,
  body: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
  const hidden = new Set(
    resource.fields.filter((field) => field.writeonly).map((field) => field.property),
  );
  return Object.fromEntries(Object.entries(body).filter(([property]) => !hidden.has(property)));
}

function requiredPointers(resource: Resource): string[] {
  const id = resource.id.strategy === "client" ? [`/${resource.id.property}`] : [];
  const fields = resource.fields.filter((field) => field.required && !field.readonly);
  return [...id, ...fields.map((field) => `/${field.property}`)].sort();
}

/** One property that may be changed by itself: in no check, in no unique, and not json, which is merged. */
function changeOf(
  resource: Resource,
  row: SeedRow,
  others: readonly SeedRow[],
  { jsonLiteral }: Literals,
): { readonly body: string; readonly isReplaced: boolean } | false {
  const bound = new Set([
    ...resource.uniques.flatMap((unique) => unique.fields),
    ...resource.checks.flatMap((check) =>
      [check.left, check.right].map((side) => (side.kind === "field" ? side.field : "")),
    ),
  ]);
  const plain = resource.fields.filter((field) => !bound.has(field.name) && isPlain(field));
  const [change] = plain.flatMap(({ property }) => {
    const other = others.map(({ body }) => body[property] ?? null).find(differs(row, property));
    return other === undefined ? [] : [{ [property]: other }];
  });
  if (change === undefined) return false;
  return { body: jsonLiteral(change), isReplaced: resource.operations.includes("replace") };
}

function differs(row: SeedRow, property: string): (value: JsonValue) => boolean {
  return (value) => value !== null && value !== (row.body[property] ?? null);
}

function isPlain(field: Field): boolean {
  if (field.kind !== "scalar" || field.list || field.readonly) return false;
  const isWhole = field.type.kind !== "json" && field.type.kind !== "embedded";
  return isWhole && !field.immutable && !field.writeonly;
}

function isToMany(field: Field): field is Extract<Field, { readonly kind: "to_many" }> {
  return field.kind === "to_many";
}

/** The collection under the first parent, and the ids of the seed rows that stand in it, as text. */
function childrenOf(
  model: Model,
  resource: Resource,
  mount: Nested,
): { readonly path: string; readonly ids: string[] } | null {
  const [row] = seedRowsOf(model, mount.parent).rows;
  const relation = resource.fields.find(({ name }) => name === mount.field);
  if (row === undefined || relation?.kind !== "to_one") return null;
  const children = seedRowsOf(model, resource.name).rows.filter(
    ({ columns }) => columns[relation.column] === row.id,
  );
  return {
    path: model.service.basePath + mount.path.replace(/\{[^}]+\}/, idText(row.id)),
    ids: children.map(({ id }) => String(id)).sort(),
  };
}

/** Links that can be added, seen and removed. */
function linksToMake(
  model: Model,
  resource: Resource,
  first: SeedRow | undefined,
): { readonly path: string; readonly id: JsonValue }[] {
  const { operations } = resource;
  if (!operations.includes("update") || !operations.includes("retrieve")) return [];
  return resource.fields.filter(isToMany).flatMap((field) => {
    const target = seedRowsOf(model, field.to).rows.findLast((row) => row !== first);
    if (!field.writable || !target) return [];
    return [{ path: field.path, id: target.id }];
  });
}
