/**
 * What docs/http-contract.md says of a body: which faults it has, by pointer. Written from that page alone and kept
 * apart from `src/contract`, so that an error there is not repeated here.
 */
import type {
  EmbeddedType,
  Field,
  JsonValue,
  Model,
  Resource,
  ScalarField,
} from "../../../src/model/model.ts";
import { isWritable, keepsCheck, resourceNamed } from "../model.ts";
import type { Body } from "../model.ts";
import { escaped, isObject, ownMember } from "./json.ts";
import { merged } from "./merge.ts";
import { represent, shown } from "./represent.ts";
import { judgeScalar } from "./scalars.ts";

export interface Fault {
  readonly pointer: string;
  readonly code: string;
}

export interface Occasion {
  readonly method: "POST" | "PUT" | "PATCH";
  /** The row as it is shown before, for PUT and PATCH. */
  readonly stored?: Body;
  /** The property that a nested path fixes, and its value. */
  readonly parent?: { readonly property: string; readonly value: JsonValue };
}

/** Faults of the shape phase, in no particular order; references and uniqueness are not looked up. */
export function judge(
  model: Model,
  resource: Resource,
  body: JsonValue,
  occasion: Occasion,
): Fault[] {
  if (!isObject(body)) return [{ pointer: "", code: "type" }];
  const faults: Fault[] = [];
  const known = propertiesOf(resource);
  for (const name of Object.keys(body)) {
    if (!known.has(name)) faults.push({ pointer: `/${escaped(name)}`, code: "unknown_property" });
  }
  faults.push(...judgeId(model, resource, body, occasion));
  for (const field of resource.fields) {
    if (isWritable(field)) faults.push(...judgeField(model, field, body, occasion));
  }
  return [...faults, ...judgeChecks(model, resource, body, occasion, faults)];
}

function propertiesOf(resource: Resource): Set<string> {
  const names = [resource.id.property, ...resource.fields.map((field) => field.property)];
  if (resource.timestamps !== null) {
    names.push(resource.timestamps.createdAt.property, resource.timestamps.updatedAt.property);
  }
  // Included objects, under the names of the relations, are read-only properties too.
  const relations = resource.fields.filter((field) => field.kind !== "scalar");
  return new Set([...names, ...relations.map((field) => field.name)]);
}

function judgeId(model: Model, resource: Resource, body: Body, occasion: Occasion): Fault[] {
  const { id } = resource;
  if (id.strategy !== "client") return [];
  const pointer = `/${id.property}`;
  const value = ownMember(body, id.property);
  if (value === undefined) {
    return occasion.method === "POST" ? [{ pointer, code: "required" }] : [];
  }
  const code = keyFault(model, resource, value);
  if (code !== null) return [{ pointer, code }];
  const changed = occasion.stored !== undefined && value !== occasion.stored[id.property];
  return changed ? [{ pointer, code: "immutable" }] : [];
}

function keyFault(model: Model, resource: Resource, value: JsonValue): string | null {
  const [fault] = judgeScalar(model, resource.id.type, value, "");
  if (fault !== undefined) return fault.code;
  return String(value).includes("/") || value === "." || value === ".." ? "format" : null;
}

function judgeField(model: Model, field: Field, body: Body, occasion: Occasion): Fault[] {
  const pointer = `/${escaped(field.property)}`;
  const sent = ownMember(body, field.property);
  const { parent, stored, method } = occasion;
  if (parent?.property === field.property) {
    if (sent === undefined) return [];
    const formal = judgeValue(model, field, sent, pointer);
    if (formal.length > 0 || sameKey(sent, parent.value)) return formal;
    return [{ pointer, code: "read_only_parent" }];
  }
  if (sent === undefined) {
    const kept = method === "PUT" && (field.immutable || field.writeonly);
    return method !== "PATCH" && isDemanded(field) && !kept ? [{ pointer, code: "required" }] : [];
  }
  const before = stored === undefined ? undefined : ownMember(stored, field.property);
  const value = method === "PATCH" ? merged(model, field, before ?? null, sent) : sent;
  const faults = judgeValue(model, field, value, pointer);
  if (faults.length > 0 || !field.immutable || stored === undefined) return faults;
  return sameShown(model, field, value, before ?? null) ? [] : [{ pointer, code: "immutable" }];
}

/** Lists that may be empty are empty when absent, whatever else is said of them. */
export function isDemanded(field: Field): boolean {
  if (field.kind === "to_many") return false;
  return field.required && !(field.kind === "scalar" && field.list?.minItems === 0);
}

function judgeValue(model: Model, field: Field, value: JsonValue, pointer: string): Fault[] {
  if (field.kind === "to_many") {
    if (!Array.isArray(value)) return [{ pointer, code: "type" }];
    return judgeItems(model, resourceNamed(model, field.to), value, pointer);
  }
  if (value === null) return field.optional ? [] : [{ pointer, code: "type" }];
  if (field.kind === "to_one")
    return judgeKey(model, resourceNamed(model, field.to), value, pointer);
  return judgeScalarField(model, field, value, pointer);
}

function judgeScalarField(
  model: Model,
  field: ScalarField,
  value: JsonValue,
  pointer: string,
): Fault[] {
  const { list } = field;
  if (list === null) return judgeType(model, field, value, pointer);
  if (!Array.isArray(value)) return [{ pointer, code: "type" }];
  const items: readonly JsonValue[] = value;
  const inside = items.map((item, at) =>
    item === null
      ? [{ pointer: `${pointer}/${at}`, code: "type" }]
      : judgeType(model, field, item, `${pointer}/${at}`),
  );
  const own = (code: string): Fault[] => [{ pointer, code }, ...inside.flat()];
  if (items.length < list.minItems) return own("min_items");
  if (list.maxItems !== null && items.length > list.maxItems) return own("max_items");
  const sound = items.filter((_, at) => inside[at]?.length === 0);
  const seen = new Set(sound.map((item) => JSON.stringify(shown(model, field.type, item))));
  if (list.uniqueItems && seen.size < sound.length) return own("unique_items");
  return inside.flat();
}

function judgeType(model: Model, field: ScalarField, value: JsonValue, pointer: string): Fault[] {
  if (field.type.kind !== "embedded") return judgeScalar(model, field.type, value, pointer);
  const { type: name } = field.type;
  const type = model.types.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`no embedded type ${name}`);
  return judgeEmbedded(model, type, value, pointer);
}

function judgeEmbedded(
  model: Model,
  type: EmbeddedType,
  value: JsonValue,
  pointer: string,
): Fault[] {
  if (!isObject(value)) return [{ pointer, code: "type" }];
  const known = new Set(type.fields.map((field) => field.property));
  const unknown = Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => ({ pointer: `${pointer}/${escaped(name)}`, code: "unknown_property" }));
  const members = type.fields.flatMap((field): Fault[] => {
    const at = `${pointer}/${escaped(field.property)}`;
    const member = Object.hasOwn(value, field.property) ? value[field.property] : undefined;
    if (member !== undefined) return judgeValue(model, field, member, at);
    return isDemanded(field) ? [{ pointer: at, code: "required" }] : [];
  });
  return [...unknown, ...members];
}

function judgeKey(model: Model, target: Resource, value: JsonValue, pointer: string): Fault[] {
  const { strategy, type } = target.id;
  if (strategy !== "integer") return judgeScalar(model, type, value, pointer);
  if (typeof value !== "number" || !Number.isInteger(value)) return [{ pointer, code: "type" }];
  if (value < 1) return [{ pointer, code: "min" }];
  return value > Number.MAX_SAFE_INTEGER ? [{ pointer, code: "max" }] : [];
}

function judgeItems(
  model: Model,
  target: Resource,
  value: readonly JsonValue[],
  pointer: string,
): Fault[] {
  const inside = value.map((item, at) => judgeKey(model, target, item, `${pointer}/${at}`));
  const sound = value.filter((_, at) => inside[at]?.length === 0);
  const seen = new Set(sound.map((item) => JSON.stringify(shown(model, target.id.type, item))));
  const doubled = seen.size < sound.length ? [{ pointer, code: "unique_items" }] : [];
  return [...doubled, ...inside.flat()];
}

function judgeChecks(
  model: Model,
  resource: Resource,
  body: Body,
  occasion: Occasion,
  before: readonly Fault[],
): Fault[] {
  const faults: Fault[] = [];
  const spoilt = (pointer: string): boolean =>
    [...before, ...faults].some(
      (f) => f.pointer === pointer || f.pointer.startsWith(`${pointer}/`),
    );
  for (const check of resource.checks) {
    const pointers = [check.left, check.right].flatMap((operand) => {
      const field = resource.fields.find(
        (candidate) => operand.kind === "field" && candidate.name === operand.field,
      );
      return field === undefined ? [] : [`/${escaped(field.property)}`];
    });
    const [first] = pointers;
    if (first === undefined || pointers.some(spoilt)) continue;
    const row = represent(model, resource, body, occasion);
    if (!keepsCheck(model, resource, check, row)) faults.push({ pointer: first, code: "check" });
  }
  return faults;
}

function sameKey(sent: JsonValue, id: JsonValue): boolean {
  return typeof sent === "string" && typeof id === "string"
    ? sent === id || sent.toLowerCase() === id
    : sent === id;
}

function sameShown(model: Model, field: Field, value: JsonValue, before: JsonValue): boolean {
  if (field.kind !== "scalar") return JSON.stringify(value) === JSON.stringify(before);
  const now = value === null || field.list !== null ? value : shown(model, field.type, value);
  return JSON.stringify(now) === JSON.stringify(before);
}
