/**
 * Structural merge: members of the three sides are paired by key, each pair is merged alone, and the spans of the
 * texts themselves are put together again. It knows no language; `outline.ts` is what a reader tells it.
 */
import { mergeLines } from "./diff3.ts";
import { areReplaced, mergeOrder, meetings } from "./order.ts";
import type { Container } from "./outline.ts";
import { conflictsOf, joined, type Conflict, type Piece } from "./pieces.ts";
import { tile, type Tile, type Tiling } from "./tiles.ts";

export interface Version {
  readonly text: string;
  readonly container: Container;
}

export interface Policy {
  /** Keyed files: what the user took out stays out, what they changed stays, whatever happened to it here. */
  readonly settleDeletions: boolean;
  /** Settles a value that both sides changed, by its key and the three texts; null: it is a conflict. */
  readonly settleValue: (key: string, sides: Conflict) => string | null;
}

export const CODE: Policy = { settleDeletions: false, settleValue: () => null };

export interface Versions {
  readonly base: Version | null;
  readonly mine: Version;
  readonly theirs: Version;
}

/** Contents of a container. Where they cannot be taken apart, their lines are merged. */
export function mergeContainers(versions: Versions, policy: Policy): Piece[] {
  const { base, mine, theirs } = versions;
  const texts = { base: contents(base), mine: contents(mine), theirs: contents(theirs) };
  const picked = base === null && texts.mine !== texts.theirs ? null : pick(texts);
  if (picked !== null) return [picked];
  const tilings = {
    base: base === null ? EMPTY : tile(base.text, base.container),
    mine: tile(mine.text, mine.container),
    theirs: tile(theirs.text, theirs.container),
  };
  if (tilings.base === null || tilings.mine === null || tilings.theirs === null)
    return mergeLines(texts);
  const sides = { base: tilings.base, mine: tilings.mine, theirs: tilings.theirs };
  if (areEntangled(sides, mine.container) || isReplaced(sides, policy)) return mergeLines(texts);
  return joined(assemble(versions, sides, policy));
}

interface Tilings {
  readonly base: Tiling;
  readonly mine: Tiling;
  readonly theirs: Tiling;
}

const EMPTY: Tiling = { first: "", tiles: [], foot: "" };

/** The text that stands when at most one side changed it. */
function pick({ base, mine, theirs }: Conflict): string | null {
  if (mine === theirs || theirs === base) return mine;
  return mine === base ? theirs : null;
}

function contents(version: Version | null): string {
  return version === null ? "" : version.text.slice(version.container.start, version.container.end);
}

function keys(tiling: Tiling): string[] {
  return tiling.tiles.map(keyOf);
}

function keyOf({ member }: Tile): string {
  return member.key;
}

/**
 * Both sides put something at one place. Declarations and registrations of ours may stand before whatever the user put
 * there; other statements may depend on each other. Where both also took out the same member, each most likely replaced
 * it in its own way.
 */
function areEntangled(sides: Tilings, { ordered }: Container): boolean {
  const orders = { base: keys(sides.base), mine: keys(sides.mine), theirs: keys(sides.theirs) };
  const meeting = meetings(orders);
  if (meeting.length === 0) return false;
  const [mine, theirs] = [new Set(orders.mine), new Set(orders.theirs)];
  if (orders.base.some((key) => !mine.has(key) && !theirs.has(key))) return true;
  if (!ordered) return false;
  const free = new Set(sides.theirs.tiles.filter(({ member }) => member.free).map(keyOf));
  return meeting.some((place) => !place.theirs.every((key) => free.has(key)));
}

/**
 * A member is gone on both sides, and one of them put something in its place: the member itself, changed so that it goes by
 * another key (an element by its text), or what was put around it. The other side took it out, so a person must decide.
 * The keys of keyed files do not change with what they hold.
 */
function isReplaced(sides: Tilings, { settleDeletions }: Policy): boolean {
  if (settleDeletions) return false;
  return areReplaced({
    base: keys(sides.base),
    mine: keys(sides.mine),
    theirs: keys(sides.theirs),
  });
}

/** A member in the result, still without its separator. */
interface Placed {
  readonly tile: Tile;
  readonly lead: string | null;
  readonly content: readonly Piece[];
  /** Text that stays in front of the content and takes no part in it. */
  readonly comments: readonly Piece[];
}

function assemble(versions: Versions, sides: Tilings, policy: Policy): Piece[] {
  const placed = placeMembers(versions, sides, policy);
  const { separator } = versions.mine.container;
  const first = frame(sides, "first");
  const foot = frame(sides, "foot");
  const usual = usualLead(sides, first);
  const ends = pick({
    base: lastSeparator(sides.base),
    mine: lastSeparator(sides.mine),
    theirs: lastSeparator(sides.theirs),
  });
  const pieces: Piece[] = [placed.length === 0 ? "" : opening(sides, placed[0]?.tile, first)];
  placed.forEach(({ tile: { separator: own, trail }, lead, content, comments }, index) => {
    const isLast = index === placed.length - 1;
    const following = placed[index + 1];
    const nextLead = following === undefined ? "\n" : (following.lead ?? usual);
    const end = isLast && separator === "," ? (ends ?? lastSeparator(sides.mine)) : own;
    const divided = !isLast && separator !== "" && (separator === "," || !nextLead.includes("\n"));
    const closing = end === "" && divided ? separator : end;
    const body: Piece[] = [...comments, ...content];
    const leading = index === 0 ? "" : fitting(lead ?? usual, first, separator);
    pieces.push(...enclose(leading, body, closing + trail));
  });
  return [...pieces, foot];
}

/** In front of a comment the user may have less white space than before a member; what comes to stand there is a member. */
function opening({ mine, theirs }: Tilings, first: Tile | undefined, usual: string): string {
  const [own, other] = [mine.tiles[0], theirs.tiles[0]];
  const isTheirs = first !== undefined && first === other && own?.member.key !== keyOf(first);
  const isBlank = (usual + theirs.first).trim() === "";
  return isTheirs && isBlank && own?.comments !== "" ? theirs.first : usual;
}

/** A conflict over a whole member takes its white space and separator along; nothing is left of it where it is gone. */
function enclose(before: string, body: readonly Piece[], after: string): Piece[] {
  const [only] = body;
  if (body.length !== 1 || only === undefined || typeof only === "string")
    return [before, ...body, after];
  if (only.mine !== "" && only.theirs !== "") return [before, only, after];
  const wrap = (text: string) => (text === "" ? "" : before + text + after);
  return [{ base: wrap(only.base), mine: wrap(only.mine), theirs: wrap(only.theirs) }];
}

function placeMembers(versions: Versions, sides: Tilings, policy: Policy): Placed[] {
  const [base, mine, theirs] = [byKey(sides.base), byKey(sides.mine), byKey(sides.theirs)];
  const results = new Map<string, Placed>();
  for (const key of new Set([...theirs.keys(), ...mine.keys()])) {
    const result = mergeMember(
      versions,
      { key, base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) },
      policy,
    );
    if (result !== null) results.set(key, result);
  }
  const orders = { base: [...base.keys()], mine: [...mine.keys()], theirs: [...theirs.keys()] };
  // Among statements, what the user took out or put into a block still says what comes before and after it.
  const gone = versions.mine.container.ordered ? orders.theirs : [];
  const order = mergeOrder(orders, new Set([...results.keys(), ...gone]));
  return order.flatMap((key) => results.get(key) ?? []);
}

function byKey(tiling: Tiling): Map<string, Tile> {
  return new Map(tiling.tiles.map((one) => [one.member.key, one]));
}

interface Three {
  readonly key: string;
  readonly base: Tile | undefined;
  readonly mine: Tile | undefined;
  readonly theirs: Tile | undefined;
}

/** Null where the member is gone. */
function mergeMember(versions: Versions, three: Three, policy: Policy): Placed | null {
  const { base, mine, theirs } = three;
  if (mine === undefined || theirs === undefined) {
    const only = mine ?? theirs;
    if (only === undefined) return null;
    return base === undefined ? whole(only) : removed(three, only, base, policy);
  }
  const lead = pick({ base: base?.lead ?? "", mine: mine.lead ?? "", theirs: theirs.lead ?? "" });
  const comments = pieceOf({
    base: base?.comments ?? "",
    mine: mine.comments,
    theirs: theirs.comments,
  });
  const content = mergeBodies(versions, { ...three, mine, theirs }, policy);
  const trail = pick({ base: base?.trail ?? "", mine: mine.trail, theirs: theirs.trail });
  return {
    tile: { ...mine, separator: mine.separator || theirs.separator, trail: trail ?? mine.trail },
    lead: lead === null || lead === "" ? (mine.lead ?? theirs.lead) : lead,
    comments,
    content,
  };
}

function whole(only: Tile): Placed {
  return {
    tile: only,
    lead: only.lead,
    content: [only.body],
    comments: [only.comments].filter(Boolean),
  };
}

function removed(three: Three, only: Tile, base: Tile, policy: Policy): Placed | null {
  const isMine = only === three.mine;
  if (policy.settleDeletions)
    return isMine && contentOf(only) !== contentOf(base) ? whole(only) : null;
  if (contentOf(only) === contentOf(base)) return null;
  const text = only.comments + only.body;
  const conflict = {
    base: base.comments + base.body,
    mine: isMine ? text : "",
    theirs: isMine ? "" : text,
  };
  return { tile: only, lead: only.lead, content: [conflict], comments: [] };
}

function contentOf({ comments, body, trail }: Tile): string {
  return comments + body + trail;
}

function pieceOf(sides: Conflict): Piece[] {
  const text = pick(sides);
  if (text !== null) return text === "" ? [] : [text];
  return mergeLines(sides);
}

function mergeBodies(
  versions: Versions,
  three: Three & { readonly mine: Tile; readonly theirs: Tile },
  policy: Policy,
): Piece[] {
  const { base, mine, theirs } = three;
  const texts = { base: base?.body ?? "", mine: mine.body, theirs: theirs.body };
  if (mine.body === theirs.body) return [mine.body];
  const picked = base === undefined ? null : pick(texts);
  if (picked !== null) return [picked];
  const inside = mergeInside(versions, three, policy);
  if (inside !== null && conflictsOf(inside).length === 0) return inside;
  const settled = policy.settleValue(three.key, texts);
  if (settled !== null) return [settled];
  const lines = base === undefined ? [texts] : mergeLines(texts);
  if (conflictsOf(lines).length === 0) return lines;
  return inside ?? [texts];
}

/** Through the containers of a member, where all sides have the same; null where they have not. */
function mergeInside(
  { base, mine, theirs }: Versions,
  three: Three & { readonly mine: Tile; readonly theirs: Tile },
  policy: Policy,
): Piece[] | null {
  const before = three.base?.member.containers ?? three.mine.member.containers;
  const [ours, others] = [three.mine.member.containers, three.theirs.member.containers];
  if (ours.length === 0 || shape(before) !== shape(ours) || shape(ours) !== shape(others))
    return null;
  const fragments = {
    base: three.base === undefined || base === null ? null : between(base.text, three.base),
    mine: between(mine.text, three.mine),
    theirs: between(theirs.text, three.theirs),
  };
  const pieces: Piece[] = [];
  for (const [place, text] of fragments.mine.entries()) {
    const other = fragments.theirs[place] ?? "";
    if (fragments.base === null && text !== other) return null;
    const merged = pieceOf({ base: fragments.base?.[place] ?? text, mine: text, theirs: other });
    if (conflictsOf(merged).length > 0) return null;
    pieces.push(...merged);
    const [own, theirOwn, baseOwn] = [
      ours[place],
      others[place],
      three.base?.member.containers[place],
    ];
    if (own === undefined || theirOwn === undefined) continue;
    const inner = {
      base: base === null || baseOwn === undefined ? null : { text: base.text, container: baseOwn },
      mine: { text: mine.text, container: own },
      theirs: { text: theirs.text, container: theirOwn },
    };
    pieces.push(...mergeContainers(inner, policy));
  }
  return joined(pieces);
}

function shape(containers: readonly Container[]): string {
  return containers.map(({ kind }) => kind).join(" ");
}

/** The texts of a member around its containers. */
function between(text: string, { member, body }: Tile): string[] {
  const starts = [member.start, ...member.containers.map(({ end }) => end)];
  const ends = [...member.containers.map(({ start }) => start), member.end];
  const parts = starts.map((start, place) => text.slice(start, ends[place]));
  const glue = body.slice(member.end - member.start);
  return parts.map((part, place) => (place === parts.length - 1 ? part + glue : part));
}

/** White space and comments at the edges of a container; of white space alone, the user's stays. */
function frame(sides: Tilings, edge: "first" | "foot"): string {
  const texts = { base: sides.base[edge], mine: sides.mine[edge], theirs: sides.theirs[edge] };
  if (edge === "first") {
    if (sides.mine.tiles.length === 0) return texts.theirs;
    if (sides.theirs.tiles.length === 0) return texts.mine;
  }
  const picked = pick(texts);
  if (picked !== null) return picked;
  const merged = mergeLines(texts);
  const only = conflictsOf(merged).length === 0 ? merged.join("") : null;
  return only ?? texts.mine;
}

function lastSeparator(tiling: Tiling): string {
  return tiling.tiles.at(-1)?.separator ?? "";
}

/** How members that were first in their own text are set off from the one before them. */
function usualLead(sides: Tilings, first: string): string {
  for (const side of [sides.mine, sides.theirs, sides.base]) {
    const lead = side.tiles.find((one) => one.lead !== null)?.lead;
    if (lead !== undefined && lead !== null) return lead;
  }
  const feed = first.lastIndexOf("\n");
  return feed === -1 ? (first === "" ? "\n" : first) : first.slice(feed);
}

/** A list that one side broke over lines: what the other added goes on a line of its own too. */
function fitting(lead: string, first: string, separator: Container["separator"]): string {
  const feed = first.lastIndexOf("\n");
  return separator === "" || feed === -1 || lead.includes("\n") ? lead : first.slice(feed);
}
