/**
 * Valid values for any field, made from its type alone: for examples in documentation, for request bodies in tests and for
 * seed rows. The same seed gives the same value; different seeds mostly give different ones.
 */
import type { JsonValue, List, Model, ScalarField, ScalarType } from "../model.ts";
import { sampleMoment } from "./moments.ts";
import { sampleDecimal, sampleFloat, sampleInteger } from "./numbers.ts";
import { sampleText } from "./texts.ts";

/** How deep embedded types are filled that may hold themselves; the contract admits 32 levels of json. */
const deepest = 8;

/** A value of the field in JSON form, lists included; undefined where its rules admit none that can be found. */
export function sampleValue(model: Model, field: ScalarField, seed: number): JsonValue | undefined {
  return valueOf(model, field, seed, 0);
}

/** A value of the type; `words` name it in texts. */
export function sampleScalar(
  model: Model,
  type: ScalarType,
  words: readonly string[],
  seed: number,
): JsonValue | undefined {
  return scalarOf(model, type, words, seed, 0);
}

/** `first_name` and `firstName` are the words first and name. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[ _]+/)
    .filter(Boolean);
}

function valueOf(
  model: Model,
  field: ScalarField,
  seed: number,
  depth: number,
): JsonValue | undefined {
  const words = wordsOf(field.name);
  if (!field.list) return scalarOf(model, field.type, words, seed, depth);
  return listOf(field.list, seed, (item) => scalarOf(model, field.type, words, item, depth));
}

function listOf(
  { minItems, maxItems }: List,
  seed: number,
  item: (seed: number) => JsonValue | undefined,
): JsonValue[] | undefined {
  const wanted = Math.max(minItems, Math.min(maxItems ?? 2, 1 + (seed % 2)));
  const found = new Map<string, JsonValue>();
  for (let attempt = 0; found.size < wanted && attempt < wanted * 20; attempt += 1) {
    const value = item(seed * wanted + attempt);
    if (value !== undefined) found.set(JSON.stringify(value), value);
  }
  return found.size >= minItems ? [...found.values()] : undefined;
}

function scalarOf(
  model: Model,
  type: ScalarType,
  words: readonly string[],
  seed: number,
  depth: number,
): JsonValue | undefined {
  switch (type.kind) {
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug":
      return sampleText(type, words, seed);
    case "integer":
    case "bigint":
      return sampleInteger(type.kind, type, seed);
    case "decimal":
      return sampleDecimal(type, seed);
    case "float":
      return sampleFloat(type, seed);
    case "date":
    case "datetime":
    case "time":
      return sampleMoment(type.kind, type, seed);
    case "boolean":
      return seed % 2 === 0;
    case "uuid":
      return sampleUuid(seed);
    case "ip":
      // Addresses set aside for documentation. (RFC 5737)
      return `192.0.2.${seed % 256}`;
    case "json":
      return { sample: seed + 1 };
    case "enum":
      return type.values[seed % type.values.length]?.value;
    case "embedded":
      return embeddedOf(model, type.type, seed, depth + 1);
  }
}

/** Version 7 with a time that grows with the seed. (RFC 9562, section 5.7) */
export function sampleUuid(seed: number): string {
  const time = (Date.UTC(2024, 0, 1) + seed).toString(16).padStart(12, "0");
  const tail = seed.toString(16).padStart(12, "0").slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
}

function embeddedOf(
  model: Model,
  name: string,
  seed: number,
  depth: number,
): JsonValue | undefined {
  const type = model.types.find((entry) => entry.name === name);
  if (!type || depth > deepest) return undefined;
  const object: Record<string, JsonValue> = {};
  for (const field of type.fields) {
    const value = valueOf(model, field, seed, depth);
    if (value !== undefined) Object.defineProperty(object, field.property, own(value));
    else if (field.optional) Object.defineProperty(object, field.property, own(null));
    else return undefined;
  }
  return object;
}

/** Plain assignment would lose a property named `__proto__`. */
function own(value: JsonValue): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}
