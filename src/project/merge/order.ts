/**
 * The order of members after a merge. The side that moved members decides (the user, where both did); what only the
 * other side has comes after the member that it followed there. At one place the generated ones come first.
 */
export interface Orders {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** @param kept keys that the result has */
export function mergeOrder({ base, mine, theirs }: Orders, kept: ReadonlySet<string>): string[] {
  const moved = !sameOrder(base, mine);
  const [spine, other] = moved ? [mine, theirs] : [theirs, mine];
  const result = spine.filter((key) => kept.has(key));
  const present = new Set(result);
  const [inBase, inOther] = [new Set(base), new Set(other)];
  other.forEach((key, index) => {
    if (present.has(key) || !kept.has(key)) return;
    const before = other.slice(0, index).findLast((candidate) => present.has(candidate));
    let place = before === undefined ? 0 : result.indexOf(before) + 1;
    const isNew = (candidate: string | undefined) =>
      !moved && candidate !== undefined && !inBase.has(candidate) && !inOther.has(candidate);
    while (isNew(result[place])) place++;
    result.splice(place, 0, key);
    present.add(key);
  });
  return result;
}

function sameOrder(base: readonly string[], other: readonly string[]): boolean {
  const [inBase, inOther] = [new Set(base), new Set(other)];
  const kept = base.filter((key) => inOther.has(key));
  const found = other.filter((key) => inBase.has(key));
  return kept.every((key, index) => key === found[index]);
}

/** Stretches between two members that all sides have, where both sides put something new. */
export function meetings({ base, mine, theirs }: Orders): { mine: string[]; theirs: string[] }[] {
  const inBase = new Set(base);
  const [m, t] = [
    additions(mine, inBase, new Set(theirs)),
    additions(theirs, inBase, new Set(mine)),
  ];
  return [...m].flatMap(([anchor, added]) => {
    const others = t.get(anchor);
    return others === undefined ? [] : [{ mine: added, theirs: others }];
  });
}

/** Whether between two members that all sides have, both took one out and at least one put something new. */
export function areReplaced({ base, mine, theirs }: Orders): boolean {
  const [inBase, inMine, inTheirs] = [new Set(base), new Set(mine), new Set(theirs)];
  const added = [additions(mine, inBase, inTheirs), additions(theirs, inBase, inMine)];
  let anchor = "";
  for (const key of base) {
    const [isMine, isTheirs] = [inMine.has(key), inTheirs.has(key)];
    if (isMine && isTheirs) anchor = key;
    else if (!isMine && !isTheirs && added.some((places) => places.has(anchor))) return true;
  }
  return false;
}

/** New keys by the last key before them that stays on all sides. */
function additions(
  keys: readonly string[],
  base: ReadonlySet<string>,
  other: ReadonlySet<string>,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let anchor = "";
  for (const key of keys) {
    if (!base.has(key) && !other.has(key)) found.set(anchor, [...(found.get(anchor) ?? []), key]);
    else if (base.has(key) && other.has(key)) anchor = key;
  }
  return found;
}
