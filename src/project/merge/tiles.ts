/**
 * A container cut into members and what lies between them, without a gap: comments stay with the member below them, or
 * with the one whose line they end.
 */
import type { Container, Member } from "./outline.ts";

/** `lead + comments + body + separator + trail`, one after the other, are the container's text. */
export interface Tile {
  readonly member: Member;
  /** White space before it; null for the first, whose white space belongs to the container. */
  readonly lead: string | null;
  readonly comments: string;
  readonly body: string;
  readonly separator: string;
  /** Comment at the end of its line. */
  readonly trail: string;
}

export interface Tiling {
  /** From the opening bracket to the first member or its comments. */
  readonly first: string;
  readonly tiles: readonly Tile[];
  readonly foot: string;
}

/** Null where something stands between the members that is neither space, comment nor separator. */
export function tile(text: string, container: Container): Tiling | null {
  const { members, start, end } = container;
  const gaps = [start, ...members.map((member) => member.end)].map((from, index) =>
    cut(text.slice(from, members[index]?.start ?? end), container),
  );
  if (!gaps.every((gap) => gap !== null)) return null;
  const [opening] = gaps;
  if (opening === undefined || opening.glue !== "" || opening.separator !== "") return null;
  if (members.length === 0) return { first: "", tiles: [], foot: text.slice(start, end) };
  const tiles = members.map((member, index) => {
    const [before, after] = [gaps[index], gaps[index + 1]];
    return {
      member,
      lead: index === 0 ? null : (before?.lead ?? ""),
      comments: before?.comments ?? "",
      body: text.slice(member.start, member.end) + (after?.glue ?? ""),
      separator: after?.separator ?? "",
      trail: after?.trail ?? "",
    };
  });
  const closing = gaps.at(-1);
  const foot = closing === undefined ? "" : closing.lead + closing.comments;
  return { first: opening.trail + opening.lead, tiles, foot };
}

interface Gap {
  /** Up to the separator, where more than nothing is there. */
  readonly glue: string;
  readonly separator: string;
  readonly trail: string;
  readonly lead: string;
  readonly comments: string;
}

const TOKENS = {
  slashes: /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|[,;]/y,
  hash: /\s+|#[^\n]*|[,;]/y,
};

function cut(gap: string, container: Container): Gap | null {
  const tokens = tokenize(gap, TOKENS[container.comments]);
  if (tokens === null) return null;
  const place = tokens.findIndex((token) => token === "," || token === ";");
  const separator = tokens[place] ?? "";
  if (separator !== "" && !allowed(separator, container)) return null;
  const glue = tokens.slice(0, Math.max(place, 0)).join("");
  const rest = tokens.slice(place + 1);
  if (rest.some((token) => token === "," || token === ";")) return null;
  const ending = endOfLine(rest);
  const trail = rest.slice(0, ending).join("");
  const below = rest.slice(ending);
  const lead = below[0]?.trim() === "" ? below[0] : "";
  return { glue, separator, trail, lead, comments: below.join("").slice(lead.length) };
}

function allowed(separator: string, container: Container): boolean {
  return container.separator === ";" || container.separator === separator;
}

function tokenize(gap: string, token: RegExp): string[] | null {
  const tokens: string[] = [];
  for (let place = 0; place < gap.length;) {
    token.lastIndex = place;
    const [found] = token.exec(gap) ?? [];
    if (found === undefined) return null;
    tokens.push(found);
    place += found.length;
  }
  return tokens;
}

/** Number of the tokens that belong to the line above: up to its last comment, if nothing but its end follows. */
function endOfLine(tokens: readonly string[]): number {
  let last = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.trim() !== "") last = index + 1;
    else if (token.includes("\n")) return last;
  }
  return tokens[last - 1]?.startsWith("/*") === true ? 0 : last;
}
