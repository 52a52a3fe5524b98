/** JSON merge patch (RFC 7396). */

/** A member that is null takes the member away; anything but an object replaces the whole. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, mergePatch(result.get(name), value));
  }
  return Object.fromEntries(result);
}

/** The same for an object of a fixed shape: null stays, so that it can be judged where it is not allowed. */
export function mergeMembers(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  return Object.fromEntries([...Object.entries(isObject(target) ? target : {}), ...Object.entries(patch)]);
}

/** How the members of one property are merged; a property without a rule is replaced as a whole. */
export type MergeRules = Readonly<Record<string, (target: unknown, patch: unknown) => unknown>>;

/** The representation of a row with a patch laid over it; what is no object is left to be judged as it is. */
export function mergeRow(row: object, patch: unknown, rules: MergeRules = {}): unknown {
  if (!isObject(patch)) return patch;
  const before = new Map<string, unknown>(Object.entries(row));
  const changes = Object.entries(patch).map(([name, value]) => {
    const merge = Object.hasOwn(rules, name) ? rules[name] : undefined;
    return [name, merge === undefined ? value : merge(before.get(name), value)] as const;
  });
  return Object.fromEntries([...before, ...changes]);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
