import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { Collector } from "../../src/diagnostics/collector.ts";
import { sourceFile } from "../../src/diagnostics/source.ts";
import { parsePattern } from "../../src/language/pattern-parse.ts";
import type { Pattern } from "../../src/language/pattern.ts";
import { processorTime } from "../support/processor-time.ts";
import { hasPython, python } from "../support/requirements.ts";

function parsed(source: string, maxLength: number | null = 200): Pattern | readonly string[] {
  const collector = new Collector();
  const at = { file: sourceFile("x", source), start: 0, end: source.length };
  return (
    parsePattern(source, at, maxLength, collector) ?? collector.sorted([]).map(({ code }) => code)
  );
}

const accepted = [
  "^[0-9]{13}$",
  "^[a-z0-9]+(-[a-z0-9]+)*$",
  String.raw`^\+?[0-9 ]{5,20}$`,
  String.raw`^(\d{1,3}\.){3}\d{1,3}$`,
  String.raw`[^\s,]`,
  String.raw`^\w+[\D]x[^\w-]$`,
  "^#[0-9a-f]{6}$",
  String.raw`a|b|[&~|\[#-]x?`,
  String.raw`^[\]\[\^\\-]+$`,
  "^.$",
  "[é\u{1f600}\u{10000}-\u{10ffff}]",
  String.raw`\u00e9|\u{1f600}|\x41|\t|\n`,
  "a{0,1}b{2}c{3,}",
  "x$",
  "^x",
];

const texts = [
  "",
  "a",
  "b",
  "x",
  "x\n",
  "\nx",
  "\n",
  "1234567890123",
  "1234567890123\n",
  "\u0661\u0662\u0663\u0664\u0665\u0661\u0662\u0663\u0664\u0665\u0661\u0662\u0663",
  "a-b-1",
  "+49 30 1234",
  "127.0.0.1",
  "Az_9xx!",
  "é",
  "\u{1f600}",
  "#00ff00",
  "]",
  "^-\\[",
  "\u00a0",
  "\u2028",
  "\t",
  "bbccc",
  "&",
  "A",
];

function inEcma(pattern: Pattern): readonly boolean[] {
  const expression = new RegExp(pattern.ecma, "u");
  return texts.map((text) => expression.test(text));
}

test.skipIf(!hasPython)("Python reads a pattern as ECMAScript does", () => {
  const patterns = accepted.map((source) => parsed(source) as Pattern);
  const program = [
    "import json, re, sys, warnings",
    "warnings.simplefilter('error')",
    "patterns, texts = json.load(sys.stdin)",
    "print(json.dumps([[re.search(p, t) is not None for t in texts] for p in patterns]))",
  ].join("\n");
  const input = JSON.stringify([patterns.map((pattern) => pattern.python), texts]);
  const results = JSON.parse(execFileSync(python, ["-c", program], { input, encoding: "utf8" }));
  for (const [index, pattern] of patterns.entries()) {
    expect(results[index], pattern.source).toEqual(inEcma(pattern));
  }
});

describe("classes are ASCII, and `$` is the very end", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    [String.raw`^\d$`, "\u0661", false],
    [String.raw`^\w$`, "é", false],
    [String.raw`^\s$`, "\u00a0", false],
    ["x$", "x\n", false],
    ["^.$", "\u2028", true],
    ["^.$", "\n", false],
    ["^.$", "\u{1f600}", true],
  ];
  test.each(cases)("%s on %j", (source, text, want) => {
    expect(new RegExp((parsed(source) as Pattern).ecma, "u").test(text)).toBe(want);
  });
});

describe("what takes forever is refused", () => {
  test.each([
    "(a+)+$",
    "(a|a)*",
    "(a*)*b",
    "(a*b*)*c",
    "(a?b?)*c",
    "(a?){30}",
    "(x+x+)+y",
    String.raw`^(\w+\s?)*$`,
    "(a|ab|b)*c",
    "^(a|a?)+$",
  ])("%s", (source) => {
    expect(parsed(source)).toEqual(["RW1804"]);
  });

  test("what grows with a power of the length needs a bound", () => {
    expect(parsed(String.raw`\d+x`, null)).toEqual(["RW1805"]);
    expect(parsed(String.raw`\d+x`, 1000)).toMatchObject({ ecma: "[0-9]+x" });
    expect(parsed(String.raw`^\d+x`, null)).toMatchObject({ ecma: "^[0-9]+x" });
    expect(parsed("^.*a.*b.*c$", 300)).toEqual(["RW1805"]);
  });

  test("whatever is accepted is quick on its worst texts", () => {
    for (const source of accepted) {
      const pattern = parsed(source, 3000) as Pattern;
      const expression = new RegExp(pattern.ecma, "u");
      const start = processorTime();
      for (const part of ["a", "1", "-", "x", " ", "a-", "9."]) {
        expression.test(`${part.repeat(3000).slice(0, 3000)}!`);
      }
      expect(processorTime() - start, source).toBeLessThan(2000);
    }
  });
});
