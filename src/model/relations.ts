/** Long form → relation: to one with its column, to many with the place where its links are stored. */
import type { FieldForm, Form } from "../language/form.ts";
import type { ResourceForm } from "../language/declaration.ts";
import { columnBase, fieldBase, valueOf } from "./fields.ts";
import type { Join, Naming, ScalarType, ToManyField, ToOneField } from "./model.ts";
import type { ResourceNames } from "./naming.ts";
import { columnName, physicalName, tableName } from "./physical.ts";
import { oldestName } from "./renames.ts";
import type { Scope } from "./scope.ts";
import { through } from "./through.ts";
import { camel, kebab, singularOf, snake, wordsOf } from "./words.ts";

const scalarOnly: readonly (keyof Form)[] = [
  "min_length",
  "max_length",
  "min",
  "max",
  "exclusive_min",
  "exclusive_max",
  "precision",
  "scale",
  "pattern",
  "values",
  "unique_items",
  "default",
  "map",
];

export function isRelation(field: FieldForm): boolean {
  return field.keys.to !== undefined;
}

export function isToMany(field: FieldForm): boolean {
  return isRelation(field) && field.keys.many?.value === true;
}

/** Null where the other end does not exist; every fault is collected. */
export function toOneField(field: FieldForm, owner: string, scope: Scope): ToOneField | null {
  const { keys } = field;
  refuse(["via"], "one", keys, scope);
  if (!checkCommon(field, "one", scope)) {
    return null;
  }
  const optional = keys.optional?.value ?? false;
  if (keys.on_delete?.value === "set_null" && !optional) {
    scope.collector.report("RW1402", {}, keys.on_delete.at);
  }
  const base = fieldBase(field, owner, false);
  if (base.readonly && !optional) {
    scope.collector.report("RW1316", { field: field.name }, keys.readonly?.at ?? field.at);
  }
  if (/_id$|[a-z]Id$/.test(field.name)) {
    const better = field.name.replace(/_id$|Id$/, "");
    const property = keys.property?.value ?? toOneProperty(better, scope.naming);
    scope.collector.report("RW1407", { name: field.name, better, property }, field.nameAt);
  }
  return {
    ...base,
    kind: "to_one",
    property: keys.property?.value ?? toOneProperty(field.name, scope.naming),
    backfill: valueOf("backfill", field, idTypeOf(keys.to?.value ?? "", scope), null, scope),
    to: keys.to?.value ?? "",
    column: columnName(`${columnBase(field.name)}_id`),
    onDelete: keys.on_delete?.value ?? "restrict",
    unique: keys.unique?.value ?? false,
    inverse: keys.inverse?.value ?? "",
  };
}

/** Of the resource at the other end, whichever of the two was resolved first. */
function idTypeOf(resource: string, scope: Scope): ScalarType {
  const declared = scope.resources.get(resource)?.fields.find(({ name }) => name === "id");
  const written = declared?.keys.type?.value ?? scope.declaration.values.defaults?.id ?? "integer";
  if (written === "uuid") return { kind: "uuid" };
  return written === "integer"
    ? { kind: "bigint", min: null, max: null }
    : { kind: "text", minLength: 1, maxLength: null, pattern: null };
}

export interface ToMany {
  readonly field: ToManyField;
  readonly join: Join | null;
}

export function toManyField(
  field: FieldForm,
  owner: ResourceForm,
  uid: string,
  names: ReadonlyMap<string, ResourceNames>,
  scope: Scope,
): ToMany | null {
  const { keys } = field;
  refuse(
    ["on_delete", "unique", "index", "optional", "immutable", "filter", "sort", "backfill"],
    "many",
    keys,
    scope,
  );
  if (!checkCommon(field, "many", scope)) {
    return null;
  }
  const to = keys.to?.value ?? "";
  const stored =
    keys.via === undefined
      ? joinOf(field, owner, to, uid, scope)
      : through(field, keys.via, owner, to, names, scope);
  if (stored === null) {
    return null;
  }
  const base = fieldBase(field, uid, true);
  return {
    join: stored.join,
    field: {
      ...base,
      kind: "to_many",
      property: keys.property?.value ?? toManyProperty(field.name, scope.naming),
      required: false,
      filter: false,
      sort: false,
      to,
      path: kebab(wordsOf(field.name)),
      through: stored.through,
      inverse: keys.inverse?.value ?? "",
      writable: stored.writable && !base.readonly,
    },
  };
}

function joinOf(
  field: FieldForm,
  owner: ResourceForm,
  to: string,
  uid: string,
  _scope: Scope,
): { through: ToManyField["through"]; join: Join; writable: boolean } {
  const table = tableName(snake([...wordsOf(owner.name), ...wordsOf(field.name)]));
  const ownColumn = physicalName(snake([...wordsOf(owner.name), "id"]));
  const far = to === owner.name ? singularOf(wordsOf(field.name)) : wordsOf(to);
  const farColumn = physicalName(snake([...far, "id"]));
  const otherColumn = farColumn === ownColumn ? physicalName(`other_${farColumn}`) : farColumn;
  const name = `${owner.name}.${field.name}`;
  return {
    writable: true,
    through: { kind: "join", name, table, ownColumn, otherColumn },
    join: {
      uid: `${uid}.${oldestName(field.name, field.keys.was?.value ?? null)}`,
      name,
      table,
      left: { resource: owner.name, column: ownColumn },
      right: { resource: to, column: otherColumn },
    },
  };
}

export function toOneProperty(name: string, naming: Naming): string {
  return naming === "camelCase" ? camel([...wordsOf(name), "id"]) : `${columnBase(name)}_id`;
}

function toManyProperty(name: string, naming: Naming): string {
  const words = [...singularOf(wordsOf(name)), "ids"];
  return naming === "camelCase" ? camel(words) : snake(words);
}

function checkCommon(field: FieldForm, relation: "one" | "many", scope: Scope): boolean {
  const { keys } = field;
  if (keys.type !== undefined) {
    scope.collector.report("RW1319", {}, keys.type.at);
  }
  if (keys.items !== undefined) {
    scope.collector.report("RW1410", {}, keys.items.at);
  }
  refuse(scalarOnly, relation, keys, scope);
  const { to } = keys;
  if (to === undefined || scope.resources.has(to.value)) {
    return to !== undefined;
  }
  if (!scope.declaration.broken.has(to.value)) {
    scope.collector.report(
      "RW1401",
      { name: to.value, known: scope.collector.suggestions(() => [...scope.resources.keys()]) },
      to.at,
    );
  }
  return false;
}

function refuse(
  refused: readonly (keyof Form)[],
  relation: "one" | "many",
  keys: Form,
  scope: Scope,
): void {
  for (const key of refused) {
    const written = keys[key];
    if (written !== undefined) {
      scope.collector.report("RW1403", { key, relation }, written.at);
    }
  }
}
