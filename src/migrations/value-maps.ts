/** Values of an enum that become others. */

/** Old value → new value. */
export type ValueMap = Readonly<Record<string, string>>;

/**
 * What is to be done of what `map:` says: it stays valid after use, so only values that could be there and no longer can
 * be are mapped.
 * @param before null: nothing is known of the values that were there
 * @param after null: any value can be there
 */
export function mapOfGone(
  hinted: ValueMap | null | undefined,
  before: readonly string[] | null,
  after: readonly string[] | null,
): ValueMap {
  if (after === null) return {};
  return Object.fromEntries(
    Object.entries(hinted ?? {}).filter(
      ([from]) => !after.includes(from) && (before === null || before.includes(from)),
    ),
  );
}

/**
 * The way back: a new value becomes the old one that it was made of. The first, where there are several; none, where it
 * was there as well and its rows cannot be told apart.
 * @param before the values that were there; none are known of a list
 */
export function invertedMap(map: ValueMap, before: readonly string[]): ValueMap {
  const back = new Map<string, string>();
  for (const [from, to] of Object.entries(map)) {
    const stays = before.includes(to) && !Object.hasOwn(map, to);
    if (!stays && !back.has(to)) back.set(to, from);
  }
  return Object.fromEntries(back);
}
