/**
 * The safe subset of regular expressions: what ECMAScript, Python and PostgreSQL can be made to read alike, and match in
 * time that is bounded. No look-around, back-reference, named group, word boundary, inline flag or Unicode property.
 */
import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import { judgeCost } from "./pattern-cost.ts";
import { printEcma, printPostgres, printPython } from "./pattern-print.ts";
import type { Pattern } from "./pattern.ts";
import {
  blanks,
  digits,
  lastCodePoint,
  normalised,
  wordCharacters,
  type CharacterSet,
  type PatternNode,
  type Range,
} from "./pattern-tree.ts";

const longestPattern = 500;
const mostRepeats = 1000;
const deepestGroup = 20;

/** Null after a fault, which is collected. `maxLength` is that of the texts to be judged; null for no limit. */
export function parsePattern(
  source: string,
  at: Span,
  maxLength: number | null,
  collector: Collector,
): Pattern | null {
  if (source.length > longestPattern) {
    collector.report("RW1806", { limit: longestPattern }, at);
    return null;
  }
  try {
    const tree = new PatternParser(source, at, collector).parse();
    if (!judgeCost(tree, at, maxLength, collector)) {
      return null;
    }
    return {
      source,
      ecma: printEcma(tree),
      python: printPython(tree),
      postgres: printPostgres(tree),
    };
  } catch (error) {
    if (error instanceof Refused) {
      return null;
    }
    throw error;
  }
}

/** Ends the parse after a fault has been reported. */
class Refused extends Error {}

const meta = new Set("^$\\.*+?()[]{}|/-");
const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11 };
const classes: Readonly<Record<string, CharacterSet>> = {
  d: { negated: false, ranges: digits },
  D: { negated: true, ranges: digits },
  w: { negated: false, ranges: wordCharacters },
  W: { negated: true, ranges: wordCharacters },
  s: { negated: false, ranges: blanks },
  S: { negated: true, ranges: blanks },
};

class PatternParser {
  readonly #source: string;
  readonly #span: Span;
  readonly #collector: Collector;
  #at = 0;

  constructor(source: string, span: Span, collector: Collector) {
    this.#source = source;
    this.#span = span;
    this.#collector = collector;
  }

  parse(): PatternNode {
    if (this.#source === "") {
      this.#wrong("nothing in it", 0);
    }
    const tree = this.#choice(0);
    if (this.#at < this.#source.length) {
      this.#wrong("a `)` without its `(`", this.#at);
    }
    return tree;
  }

  #choice(depth: number): PatternNode {
    if (depth > deepestGroup) {
      this.#wrong(`groups more than ${deepestGroup} deep`, this.#at);
    }
    const options = [this.#sequence(depth)];
    while (this.#take("|")) {
      options.push(this.#sequence(depth));
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #sequence(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    const start = this.#at;
    while (this.#at < this.#source.length && !"|)".includes(this.#peek())) {
      parts.push(this.#repeated(depth));
    }
    if (parts.length === 0) {
      this.#wrong("an empty group or alternative", start);
    }
    return { kind: "sequence", parts };
  }

  #repeated(depth: number): PatternNode {
    const start = this.#at;
    const body = this.#atom(depth);
    const count = this.#quantifier();
    if (count === null) {
      return body;
    }
    if (body.kind === "start" || body.kind === "end") {
      this.#wrong("a repeated anchor", start);
    }
    if ("*+?".includes(this.#peek()) && this.#peek() !== "" && !this.#take("?")) {
      this.#wrong("a repeat of a repeat", this.#at);
    }
    return { kind: "repeat", body, ...count };
  }

  #quantifier(): { readonly min: number; readonly max: number | null } | null {
    if (this.#take("*")) {
      return { min: 0, max: null };
    }
    if (this.#take("+")) {
      return { min: 1, max: null };
    }
    if (this.#take("?")) {
      return { min: 0, max: 1 };
    }
    if (this.#peek() !== "{") {
      return null;
    }
    const start = this.#at;
    const written = /^\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/.exec(this.#source.slice(start, start + 20));
    if (written === null) {
      this.#wrong("a `{` that begins no count", start);
    }
    this.#at += written[0].length;
    const min = Number(written[1]);
    const max =
      written[2] === undefined ? min : written[3] === undefined ? null : Number(written[3]);
    if (Math.max(min, max ?? 0) > mostRepeats) {
      this.#report("RW1803", { limit: mostRepeats }, start);
    }
    if (max !== null && (max < min || max === 0)) {
      this.#wrong("a count that ends before it begins", start);
    }
    return { min, max };
  }

  #atom(depth: number): PatternNode {
    const start = this.#at;
    const character = this.#next();
    switch (character) {
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case ".":
        return { kind: "set", set: { negated: true, ranges: [[10, 10]] } };
      case "(":
        return this.#group(start, depth);
      case "[":
        return { kind: "set", set: this.#class(start) };
      case "\\":
        return { kind: "set", set: this.#escape(start) };
      case "*":
      case "+":
      case "?":
      case "{":
        return this.#wrong(`nothing before \`${character}\` to repeat`, start);
      case "]":
      case "}":
        return this.#wrong(`a \`${character}\` without its beginning`, start);
      default:
        return { kind: "set", set: { negated: false, ranges: [this.#single(character, start)] } };
    }
  }

  #group(start: number, depth: number): PatternNode {
    if (this.#take("?")) {
      if (!this.#take(":")) {
        const what = /^\?(?:[=!]|<[=!])/.test(this.#source.slice(start + 1, start + 4))
          ? "look-around"
          : "a named group or inline flag";
        this.#report("RW1801", { what }, start);
      }
    }
    const body = this.#choice(depth + 1);
    if (!this.#take(")")) {
      this.#wrong("a `(` without its `)`", start);
    }
    return body;
  }

  #class(start: number): CharacterSet {
    const negated = this.#take("^");
    const ranges: Range[] = [];
    while (!this.#take("]")) {
      if (this.#at >= this.#source.length) {
        this.#wrong("a `[` without its `]`", start);
      }
      ranges.push(...this.#classItem());
    }
    const set = { negated, ranges };
    if (ranges.length === 0 || normalised(set).length === 0) {
      this.#wrong("an empty class", start);
    }
    return set;
  }

  #classItem(): readonly Range[] {
    const start = this.#at;
    const low = this.#classCharacter();
    const isRange = this.#peek() === "-" && !["]", ""].includes(this.#source.charAt(this.#at + 1));
    if (!isRange) {
      return typeof low === "number" ? [[low, low]] : normalised(low);
    }
    this.#next();
    const high = this.#classCharacter();
    if (typeof low !== "number" || typeof high !== "number" || high < low) {
      return this.#wrong("a range that ends before it begins", start);
    }
    return [[low, high]];
  }

  #classCharacter(): number | CharacterSet {
    const start = this.#at;
    const character = this.#next();
    if (character === "[") {
      this.#wrong("a `[` within a class, which needs a backslash", start);
    }
    if (character !== "\\") {
      return this.#single(character, start)[0];
    }
    const set = this.#escape(start);
    const [range] = set.ranges;
    const isOne = set.ranges.length === 1 && !set.negated && range?.[0] === range?.[1];
    return isOne && range !== undefined ? range[0] : set;
  }

  #escape(start: number): CharacterSet {
    const character = this.#next();
    const known = Object.hasOwn(classes, character) ? classes[character] : undefined;
    if (known !== undefined) {
      return known;
    }
    if (Object.hasOwn(controls, character)) {
      return one(controls[character] ?? 0);
    }
    if (character === "u" || character === "x") {
      return one(this.#hexadecimal(character, start));
    }
    if (character === "") {
      this.#wrong("a backslash at its end", start);
    }
    if (/[A-Za-z0-9]/.test(character)) {
      const what = /[1-9k]/.test(character) ? "a back-reference" : `\`\\${character}\``;
      this.#report("RW1801", { what }, start);
    }
    if (!meta.has(character) && !/[\p{P}\p{S} ]/u.test(character)) {
      this.#wrong(`a backslash before \`${character}\`, which needs none`, start);
    }
    return one(character.codePointAt(0) ?? 0);
  }

  #hexadecimal(letter: "u" | "x", start: number): number {
    const form = letter === "x" ? /^([\dA-Fa-f]{2})/ : /^(?:\{([\dA-Fa-f]{1,6})\}|([\dA-Fa-f]{4}))/;
    const match = form.exec(this.#source.slice(this.#at, this.#at + 8));
    const code = Number.parseInt(match?.[1] ?? match?.[2] ?? "", 16);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (match === null || code > lastCodePoint || isSurrogate || code === 0) {
      this.#wrong("an escape of no character", start);
    }
    this.#at += match[0].length;
    return code;
  }

  #single(character: string, start: number): Range {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) {
      this.#wrong("U+0000 or half a surrogate pair", start);
    }
    return [code, code];
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #take(character: string): boolean {
    const isThere = this.#peek() === character;
    this.#at += isThere ? 1 : 0;
    return isThere;
  }

  #next(): string {
    const code = this.#source.codePointAt(this.#at);
    const character = code === undefined ? "" : String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #wrong(what: string, at: number): never {
    this.#report("RW1802", { what }, at);
  }

  #report(code: "RW1801" | "RW1802", params: { what: string }, at: number): never;
  #report(code: "RW1803", params: { limit: number }, at: number): never;
  #report(
    code: "RW1801" | "RW1802" | "RW1803",
    params: { what: string } | { limit: number },
    at: number,
  ): never {
    const span = this.#place(at);
    if ("what" in params) {
      this.#collector.report(code === "RW1801" ? "RW1801" : "RW1802", params, span);
    } else {
      this.#collector.report("RW1803", params, span);
    }
    throw new Refused();
  }

  /** Within the span where the source stands in it as it is; else the whole span. */
  #place(at: number): Span {
    const { file, start, end } = this.#span;
    const offset = file.text.slice(start, end).indexOf(this.#source);
    if (offset < 0 || this.#source === "") {
      return this.#span;
    }
    const from = start + offset + Math.min(at, this.#source.length - 1);
    return { file, start: from, end: Math.min(from + 1, end) };
  }
}

function one(code: number): CharacterSet {
  return { negated: false, ranges: [[code, code]] };
}
