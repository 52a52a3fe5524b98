/** JSON merge patch (RFC 7396), and what of it applies to each kind of field. */
import type { Field, JsonValue, Model } from "../../../src/model/model.ts";
import { isObject } from "./json.ts";

/** The value that a field would have once a patch's value has been merged into the stored one. */
export function merged(model: Model, field: Field, stored: JsonValue, patch: JsonValue): JsonValue {
  if (field.kind !== "scalar" || field.list !== null || patch === null) return patch;
  if (field.type.kind === "json") return mergePatch(stored, patch);
  if (field.type.kind !== "embedded" || !isObject(patch) || !isObject(stored)) return patch;
  const { type: name } = field.type;
  const type = model.types.find((candidate) => candidate.name === name);
  const result: Record<string, JsonValue> = { ...stored };
  for (const [key, value] of Object.entries(patch)) {
    const member = type?.fields.find((candidate) => candidate.property === key);
    const before = stored[key] ?? null;
    define(result, key, member === undefined ? value : merged(model, member, before, value));
  }
  return result;
}

export function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const result: Record<string, JsonValue> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else
      define(
        result,
        key,
        mergePatch(Object.hasOwn(result, key) ? (result[key] ?? null) : null, value),
      );
  }
  return result;
}

/** `__proto__` is an ordinary name. */
function define(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
