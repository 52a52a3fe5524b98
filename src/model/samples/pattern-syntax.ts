/** The structure of a pattern, for making texts that match it. Reads the `ecma` form, which the language has printed. */

export type PatternNode =
  | { readonly kind: "characters"; readonly ranges: readonly CharacterRange[] }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly min: number;
      readonly max: number | null;
    }
  /** `^`, `$`, `\b`, `\B`: take no character; whether they hold is for the regular expression to say. */
  | { readonly kind: "assertion"; readonly text: string };

/** Code points, both ends included. */
export type CharacterRange = readonly [number, number];

const digits: readonly CharacterRange[] = [[0x30, 0x39]];
const wordCharacters: readonly CharacterRange[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x5f, 0x5f],
];
const spaces: readonly CharacterRange[] = [
  [0x20, 0x20],
  [0x09, 0x0d],
];
/** What a dot or a negated class is drawn from: printable ASCII first. */
const printable: readonly CharacterRange[] = [[0x20, 0x7e]];
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 };

/** @throws where the text is not of the subset that the language admits. */
export function parsePattern(ecma: string): PatternNode {
  const characters = [...ecma];
  let at = 0;
  const node = choice();
  if (at < characters.length) throw new Error(`Unexpected ${characters[at]} in pattern ${ecma}.`);
  return node;

  function choice(): PatternNode {
    const parts = [sequence()];
    while (characters[at] === "|") {
      at += 1;
      parts.push(sequence());
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: "choice", parts };
  }

  function sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (at < characters.length && characters[at] !== "|" && characters[at] !== ")") {
      parts.push(repeated(atom()));
    }
    return { kind: "sequence", parts };
  }

  function atom(): PatternNode {
    const character = next();
    switch (character) {
      case "(": {
        if (characters[at] === "?") at += 2;
        const inner = choice();
        if (next() !== ")") throw new Error(`An open group in pattern ${ecma}.`);
        return inner;
      }
      case "[":
        return characterClass();
      case ".":
        return { kind: "characters", ranges: printable };
      case "^":
      case "$":
        return { kind: "assertion", text: character };
      case "\\":
        return escape();
      default:
        return one(character);
    }
  }

  function escape(): PatternNode {
    const letter = next();
    if (letter === "b" || letter === "B") return { kind: "assertion", text: `\\${letter}` };
    return { kind: "characters", ranges: escapedSet(letter) };
  }

  function escapedSet(letter: string): readonly CharacterRange[] {
    if (letter === "d") return digits;
    if (letter === "w") return wordCharacters;
    if (letter === "s") return spaces;
    if (letter === "D") return without(digits);
    if (letter === "W") return without(wordCharacters);
    if (letter === "S") return without(spaces);
    if (letter === "x") return single(codePoint(2));
    if (letter === "u") return single(unicodeEscape());
    return single(controls[letter] ?? letter.codePointAt(0) ?? 0);
  }

  function unicodeEscape(): number {
    if (characters[at] !== "{") return codePoint(4);
    const end = characters.indexOf("}", at);
    const value = Number.parseInt(characters.slice(at + 1, end).join(""), 16);
    at = end + 1;
    return value;
  }

  function codePoint(length: number): number {
    const value = Number.parseInt(characters.slice(at, at + length).join(""), 16);
    at += length;
    return value;
  }

  function characterClass(): PatternNode {
    const negated = characters[at] === "^";
    if (negated) at += 1;
    const ranges: CharacterRange[] = [];
    while (characters[at] !== "]") {
      const from = member();
      const start = from[0];
      if (characters[at] === "-" && characters[at + 1] !== "]" && from.length === 1 && start) {
        at += 1;
        ranges.push([start[0], member()[0]?.[0] ?? start[0]]);
      } else {
        ranges.push(...from);
      }
    }
    at += 1;
    return { kind: "characters", ranges: negated ? without(ranges) : ranges };
  }

  function member(): readonly CharacterRange[] {
    const character = next();
    if (character !== "\\") return single(character.codePointAt(0) ?? 0);
    const letter = next();
    return letter === "b" ? single(8) : escapedSet(letter);
  }

  function repeated(part: PatternNode): PatternNode {
    const bounds = quantifier();
    if (!bounds) return part;
    if (characters[at] === "?") at += 1;
    return repeated({ kind: "repeat", part, min: bounds[0], max: bounds[1] });
  }

  function quantifier(): readonly [number, number | null] | null {
    const character = characters[at];
    if (character === "*" || character === "+" || character === "?") {
      at += 1;
      return [character === "+" ? 1 : 0, character === "?" ? 1 : null];
    }
    if (character !== "{") return null;
    const end = characters.indexOf("}", at);
    const [min = "0", max] = characters
      .slice(at + 1, end)
      .join("")
      .split(",");
    at = end + 1;
    if (max === undefined) return [Number(min), Number(min)];
    return [Number(min), max === "" ? null : Number(max)];
  }

  function next(): string {
    const character = characters[at];
    if (character === undefined) throw new Error(`Pattern ${ecma} ends too early.`);
    at += 1;
    return character;
  }
}

function one(character: string): PatternNode {
  return { kind: "characters", ranges: single(character.codePointAt(0) ?? 0) };
}

function single(code: number): readonly CharacterRange[] {
  return [[code, code]];
}

/** What printable ASCII is left, else the letters of Latin-1 and Greek, which no ASCII class holds. */
function without(ranges: readonly CharacterRange[]): readonly CharacterRange[] {
  const isLeft = (code: number) => !ranges.some(([from, to]) => from <= code && code <= to);
  const candidates = (from: number, to: number): CharacterRange[] => {
    const left: CharacterRange[] = [];
    for (let code = from; code <= to; code += 1) if (isLeft(code)) left.push([code, code]);
    return left;
  };
  const ascii = candidates(0x20, 0x7e);
  return ascii.length > 0 ? ascii : candidates(0xc0, 0x3ff);
}
