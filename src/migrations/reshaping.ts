/**
 * What becomes of the JSON in a column when lists and embedded objects change: told as a recipe that SQL follows value by
 * value, and that can be turned round.
 */
import type { Property, Shape } from "../storage/shape.ts";
import type { ColumnDefault, ColumnType } from "../storage/storage.ts";
import { conversion } from "./conversions.ts";
import { invertedMap, mapOfGone, type ValueMap } from "./value-maps.ts";

export type Reshaping =
  /** It stays as it is. */
  | { readonly kind: "keep" }
  | ValueReshaping
  /** Of each item of a list. */
  | { readonly kind: "items"; readonly each: Reshaping }
  /** Every property of the new object. */
  | { readonly kind: "object"; readonly properties: readonly PropertyReshaping[] };

export interface ValueReshaping {
  readonly kind: "value";
  readonly from: ColumnType;
  readonly to: ColumnType;
  /** Values of an enum that become others, before all else. */
  readonly map: ValueMap;
  /** What it can be then; rows with something else are in the way. */
  readonly values: readonly string[] | null;
}

export interface PropertyReshaping {
  readonly name: string;
  /** Its type, where it is one value. */
  readonly type: ColumnType | null;
  /** What it was called; null where it is new. */
  readonly was: string | null;
  readonly change: Reshaping;
  /** What stands there where there was no value. */
  readonly fill: ColumnDefault | null;
  /** Rows without a value are in the way. */
  readonly isRequired: boolean;
}

export const keep: Reshaping = { kind: "keep" };

/** Whether values of one can be read as the other, or turned into it. */
export function canBecome(before: Shape, wanted: Shape): boolean {
  if (wanted.kind === "any") return true;
  switch (before.kind) {
    case "any":
      return false;
    case "value":
      return wanted.kind === "value" && conversion(before.type, wanted.type) !== "never";
    case "list":
      return wanted.kind === "list" && canBecome(before.of, wanted.of);
    case "object":
      return wanted.kind === "object";
  }
}

export function valueReshaping(
  before: Extract<Shape, { kind: "value" }>,
  wanted: Extract<Shape, { kind: "value" }>,
  hinted: ValueMap | null,
): Reshaping {
  const { values } = wanted;
  const gone = (value: string) => values !== null && !values.includes(value);
  const isLess = values !== null && (before.values === null || before.values.some(gone));
  const isTyped = conversion(before.type, wanted.type) === "same";
  if (isTyped && !isLess) return keep;
  return {
    kind: "value",
    from: before.type,
    to: wanted.type,
    map: mapOfGone(hinted, before.values, values),
    values: isLess ? values : null,
  };
}

export function ofItems(each: Reshaping): Reshaping {
  return each.kind === "keep" ? keep : { kind: "items", each };
}

/** @param gone whether the old object has properties that the new one has not */
export function ofObject(properties: readonly PropertyReshaping[], gone: boolean): Reshaping {
  const isKept = properties.every(
    ({ name, was, change, fill, isRequired }) =>
      name === was && change.kind === "keep" && fill === null && !isRequired,
  );
  return isKept && !gone ? keep : { kind: "object", properties };
}

/** The way back. @param before what the recipe begins with */
export function turnedRound(change: Reshaping, before: Shape): Reshaping {
  switch (change.kind) {
    case "keep":
      return keep;
    case "value":
      return {
        kind: "value",
        from: change.to,
        to: change.from,
        map: invertedMap(change.map, valuesOf(before) ?? []),
        values: valuesOf(before),
      };
    case "items":
      if (before.kind !== "list") throw new Error("Only lists have items.");
      return ofItems(turnedRound(change.each, before.of));
    case "object": {
      if (before.kind !== "object") throw new Error("Only objects have properties.");
      return {
        kind: "object",
        properties: before.properties.map((property) => propertyBack(property, change.properties)),
      };
    }
  }
}

function valuesOf(shape: Shape): readonly string[] | null {
  return shape.kind === "value" ? shape.values : null;
}

/** What the way down cannot know, nobody can: a property that was dropped is empty where it may be. */
function propertyBack(
  { name, optional, shape }: Property,
  properties: readonly PropertyReshaping[],
): PropertyReshaping {
  const now = properties.find(({ was }) => was === name);
  return {
    name,
    type: shape.kind === "value" ? shape.type : null,
    was: now?.name ?? null,
    change: now ? turnedRound(now.change, shape) : keep,
    fill: null,
    isRequired: !optional,
  };
}

/** Properties that are there no longer. */
export function goneIn(change: Reshaping, before: Shape): string[] {
  if (change.kind === "items" && before.kind === "list") return goneIn(change.each, before.of);
  if (change.kind !== "object" || before.kind !== "object") return [];
  const known = new Map(change.properties.map((property) => [property.was, property]));
  return before.properties.flatMap(({ name, shape }) => {
    const now = known.get(name);
    return now ? goneIn(now.change, shape).map((inner) => `${name}.${inner}`) : [name];
  });
}

/** Whether rows can be in the way. */
export function isChecked(change: Reshaping): boolean {
  switch (change.kind) {
    case "keep":
      return false;
    case "value":
      return change.values !== null || conversion(change.from, change.to) === "checked";
    case "items":
      return isChecked(change.each);
    case "object":
      return change.properties.some(
        ({ isRequired, fill, change: inner }) => (isRequired && fill === null) || isChecked(inner),
      );
  }
}
