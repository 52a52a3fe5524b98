/**
 * The shape phase of the contract, executable: every fault of a body, one per pointer, as every target must report them
 * (docs/http-contract.md, "Bodies"). It looks nothing up: references and uniques are the database's.
 */
import type { Check, JsonValue, Model, Nested, Operand, Resource } from "../../model/model.ts";
import { codes, pointerTo, type Code } from "../errors.ts";
import { embeddedNamed, fieldNamed } from "../lookup.ts";
import {
  embeddedShape,
  resourceShape,
  type Property,
  type Purpose,
  type Value,
} from "../shapes.ts";
import { compareScalars, judgeScalar, shownScalar } from "./scalar.ts";

export type JsonObject = { readonly [name: string]: JsonValue };
export interface BodyFault {
  readonly pointer: string;
  readonly code: Code;
}

export interface Circumstances {
  /** The row as stored, write-only properties too; needed for replace and update. */
  readonly current?: JsonObject;
  /** The mount under a parent, with the parent's id from the path. */
  readonly parent?: { readonly nested: Nested; readonly id: JsonValue };
}

/** Faults in the order of pointers' first mention; empty when the body is fit to be written. */
export function judgeBody(
  model: Model,
  resource: Resource,
  purpose: Exclude<Purpose, "read">,
  body: JsonValue,
  circumstances: Circumstances = {},
): readonly BodyFault[] {
  if (!isObject(body)) return [{ pointer: "", code: "type" }];
  const { current = {}, parent } = circumstances;
  const shape = resourceShape(model, resource, purpose, parent?.nested ?? null);
  const whole = purpose === "update" ? patched(shape.properties, current, body) : body;
  const faults = [
    ...judgeMembers(model, shape.properties, body, whole, ""),
    ...fixedFaults(model, resource, shape.properties, whole, body, circumstances),
  ];
  const row = rowOf(shape.properties, whole, circumstances, purpose);
  const faulty = (property: string): boolean =>
    faults.some(({ pointer }) => `${pointer}/`.startsWith(`${pointerTo(property)}/`));
  return onePerPointer([
    ...faults,
    ...resource.checks.flatMap((check) => checkFaults(resource, check, row, faulty)),
  ]);
}

/** Whether a value that is there is right for what its property holds. */
export function judgeValue(
  model: Model,
  value: Value,
  nullable: boolean,
  json: JsonValue,
  pointer: string,
): readonly BodyFault[] {
  if (json === null) return nullable ? [] : [{ pointer, code: "type" }];
  switch (value.kind) {
    case "scalar": {
      const code = judgeScalar(value.type, json);
      if (code !== null) return [{ pointer, code }];
      const isAddressable = value.key !== true || fitsIntoPath(String(json));
      return isAddressable ? [] : [{ pointer, code: "format" }];
    }
    case "reference":
      return judgeValue(model, value.type, nullable, json, pointer);
    case "embedded": {
      if (!isObject(json)) return [{ pointer, code: "type" }];
      const shape = embeddedShape(model, embeddedNamed(model, value.type), "create");
      return judgeMembers(model, shape.properties, json, json, pointer);
    }
    case "list":
    case "references": {
      if (!Array.isArray(json)) return [{ pointer, code: "type" }];
      const bounds =
        value.kind === "list" ? value.list : { minItems: 0, maxItems: null, uniqueItems: true };
      return judgeList(model, value.items, bounds, json, pointer);
    }
    case "included":
      return [];
  }
}

/** As a representation would show it; the value must be without fault. */
export function shownValue(model: Model, value: Value, json: JsonValue): JsonValue {
  if (json === null) return null;
  switch (value.kind) {
    case "scalar":
      return shownScalar(value.type, json);
    case "reference":
      return shownValue(model, value.type, json);
    case "embedded": {
      const { properties } = embeddedShape(model, embeddedNamed(model, value.type), "create");
      const members = isObject(json) ? json : {};
      return Object.fromEntries(
        properties.map((property) => [
          property.name,
          shownValue(
            model,
            property.value,
            member(members, property.name) ?? absentValue(property),
          ),
        ]),
      );
    }
    case "list":
    case "references":
      return Array.isArray(json)
        ? json.map((item: JsonValue) => shownValue(model, value.items, item))
        : json;
    case "included":
      return json;
  }
}

/** What stands in a new row where a body says nothing; `now` is some instant, for it depends on the clock. */
export function absentValue(property: Property): JsonValue {
  if (property.default?.kind === "value") return property.default.value;
  if (property.default?.kind === "now") return nowOf(property.value);
  const { kind } = property.value;
  return (kind === "list" || kind === "references") && !property.nullable ? [] : null;
}

/** Whether a key of the client's can stand as one segment of a path, which dots alone and slashes cannot. */
function fitsIntoPath(key: string): boolean {
  return !key.includes("/") && key !== "." && key !== "..";
}

function nowOf(value: Value): string {
  const now = new Date().toISOString();
  const kind = value.kind === "scalar" ? value.type.kind : "datetime";
  if (kind === "date") return now.slice(0, 10);
  return kind === "time" ? now.slice(11, 19) : now;
}

function judgeMembers(
  model: Model,
  properties: readonly Property[],
  sent: JsonObject,
  whole: JsonObject,
  above: string,
): readonly BodyFault[] {
  const known = new Map(properties.map((property) => [property.name, property]));
  const unknown = Object.keys(sent)
    .filter((name) => !known.has(name))
    .map((name): BodyFault => ({ pointer: above + pointerTo(name), code: "unknown_property" }));
  const faults = properties
    .filter((property) => !property.readOnly)
    .flatMap((property): readonly BodyFault[] => {
      const pointer = above + pointerTo(property.name);
      const json = Object.hasOwn(sent, property.name) ? member(whole, property.name) : undefined;
      if (json !== undefined)
        return judgeValue(model, property.value, property.nullable, json, pointer);
      return property.required ? [{ pointer, code: "required" }] : [];
    });
  return [...unknown, ...faults];
}

function judgeList(
  model: Model,
  items: Value,
  bounds: { minItems: number; maxItems: number | null; uniqueItems: boolean },
  json: readonly JsonValue[],
  pointer: string,
): readonly BodyFault[] {
  const byItem = json.map((item, index) =>
    judgeValue(model, items, false, item, pointer + pointerTo(index)),
  );
  const shown = json
    .filter((_, index) => byItem[index]?.length === 0)
    .map((item) => canonical(shownValue(model, items, item)));
  const code: Code | null =
    json.length < bounds.minItems
      ? "min_items"
      : bounds.maxItems !== null && json.length > bounds.maxItems
        ? "max_items"
        : bounds.uniqueItems && new Set(shown).size < shown.length
          ? "unique_items"
          : null;
  return [...(code === null ? [] : [{ pointer, code }]), ...byItem.flat()];
}

/** Immutable properties that would change, and a parent other than the path's. */
function fixedFaults(
  model: Model,
  resource: Resource,
  properties: readonly Property[],
  whole: JsonObject,
  sent: JsonObject,
  { current, parent }: Circumstances,
): readonly BodyFault[] {
  const parentField = parent === undefined ? null : fieldNamed(resource, parent.nested.field);
  return properties.flatMap((property): readonly BodyFault[] => {
    if (property.readOnly || !Object.hasOwn(sent, property.name)) return [];
    const pointer = pointerTo(property.name);
    const json = member(whole, property.name) ?? null;
    if (judgeValue(model, property.value, property.nullable, json, pointer).length > 0) return [];
    const differs = (from: JsonValue): boolean =>
      canonical(shownValue(model, property.value, json)) !==
      canonical(shownValue(model, property.value, from));
    if (parent !== undefined && property.field === parentField && differs(parent.id)) {
      return [{ pointer, code: "read_only_parent" }];
    }
    if (
      property.immutable &&
      current !== undefined &&
      differs(member(current, property.name) ?? null)
    ) {
      return [{ pointer, code: "immutable" }];
    }
    return [];
  });
}

/** RFC 7396 at the level of properties: embedded objects and json merge deeply, everything else is replaced. */
function patched(
  properties: readonly Property[],
  current: JsonObject,
  patch: JsonObject,
): JsonObject {
  const merged = properties
    .filter((property) => Object.hasOwn(patch, property.name))
    .map((property): readonly [string, JsonValue] => {
      const change = member(patch, property.name) ?? null;
      const before = member(current, property.name) ?? null;
      if (!isObject(change)) return [property.name, change];
      if (property.value.kind === "embedded") {
        return [property.name, { ...(isObject(before) ? before : {}), ...change }];
      }
      const json = property.value.kind === "scalar" && property.value.type.kind === "json";
      return [property.name, json ? mergePatch(before, change) : change];
    });
  return { ...current, ...Object.fromEntries(merged) };
}

function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name) ?? null, change));
  }
  return Object.fromEntries(members);
}

/** The row as it would be written. */
function rowOf(
  properties: readonly Property[],
  whole: JsonObject,
  { current = {}, parent }: Circumstances,
  purpose: Purpose,
): JsonObject {
  return Object.fromEntries(
    properties.map((property) => {
      const kept =
        property.readOnly || (purpose !== "create" && (property.immutable || property.writeOnly));
      const sent = property.readOnly ? undefined : member(whole, property.name);
      const before = kept ? member(current, property.name) : undefined;
      const isParent =
        parent !== undefined &&
        property.field?.kind === "to_one" &&
        property.field.name === parent.nested.field;
      const value = sent ?? before ?? (isParent ? parent.id : absentValue(property));
      return [property.name, Object.hasOwn(whole, property.name) && sent === null ? null : value];
    }),
  );
}

function checkFaults(
  resource: Resource,
  check: Check,
  row: JsonObject,
  faulty: (property: string) => boolean,
): readonly BodyFault[] {
  const named = [check.left, check.right].filter((operand) => operand.kind === "field");
  const properties = named.map((operand) => propertyName(resource, operand.field));
  if (properties.some(faulty) || checkHolds(resource, check, row)) return [];
  return [{ pointer: pointerTo(properties[0] ?? ""), code: "check" }];
}

/** Whether a row, by property, satisfies a check; null on either side does. */
export function checkHolds(resource: Resource, check: Check, row: JsonObject): boolean {
  const operand = (side: Operand): JsonValue =>
    side.kind === "constant"
      ? side.value
      : (member(row, propertyName(resource, side.field)) ?? null);
  const left = operand(check.left);
  const right = operand(check.right);
  if (left === null || right === null) return true;
  const order = compareScalars(checkType(resource, check), left, right);
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

type Scalar = Extract<Value, { kind: "scalar" }>["type"];

const bigint = { kind: "bigint", min: null, max: null } as const;
const datetime = { kind: "datetime", min: null, max: null } as const;

/** Both sides of a check are of one family; the first field's type compares them, a decimal's if either is one. */
function checkType(resource: Resource, check: Check): Scalar {
  const types = [check.left, check.right].flatMap((side) =>
    side.kind === "field" ? [operandType(resource, side.field)] : [],
  );
  return types.find((type) => type.kind === "decimal") ?? types[0] ?? bigint;
}

function operandType(resource: Resource, name: string): Scalar {
  const field = resource.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    if (name !== resource.id.property) return datetime;
    return resource.id.type.kind === "embedded" ? bigint : resource.id.type;
  }
  return field.kind === "scalar" && field.type.kind !== "embedded" ? field.type : bigint;
}

function propertyName(resource: Resource, name: string): string {
  return resource.fields.find((field) => field.name === name)?.property ?? name;
}

function onePerPointer(faults: readonly BodyFault[]): readonly BodyFault[] {
  const first = new Map<string, BodyFault>();
  for (const fault of faults) {
    const before = first.get(fault.pointer);
    if (before === undefined || codes.indexOf(fault.code) < codes.indexOf(before.code)) {
      first.set(fault.pointer, fault);
    }
  }
  return [...first.values()];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own members only: `__proto__` and `constructor` are ordinary names. */
function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** One text for equal JSON values, whatever the order of members. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: JsonValue) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
