/**
 * Bodies and representations that honour every rule of their resource: types, bounds, patterns, uniques, checks.
 * The same arguments give the same value on every run; different seeds differ wherever a unique asks for it.
 */
import type { Field, JsonValue, Model, Resource } from "../../model/model.ts";
import { oncePerModel, oncePerResource } from "../../model/once.ts";
import { sampleScalar, sampleUuid, wordsOf } from "../../model/samples/sample.ts";
import { judgeBody } from "../judge/body.ts";
import type { JsonObject } from "../judge/json.ts";
import { absentValue, shownValue } from "../judge/shown.ts";
import { judgeValue } from "../judge/value.ts";
import { resourceNamed } from "../lookup.ts";
import { resourceShape, type Property, type Value } from "../shapes.ts";
import { satisfyChecks } from "./checks.ts";

/**
 * The id of an existing row.
 *
 * @param nth 0 for any row; a different row for each number where a unique needs different ones
 */
export type IdOf = (resource: string, nth: number) => JsonValue;

export interface ValidOptions {
  /** Where references point to; by default ids as the examples of the document have them. */
  readonly ids?: IdOf;
  /** `required`: nothing but what must be there; `all` (default): every property that can be sent. */
  readonly fill?: "required" | "all";
}

/**
 * A body that creates a row, whatever rows were made from other seeds. A property whose rules admit no value that can be
 * found (a pattern that contradicts its lengths) is left out.
 */
export function validBody(
  model: Model,
  resource: Resource,
  seed: number,
  { ids = exampleIds(model), fill = "all" }: ValidOptions = {},
): JsonObject {
  const { properties } = resourceShape(model, resource, "create");
  const distinct = distinctFields(resource);
  const sent = properties.filter(
    (property) => !property.readOnly && (property.required || fill === "all"),
  );
  const body = Object.fromEntries(
    sent.flatMap((property) => {
      const isDistinct = property.field === null || distinct.has(property.field.name);
      const place = { seed, nth: isDistinct ? seed : 0, ids, isDistinct };
      const declared = seed === 0 ? declaredExample(model, property) : undefined;
      const value = declared ?? exampleValue(model, resource, property, place);
      return value === undefined ? [] : [[property.name, value]];
    }),
  );
  const holds = (candidate: JsonObject): boolean =>
    judgeBody(model, resource, "create", candidate).every((fault) => fault.code !== "check");
  return resource.checks.length === 0 || holds(body)
    ? body
    : satisfyChecks(model, resource, properties, body);
}

/** What the document shows: the body and the representation of the first seed. */
export const documentedBody = oncePerResource((model, resource) => validBody(model, resource, 0));
export const documentedRow = oncePerResource((model, resource) => exampleRow(model, resource, 0));

/** A representation as `GET` answers it for the row that `validBody` of that seed created. */
export function exampleRow(
  model: Model,
  resource: Resource,
  seed: number,
  ids: IdOf = exampleIds(model),
): JsonObject {
  const body = validBody(model, resource, seed, { ids });
  const { properties } = resourceShape(model, resource, "read");
  return Object.fromEntries(
    properties
      .filter((property) => property.value.kind !== "included")
      .map((property) => [property.name, rowValue(model, resource, property, { body, seed, ids })]),
  );
}

/** The ids that examples use: 1, 2, 3; made-up uuids; the key of that example itself. */
export function exampleIds(model: Model): IdOf {
  return (name, nth) => {
    const resource = resourceNamed(model, name);
    const { id } = resource;
    if (id.strategy === "integer") return nth + 1;
    if (id.strategy === "uuid") return sampleUuid(model.resources.indexOf(resource) * 10_000 + nth);
    return nth === 0 && typeof id.example === "string"
      ? id.example
      : (distinctScalar(model, id.type, ["id"], nth) ?? "");
  };
}

/** The declared example of a property, if it keeps the rules. */
export function declaredExample(model: Model, property: Property): JsonValue | undefined {
  if (property.example === undefined || property.example === null) return undefined;
  const faults = judgeValue(model, property.value, property.nullable, property.example, "");
  return faults.length === 0 ? property.example : undefined;
}

interface Place {
  readonly seed: number;
  readonly nth: number;
  readonly ids: IdOf;
  readonly isDistinct: boolean;
}

function exampleValue(
  model: Model,
  resource: Resource,
  property: Property,
  { seed, nth, ids, isDistinct }: Place,
): JsonValue | undefined {
  const { value, field } = property;
  const words = wordsOf(field?.name ?? property.name);
  switch (value.kind) {
    case "reference":
      // The first row of a tree has no parent yet.
      return value.to === resource.name && property.nullable ? null : ids(value.to, nth);
    case "references":
      return value.to === resource.name ? [] : [ids(value.to, 0)];
    case "scalar":
      return isDistinct
        ? distinctScalar(model, value.type, words, seed)
        : plainValue(model, value, words, seed);
    default:
      return plainValue(model, value, words, seed);
  }
}

/** The nth different value: samples of patterns and of narrow ranges repeat themselves. */
function distinctScalar(
  model: Model,
  type: Parameters<typeof sampleScalar>[1],
  words: readonly string[],
  nth: number,
): JsonValue | undefined {
  const { seeds, drawn } = differing(model, type, words);
  for (; seeds.length <= nth && drawn.count < nth * 4 + 100; drawn.count += 1) {
    const value = sampleScalar(model, type, words, drawn.count);
    if (value === undefined || drawn.values.has(value)) continue;
    drawn.values.add(value);
    seeds.push(drawn.count);
  }
  const seed = seeds[nth];
  const isNear = seed !== undefined && seed < nth * 4 + 100;
  return sampleScalar(model, type, words, isNear ? seed : nth);
}

/** Seeds of one field, in order, that each gave a value which none before gave. */
interface Differing {
  readonly seeds: number[];
  readonly drawn: { count: number; readonly values: Set<JsonValue> };
}

/** By type and words, which fields of several resources share: the thousandth different value is asked for by each. */
const differingOf = oncePerModel(() => new Map<string, Differing>());

function differing(
  model: Model,
  type: Parameters<typeof sampleScalar>[1],
  words: readonly string[],
): Differing {
  const known = differingOf(model);
  const key = JSON.stringify([type, words]);
  const found = known.get(key) ?? { seeds: [], drawn: { count: 0, values: new Set() } };
  known.set(key, found);
  return found;
}

/** A value that refers to nothing. */
function plainValue(
  model: Model,
  value: Value,
  words: readonly string[],
  seed: number,
): JsonValue | undefined {
  switch (value.kind) {
    case "scalar":
      return sampleScalar(model, value.type, words, seed);
    case "list": {
      const wanted = Math.max(value.list.minItems, Math.min(2, value.list.maxItems ?? 2));
      const items = new Map<string, JsonValue>();
      for (let attempt = 0; items.size < wanted && attempt < wanted * 20 + 20; attempt += 1) {
        const item = plainValue(model, value.items, words, seed * wanted + attempt);
        if (item !== undefined)
          items.set(JSON.stringify(shownValue(model, value.items, item)), item);
      }
      return items.size < value.list.minItems ? undefined : [...items.values()];
    }
    case "embedded":
      return sampleScalar(model, { kind: "embedded", type: value.type }, words, seed);
    case "reference":
    case "references":
    case "included":
      return null;
  }
}

function rowValue(
  model: Model,
  resource: Resource,
  property: Property,
  { body, seed, ids }: { body: JsonObject; seed: number; ids: IdOf },
): JsonValue {
  if (property.name === resource.id.property) return ids(resource.name, seed);
  if (property.field === null) return "2024-01-01T09:00:00.000Z";
  const sent = Object.hasOwn(body, property.name) ? body[property.name] : undefined;
  if (sent !== undefined) return shownValue(model, property.value, sent);
  if (property.default?.kind === "now") {
    return plainValue(model, property.value, [], 0) ?? null;
  }
  return shownValue(model, property.value, absentValue(property));
}

/** Fields that must differ from row to row: of every unique, the first that can. */
function distinctFields(resource: Resource): ReadonlySet<string> {
  const named = (name: string): Field | undefined =>
    resource.fields.find((field) => field.name === name);
  const varies = (field: Field | undefined): boolean =>
    field?.kind === "scalar" &&
    field.list === null &&
    !["boolean", "enum", "json", "embedded"].includes(field.type.kind);
  return new Set(
    resource.uniques.flatMap((unique) => {
      const varying = unique.fields.find((name) => varies(named(name)));
      const relation = unique.fields.find((name) => named(name)?.kind === "to_one");
      return varying ?? relation ?? unique.fields;
    }),
  );
}
