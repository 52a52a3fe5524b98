/** What blocks have found out: which values are not null, and which alternatives of a union are left. */
import type { Node, Type } from "ts-morph";
import { isList, isPrintable, propertyOf, type Shape } from "./shape.ts";

export interface Facts {
  readonly present: ReadonlySet<string>;
  readonly alternatives: ReadonlyMap<string, readonly Type[]>;
}

export const NO_FACTS: Facts = { present: new Set(), alternatives: new Map() };

/** The shape as the facts have it. */
export function refine(shape: Shape, facts: Facts): Shape {
  const types = facts.alternatives.get(shape.key) ?? shape.types;
  const isNullable = shape.isNullable && !facts.present.has(shape.key);
  return types === shape.types && isNullable === shape.isNullable
    ? shape
    : { ...shape, types, isNullable };
}

/** `value`, the property `name` of `owner`, was found to be true, or false. */
export function learn(
  facts: Facts,
  found: { value: Shape; owner: Shape | null; name: string; holds: boolean },
  at: Node,
): Facts {
  const { value, owner, name, holds } = found;
  const present = holds ? new Set([...facts.present, value.key]) : facts.present;
  const alternatives = new Map(facts.alternatives);
  alternatives.set(value.key, narrowed(value, holds).types);
  if (owner !== null && owner.types.length > 1) {
    const left = owner.types.filter((type) => {
      const property = propertyOf({ ...owner, types: [type] }, name, at);
      return property === null || mayBe(property, holds);
    });
    alternatives.set(owner.key, left);
  }
  return { present, alternatives };
}

/** The value once it is known to be true, or false. */
export function narrowed(value: Shape, holds: boolean): Shape {
  const types = value.types.filter((type) => typeMayBe(type, holds));
  return { ...value, types, isNullable: value.isNullable && !holds };
}

function mayBe(shape: Shape, holds: boolean): boolean {
  return (!holds && shape.isNullable) || shape.types.some((type) => typeMayBe(type, holds));
}

function typeMayBe(type: Type, holds: boolean): boolean {
  // An empty list is false, any other object is true.
  if (!isPrintable(type)) return holds || isList(type);
  if (!type.isLiteral()) return true;
  return ["false", '""', "0"].includes(type.getText()) !== holds;
}
