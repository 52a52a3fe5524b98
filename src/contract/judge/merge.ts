/** JSON merge patch (RFC 7396) as the contract applies it to a row. */
import type { JsonValue } from "../../model/model.ts";
import type { Property } from "../shapes.ts";
import { isObject, member, type JsonObject } from "./json.ts";

/** RFC 7396 at the level of properties: embedded objects and json merge deeply, everything else is replaced. */
export function patched(
  properties: readonly Property[],
  current: JsonObject,
  patch: JsonObject,
): JsonObject {
  const merged = properties
    .filter((property) => Object.hasOwn(patch, property.name))
    .map((property): readonly [string, JsonValue] => {
      const change = member(patch, property.name) ?? null;
      const before = member(current, property.name) ?? null;
      if (!isObject(change)) return [property.name, change];
      if (property.value.kind === "embedded") {
        return [property.name, { ...(isObject(before) ? before : {}), ...change }];
      }
      const json = property.value.kind === "scalar" && property.value.type.kind === "json";
      return [property.name, json ? mergePatch(before, change) : change];
    });
  return { ...current, ...Object.fromEntries(merged) };
}

function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name) ?? null, change));
  }
  return Object.fromEntries(members);
}
