/** What blocks have found out: which values are not null, and which alternatives of a union are left. */
import type { Node, Type } from "ts-morph";
import { isPrintable, propertyOf, type Shape } from "./shape.ts";

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
  if (owner === null || owner.types.length < 2) return { ...facts, present };
  const left = owner.types.filter((type) => {
    const property = propertyOf({ ...owner, types: [type] }, name, at);
    return property === null || mayBe(property, holds);
  });
  const alternatives = new Map(facts.alternatives).set(owner.key, left);
  return { present, alternatives };
}

function mayBe(shape: Shape, truthy: boolean): boolean {
  if (!truthy && shape.isNullable) return true;
  return shape.types.some((type) => {
    if (!isPrintable(type)) return truthy || type.isArray() || type.isReadonlyArray();
    if (!type.isLiteral()) return true;
    const isFalse = ["false", '""', "0"].includes(type.getText());
    return isFalse !== truthy;
  });
}
