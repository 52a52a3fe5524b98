/** A JSON object under construction; members that are undefined are left out of it. */
import type { JsonValue } from "../../model/model.ts";

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * An object of those members that are there, in their order. By definition, not assignment: a property that a user
 * named `__proto__` is one like any other.
 */
export function object(
  ...members: readonly (readonly [string, JsonValue | undefined])[]
): JsonObject {
  return Object.fromEntries(
    members.filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined),
  );
}
