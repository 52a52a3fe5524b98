/** A parsed pattern in the syntax of each engine; all of them accept exactly the same texts. */
import { lastCodePoint, normalised, type CharacterSet, type PatternNode } from "./pattern-tree.ts";

interface Syntax {
  /** One character outside a class, and inside one. */
  readonly character: (code: number) => string;
  readonly member: (code: number) => string;
  readonly end: string;
  readonly repeat: (body: string, min: number, max: number | null) => string;
}

/** Looks odd, or is invisible, as it is. */
const hidden = /[\p{C}\p{Z}]/u;

/** ECMA-262 with the `u` flag; JSON Schema's dialect. There only syntax characters may be escaped. */
const ecma: Syntax = {
  character: (code) => escaped(code, /[$()*+.?[\\\]^{|}/]/, ecmaCode),
  member: (code) => escaped(code, /[$()*+.?[\\\]^{|}/-]/, ecmaCode),
  end: "$",
  repeat: counted,
};

function ecmaCode(code: number): string {
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hex(code, 4)}`;
}

/** Python `re`, searched. `$` would also match before a final newline. Set operations to come are escaped. */
const python: Syntax = {
  character: (code) => escaped(code, /[$()*+.?[\\\]^{|}]/, longCode),
  member: (code) => escaped(code, /[[\\\]^&|~-]/, longCode),
  end: "\\Z",
  repeat: counted,
};

/** PostgreSQL's advanced regular expressions. A count goes to 255; inside a class only codes are safe everywhere. */
const postgres: Syntax = {
  character: (code) => escaped(code, /[$()*+.?[\\\]^{|}]/, longCode),
  member: (code) =>
    /[[\\\]^:.=-]/.test(String.fromCodePoint(code))
      ? longCode(code)
      : escaped(code, /\\/, longCode),
  end: "$",
  repeat: repeatInParts,
};

function longCode(code: number): string {
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

/** Read alike by all engines. */
const namedControls: ReadonlyMap<number, string> = new Map([
  [9, "\\t"],
  [10, "\\n"],
  [13, "\\r"],
]);

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

function escaped(code: number, special: RegExp, asCode: (code: number) => string): string {
  const character = String.fromCodePoint(code);
  const named = namedControls.get(code);
  if (named !== undefined) {
    return named;
  }
  if (character !== " " && hidden.test(character)) {
    return asCode(code);
  }
  return special.test(character) ? `\\${character}` : character;
}

function counted(body: string, min: number, max: number | null): string {
  if (min === 1 && max === 1) {
    return body;
  }
  if (max === null) {
    return min === 0 ? `${body}*` : min === 1 ? `${body}+` : `${body}{${min},}`;
  }
  if (min === 0 && max === 1) {
    return `${body}?`;
  }
  return min === max ? `${body}{${min}}` : `${body}{${min},${max}}`;
}

const mostAtOnce = 255;

function repeatInParts(body: string, min: number, max: number | null): string {
  if (Math.max(min, max ?? 0) <= mostAtOnce) {
    return counted(body, min, max);
  }
  const exact = inParts(min, (count) => counted(body, count, count));
  const rest = max === null ? `${body}*` : inParts(max - min, (count) => counted(body, 0, count));
  return exact + rest;
}

function inParts(total: number, part: (count: number) => string): string {
  const whole = Math.floor(total / mostAtOnce);
  const left = total % mostAtOnce;
  const parts =
    whole === 0 ? "" : whole === 1 ? part(mostAtOnce) : `(?:${part(mostAtOnce)}){${whole}}`;
  return left === 0 ? parts : parts + part(left);
}

export function printEcma(tree: PatternNode): string {
  return print(tree, ecma);
}

export function printPython(tree: PatternNode): string {
  return print(tree, python);
}

export function printPostgres(tree: PatternNode): string {
  return print(tree, postgres);
}

function print(node: PatternNode, syntax: Syntax): string {
  switch (node.kind) {
    case "start":
      return "^";
    case "end":
      return syntax.end;
    case "set":
      return printSet(node.set, syntax);
    case "sequence":
      return node.parts
        .map((part) =>
          part.kind === "choice" ? `(?:${print(part, syntax)})` : print(part, syntax),
        )
        .join("");
    case "choice":
      return node.options.map((option) => print(option, syntax)).join("|");
    case "repeat":
      return syntax.repeat(printAtom(node.body, syntax), node.min, node.max);
  }
}

function printAtom(node: PatternNode, syntax: Syntax): string {
  const isAtom =
    node.kind === "set" ||
    (node.kind === "sequence" && node.parts.length === 1 && node.parts[0]?.kind === "set");
  return isAtom ? print(node, syntax) : `(?:${print(node, syntax)})`;
}

function printSet(set: CharacterSet, syntax: Syntax): string {
  const [only] = set.ranges;
  if (!set.negated && set.ranges.length === 1 && only !== undefined && only[0] === only[1]) {
    return syntax.character(only[0]);
  }
  // `[^…]` of everything but a little reads better than ranges up to the last code point.
  const inverse = normalised({ negated: !set.negated, ranges: set.ranges });
  const reachesEnd = !set.negated && set.ranges.some(([, high]) => high === lastCodePoint);
  const { negated, ranges } =
    reachesEnd && inverse.length > 0 ? { negated: true, ranges: inverse } : set;
  const members = ranges.map(([low, high]) => {
    if (low === high) {
      return syntax.member(low);
    }
    return `${syntax.member(low)}${high === low + 1 ? "" : "-"}${syntax.member(high)}`;
  });
  return `[${negated ? "^" : ""}${members.join("")}]`;
}
