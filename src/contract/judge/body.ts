/**
 * The shape phase of the contract, executable: every fault of a body, one per pointer, as every target must report them
 * (docs/http-contract.md, "Bodies"). It looks nothing up: references and uniques are the database's.
 */
import type { Check, JsonValue, Model, Nested, Resource } from "../../model/model.ts";
import { codes, pointerTo } from "../errors.ts";
import { fieldNamed } from "../lookup.ts";
import { resourceShape, type Property, type Purpose } from "../shapes.ts";
import { checkHolds, propertyName } from "./checks.ts";
import { canonical, isObject, member, type JsonObject } from "./json.ts";
import { patched } from "./merge.ts";
import { absentValue, shownValue } from "./shown.ts";
import { judgeMembers, judgeValue, type BodyFault } from "./value.ts";

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
  if (resource.checks.length === 0) return onePerPointer(faults);
  const row = rowOf(shape.properties, whole, circumstances, purpose);
  const faulty = (property: string): boolean =>
    faults.some(({ pointer }) => `${pointer}/`.startsWith(`${pointerTo(property)}/`));
  return onePerPointer([
    ...faults,
    ...resource.checks.flatMap((check) => checkFaults(resource, check, row, faulty)),
  ]);
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
  if (parent === undefined && current === undefined) return [];
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
