/**
 * Values that YAML took apart: shorthand inside `{ }` is cut at commas, and everywhere at ` #`.
 * Each is put together again, so that it can be shown whole and corrected.
 */
import { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import { parseShorthand } from "./shorthand.ts";
import type { Entry, MapNode, ScalarNode } from "./tree.ts";

export interface Wreck {
  /** Key of the value that was taken apart. */
  readonly key: string;
  readonly at: Span;
  readonly whole: string;
}

/** As YAML takes it whole. */
export function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The whole of a shorthand that a comment seems to begin within; null where there is none, or it would not help. */
export function cutByComment(node: ScalarNode): Wreck | null {
  if (node.cutAt === null) {
    return null;
  }
  const { file, start } = node.at;
  const newline = file.text.indexOf("\n", start);
  const end = newline < 0 ? file.text.length : newline;
  const whole = file.text.slice(start, end).trimEnd();
  return isShorthand(whole) && !isShorthand(String(node.value))
    ? { key: "", at: { file, start, end: start + whole.length }, whole }
    : null;
}

/** More pieces than any real value is cut into; bounds the work. */
const mostPieces = 60;

/** Splits the entries of a flow map into whole ones and those that were one value once. */
export function mendFlowMap(map: MapNode): {
  readonly map: MapNode;
  readonly wrecks: readonly Wreck[];
} {
  const entries = [...map.entries.values()];
  if (!map.flow || !entries.some(isPiece)) {
    return { map, wrecks: [] };
  }
  const wrecks: Wreck[] = [];
  const kept = new Map<string, Entry>();
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined) {
      continue;
    }
    const wreck = wreckAt(entries, index);
    if (wreck === null) {
      kept.set(entry.key.source, entry);
    } else {
      wrecks.push(wreck);
      while (index + 1 < entries.length && startOf(entries[index + 1]) < wreck.at.end) {
        index++;
      }
    }
  }
  return { map: { ...map, entries: kept }, wrecks };
}

function startOf(entry: Entry | undefined): number {
  return entry?.key.at.start ?? Number.POSITIVE_INFINITY;
}

/** A key without a value, as a cut leaves behind. */
function isPiece(entry: Entry): boolean {
  return entry.value.kind === "scalar" && entry.value.style === "absent";
}

function wreckAt(entries: readonly Entry[], index: number): Wreck | null {
  const first = entries[index];
  if (first?.value.kind !== "scalar" || typeof first.value.value !== "string") {
    return null;
  }
  const { file, start } = first.value.at;
  for (let next = index + 1; next <= index + mostPieces; next++) {
    const piece = entries[next];
    if (piece === undefined || !isPiece(piece)) {
      return null;
    }
    const { end } = piece.key.at;
    const whole = file.text.slice(start, end);
    if (isShorthand(whole)) {
      return { key: first.key.source, at: { file, start, end }, whole };
    }
  }
  return null;
}

export function isShorthand(text: string): boolean {
  const nowhere: Span = { file: { path: "", text: "", lineStarts: [0] }, start: 0, end: 0 };
  return parseShorthand({ text, place: () => nowhere }, new Collector()) !== null;
}

/**
 * The value around an offset of a line where brackets within `{ }` broke the YAML itself: from after the last `: `
 * to the comma or brace that would have ended it. Null where the line holds no such map.
 */
export function brokenFlowValue(
  text: string,
  offset: number,
): { start: number; end: number } | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const colon = before.lastIndexOf(": ");
  const brace = before.lastIndexOf("{", colon);
  if (colon < 0 || brace < 0 || before.length > 10_000) {
    return null;
  }
  const start = lineStart + colon + 2 + (/^ */.exec(before.slice(colon + 2))?.[0].length ?? 0);
  let depth = 0;
  let end = start;
  for (; end < text.length && text.charAt(end) !== "\n"; end++) {
    const character = text.charAt(end);
    if ("([{".includes(character)) {
      depth++;
    } else if (")]}".includes(character)) {
      depth--;
      if (depth < 0) {
        break;
      }
    } else if (character === "," && depth === 0) {
      break;
    }
  }
  const whole = text.slice(start, end).trimEnd();
  return /^["'|>&*!]/.test(whole) || whole === "" ? null : { start, end: start + whole.length };
}
