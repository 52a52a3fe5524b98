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

/** How what a patch says of one value is laid over the value that is there. */
export type Merge = (target: unknown, patch: unknown) => unknown;

/**
 * The same for an object of a fixed shape: null stays, so that it can be judged where it is not allowed.
 *
 * @param rules how members are merged; one without a rule is replaced as a whole
 */
export function mergeMembers(rules: Readonly<Record<string, Merge>> = {}): Merge {
  return (target, patch) => {
    if (!isObject(patch)) return patch;
    const before = new Map(Object.entries(isObject(target) ? target : {}));
    const changes = Object.entries(patch).map(([name, value]) => {
      const merge = Object.hasOwn(rules, name) ? rules[name] : undefined;
      return [name, merge === undefined ? value : merge(before.get(name), value)] as const;
    });
    return Object.fromEntries([...before, ...changes]);
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
