/**
 * One generated file that the user edited and whose output changed: what was generated last (base), what is there
 * (mine) and what is generated now (theirs), merged. Texts in, text out; bytes and disk are the caller's business.
 */
import { alignToLines } from "./align.ts";
import { mergeLines, narrow, type Sides } from "./diff3.ts";
import { faultOf } from "./guard.ts";
import { jsonPrinter } from "./json.ts";
import { languageOf, type Language } from "./languages.ts";
import { splitLines } from "./lines.ts";
import type { Outline } from "./outline.ts";
import { conflictsOf, settle, type Conflict, type Piece } from "./pieces.ts";
import type { RunPython } from "./python.ts";
import { reformat, type Format } from "./reformat.ts";
import { renameGenerated, type Rename } from "./renames.ts";
import { mergeContainers } from "./structure.ts";

export interface MergeRequest extends Sides {
  /** Decides the language. */
  readonly path: string;
  readonly renames: readonly Rename[];
  /** The formatter of the user's project, with its settings; null: none is known. */
  readonly format: Format | null;
  readonly runPython: RunPython | null;
}

/** What it took to merge. */
export type Level = "text" | "formatter" | "rename" | "structure";

export interface Merged {
  /** `same`: both sides are equal. `mine`, `theirs`: only that side changed. */
  readonly status: "same" | "mine" | "theirs" | "merged" | "conflict";
  readonly level: Level;
  /** The result; in a conflict with the user's text wherever both changed the same. */
  readonly text: string;
  /** The result with its conflicts, for `printMarkers`. */
  readonly pieces: readonly Piece[];
  readonly conflicts: readonly Conflict[];
}

export async function mergeFile(request: MergeRequest): Promise<Merged> {
  const { base, mine, theirs } = request;
  if (mine === theirs) return unchanged("same", mine);
  if (base === theirs) return unchanged("mine", mine);
  if (base === mine) return unchanged("theirs", theirs);
  const ending = mine.endsWith("\n") === base.endsWith("\n") ? theirs : mine;
  const sides = { base: closed(base), mine: closed(mine), theirs: closed(theirs) };
  const language = languageOf(request.path, request.runPython);
  const best = await bestOf(await variants(sides, request), language);
  const pieces = ending.endsWith("\n") ? best.pieces : withoutFinalFeed(best.pieces);
  const conflicts = conflictsOf(pieces);
  const text = settle(pieces, "mine");
  return {
    status: conflicts.length > 0 ? "conflict" : "merged",
    level: best.level,
    text,
    pieces,
    conflicts,
  };
}

function unchanged(status: "same" | "mine" | "theirs", text: string): Merged {
  return {
    status,
    level: "text",
    text,
    pieces: text === "" ? [] : [text],
    conflicts: [],
  };
}

interface Variant {
  readonly sides: Sides;
  readonly level: Level;
}

interface Attempt extends Variant {
  readonly pieces: readonly Piece[];
}

/** The texts in the user's format and under the new names, and as they are, for where that makes matters worse. */
async function variants(sides: Sides, request: MergeRequest): Promise<Variant[]> {
  const plain: Variant = { sides, level: "text" };
  const format =
    request.format ?? (request.path.endsWith(".json") ? jsonPrinter(sides.mine) : null);
  const formatted = format === null ? sides : await reformat(sides, format);
  const renamed = renameGenerated(formatted, request.renames);
  if (
    renamed !== formatted &&
    (renamed.base !== formatted.base || renamed.mine !== formatted.mine)
  ) {
    return [{ sides: renamed, level: "rename" }, plain];
  }
  return formatted === sides ? [plain] : [{ sides: formatted, level: "formatter" }, plain];
}

/** The first that is clean, else the one with the fewest conflicts. */
async function bestOf(all: readonly Variant[], language: Language | null): Promise<Attempt> {
  let best: Attempt | null = null;
  for (const variant of all) {
    const attempt = await attemptMerge(variant, language);
    const count = conflictsOf(attempt.pieces).length;
    if (count === 0) return attempt;
    if (best === null || count < conflictsOf(best.pieces).length) best = attempt;
  }
  if (best === null) throw new Error("there is always a variant to merge");
  return best;
}

async function attemptMerge(variant: Variant, language: Language | null): Promise<Attempt> {
  const { sides } = variant;
  const lines = mergeLines(sides);
  if (language === null) return { ...variant, pieces: lines };
  if (language.keyed) {
    const keyed = await mergeStructure(sides, language);
    if (keyed !== null && isBetter(keyed, lines))
      return { ...variant, level: "structure", pieces: keyed };
  }
  const isClean = conflictsOf(lines).length === 0;
  if (isClean && (await faultIn(lines, sides, language)) === null)
    return { ...variant, pieces: lines };
  const structure = language.keyed ? null : await mergeStructure(sides, language);
  if (structure !== null && (isClean || isBetter(structure, lines))) {
    return { ...variant, level: "structure", pieces: structure };
  }
  return { ...variant, pieces: isClean ? whole(sides) : lines };
}

/** Fewer conflicts, or as many that hold less. */
function isBetter(structure: readonly Piece[], lines: readonly Piece[]): boolean {
  const [own, other] = [conflictsOf(structure), conflictsOf(lines)];
  return (
    own.length === 0 ||
    own.length < other.length ||
    (own.length === other.length && size(own) < size(other))
  );
}

function size(conflicts: readonly Conflict[]): number {
  return conflicts.reduce((sum, { mine, theirs }) => sum + mine.length + theirs.length, 0);
}

/** Null where the texts cannot be read, or what comes out has a fault, whichever side settles its conflicts. */
async function mergeStructure(sides: Sides, language: Language): Promise<readonly Piece[] | null> {
  const outlines = await language.read([sides.base, sides.mine, sides.theirs]);
  const [base, mine, theirs] = outlines.map(readable);
  if (!base || !mine || !theirs) return null;
  const merged = mergeContainers(
    {
      base: { text: sides.base, container: base },
      mine: { text: sides.mine, container: mine },
      theirs: { text: sides.theirs, container: theirs },
    },
    language.policy,
  );
  const pieces = alignToLines(merged);
  return (await faultIn(pieces, sides, language)) === null ? pieces : null;
}

function readable({ root, faults }: Outline) {
  return faults === 0 ? root : null;
}

async function faultIn(
  pieces: readonly Piece[],
  sides: Sides,
  language: Language,
): Promise<string | null> {
  const inputs = [sides.base, sides.mine, sides.theirs];
  const results =
    conflictsOf(pieces).length === 0 ? ["mine" as const] : (["mine", "theirs"] as const);
  const texts = results.map((side) => settle(pieces, side));
  const outlines = await language.read([...inputs, ...texts]);
  const before = outlines.slice(0, inputs.length);
  for (const [index, text] of texts.entries()) {
    const outline = outlines[inputs.length + index];
    const reference = results[index] === "theirs" ? { ...sides, mine: sides.base } : sides;
    const fault = outline === undefined ? null : faultOf(text, reference, [...before, outline]);
    if (fault !== null) return fault;
  }
  return null;
}

/** A merge that is clean by its lines and wrong all the same: what differs is left to the user as one conflict. */
function whole({ base, mine, theirs }: Sides): Piece[] {
  return narrow(splitLines(base), splitLines(mine), splitLines(theirs));
}

function closed(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function withoutFinalFeed(pieces: readonly Piece[]): Piece[] {
  const last = pieces.at(-1);
  if (typeof last !== "string") return [...pieces];
  return [...pieces.slice(0, -1), last.replace(/\n$/, "")];
}
