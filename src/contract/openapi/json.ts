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

/**
 * A text of the user's as CommonMark, which descriptions are: it reads as declared, and neither runs as a script in a page
 * that shows it nor looks like one to a linter.
 */
export function prose(text: string): string {
  return text
    .replaceAll(/<(?=\/?script|[a-z][^>]*\bon[a-z]+\s*=)/gi, "&lt;")
    .replaceAll(/javascript:/gi, (scheme) => `${scheme.slice(0, -1)} :`)
    .replaceAll(/eval\(/g, "eval&#40;");
}
