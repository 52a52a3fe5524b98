/** What the type check knows of a value in a template: the TypeScript types it may have, taken apart. */
import type { Node, Type } from "ts-morph";

export interface Shape {
  /** The alternatives, null and undefined left out. Empty for a literal in a template, and for what is only null. */
  readonly types: readonly Type[];
  readonly isNullable: boolean;
  /** A literal written in the template: prints as it is. */
  readonly isLiteral: boolean;
  /** Arguments that a partial was given beside its context. */
  readonly extras: ReadonlyMap<string, Shape>;
  /** Names the value within its template, so that what `{{#if}}` found out of it is remembered. */
  readonly key: string;
}

export function shapeOf(types: readonly Type[], key: string): Shape {
  const all = types.flatMap((type) => (type.isUnion() ? type.getUnionTypes() : [type]));
  const present = all.filter((type) => !type.isNull() && !type.isUndefined());
  return {
    types: [...new Set(present)],
    isNullable: present.length < all.length,
    isLiteral: false,
    extras: new Map(),
    key,
  };
}

export function literalShape(key: string): Shape {
  return { types: [], isNullable: false, isLiteral: true, extras: new Map(), key };
}

export function isPrintable(type: Type): boolean {
  return type.isString() || type.isNumber() || type.isBoolean() || type.isLiteral();
}

export function isList(type: Type): boolean {
  return type.isArray() || type.isReadonlyArray();
}

/** Elements of a list, or null where one of the alternatives is none. */
export function elementsOf(shape: Shape, key: string): Shape | null {
  if (shape.isNullable || shape.isLiteral) return null;
  const elements: Type[] = [];
  for (const type of shape.types) {
    const element = isList(type) ? type.getArrayElementType() : undefined;
    if (element === undefined) return null;
    elements.push(element);
  }
  return shapeOf(elements, key);
}

/** Names that every alternative has. */
export function propertyNames(shape: Shape): string[] {
  const [first, ...rest] = shape.types.map((type) =>
    isList(type) || isPrintable(type) ? [] : type.getProperties().map((one) => one.getName()),
  );
  const shared = (first ?? []).filter((name) => rest.every((names) => names.includes(name)));
  return [...shape.extras.keys(), ...shared];
}

/** The property's shape, or null where an alternative lacks it. */
export function propertyOf(shape: Shape, name: string, at: Node): Shape | null {
  const given = shape.extras.get(name);
  if (given !== undefined) return given;
  const types: Type[] = [];
  for (const type of shape.types) {
    const property = isList(type) || isPrintable(type) ? undefined : type.getProperty(name);
    if (property === undefined) return null;
    types.push(property.getTypeAtLocation(at));
  }
  return types.length === 0 ? null : shapeOf(types, `${shape.key}.${name}`);
}
