/** The row that a sound body makes, as the contract shows it. */
import type {
  EmbeddedType,
  Field,
  JsonValue,
  Model,
  Resource,
  ScalarType,
} from "../../../src/model/model.ts";
import { isWritable, resourceNamed } from "../model.ts";
import type { Body } from "../model.ts";
import { datetimeNumber, datetimeText } from "../values/calendar.ts";
import { compareTexts } from "../values/compare.ts";
import { decimalText, plainText, unscaled } from "../values/decimal.ts";
import type { Occasion } from "./judge.ts";
import { isObject, ownMember } from "./json.ts";
import { merged } from "./merge.ts";

/**
 * Values of every property that the body or the declaration decides, write-only ones included (for checks);
 * a made id, the two times and defaults of `now` are left out, for only the service knows them.
 */
export function represent(model: Model, resource: Resource, body: Body, occasion: Occasion): Body {
  const row: Body = {};
  const { id } = resource;
  const { stored } = occasion;
  const key =
    stored?.[id.property] ?? (id.strategy === "client" ? ownMember(body, id.property) : undefined);
  if (key !== undefined) row[id.property] = key;
  for (const field of resource.fields) {
    const value = propertyValue(model, field, body, occasion);
    if (value !== undefined) row[field.property] = value;
  }
  return row;
}

function propertyValue(
  model: Model,
  field: Field,
  body: Body,
  { method, stored, parent }: Occasion,
): JsonValue | undefined {
  const before = stored === undefined ? undefined : ownMember(stored, field.property);
  if (parent?.property === field.property) return parent.value;
  const sent = isWritable(field) ? ownMember(body, field.property) : undefined;
  if (sent !== undefined) {
    return fieldShown(
      model,
      field,
      method === "PATCH" ? merged(model, field, before ?? null, sent) : sent,
    );
  }
  const kept = method === "PATCH" || field.immutable || field.writeonly || field.readonly;
  if (stored !== undefined && kept) return before;
  return defaultValue(model, field);
}

function defaultValue(model: Model, field: Field): JsonValue | undefined {
  if (field.kind === "to_many") return [];
  if (field.kind === "to_one") return null;
  if (field.default?.kind === "now") return undefined;
  if (field.default !== null) return fieldShown(model, field, field.default.value);
  return field.list?.minItems === 0 && !field.optional ? [] : null;
}

function fieldShown(model: Model, field: Field, value: JsonValue): JsonValue {
  if (field.kind === "to_many") {
    const { type } = resourceNamed(model, field.to).id;
    if (!Array.isArray(value)) return value;
    return value.map((item) => shown(model, type, item)).sort(compareKeys);
  }
  if (value === null) return null;
  if (field.kind === "to_one") return shown(model, resourceNamed(model, field.to).id.type, value);
  if (field.list === null) return shown(model, field.type, value);
  return Array.isArray(value) ? value.map((item) => shown(model, field.type, item)) : value;
}

export function compareKeys(left: JsonValue, right: JsonValue): number {
  return typeof left === "number" && typeof right === "number"
    ? left - right
    : compareTexts(String(left), String(right));
}

/** One sound value of a type as the service gives it back. */
export function shown(model: Model, type: ScalarType, value: JsonValue): JsonValue {
  switch (type.kind) {
    case "decimal": {
      const text = typeof value === "number" ? plainText(value) : String(value);
      // A faulty value is left as it is: checks are judged beside faults of other fields.
      const sound = /^-?\d+(\.(\d+))?$/.exec(text);
      if (sound === null || (sound[2]?.replace(/0+$/, "").length ?? 0) > type.scale) return value;
      return decimalText(unscaled(text, type.scale), type.scale);
    }
    case "datetime": {
      const moment = datetimeNumber(String(value));
      return moment === null ? value : datetimeText(moment);
    }
    case "uuid":
      return typeof value === "string" ? value.toLowerCase() : value;
    case "integer":
    case "bigint":
    case "float":
      return value === 0 ? 0 : value;
    case "embedded": {
      const embedded = model.types.find((candidate) => candidate.name === type.type);
      return embedded === undefined || !isObject(value)
        ? value
        : embeddedShown(model, embedded, value);
    }
    default:
      return value;
  }
}

function embeddedShown(model: Model, type: EmbeddedType, value: Body): Body {
  const row: Body = {};
  for (const field of type.fields) {
    const member = Object.hasOwn(value, field.property) ? value[field.property] : undefined;
    const decided =
      member === undefined ? defaultValue(model, field) : fieldShown(model, field, member);
    if (decided !== undefined) row[field.property] = decided;
  }
  return row;
}
