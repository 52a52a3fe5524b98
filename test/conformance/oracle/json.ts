import type { JsonValue } from "../../../src/model/model.ts";
import type { Body } from "../model.ts";

export function isObject(value: JsonValue): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A name as one reference token (RFC 6901). */
export function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A member of the object's own: `constructor` and `toString` are names like any other. */
export function ownMember(object: Body, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
