import { describe, expect, test } from "vitest";
import { diagnostic } from "../../src/diagnostics/collector.ts";
import { jsonDiagnostics } from "../../src/diagnostics/json.ts";
import { position, sourceFile, type Span } from "../../src/diagnostics/source.ts";
import { nearest } from "../../src/diagnostics/suggest.ts";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";

function at(text: string, word: string): Span {
  const start = text.indexOf(word);
  return { file: sourceFile("a.yaml", text), start, end: start + word.length };
}

function shown(text: string, word: string): readonly string[] {
  const told = formatDiagnostics([diagnostic("RW1107", {}, at(text, word))]);
  return told.split("\n").filter((line) => /^ *\d* \|/.test(line));
}

describe("excerpts", () => {
  test("carets stand under the fault, the line before is there", () => {
    expect(shown("first: 1\nsecond: wrong\n", "wrong")).toEqual([
      "  1 | first: 1",
      "  2 | second: wrong",
      "    |         ^^^^^",
    ]);
  });

  test("tabs are four blanks, for the carets too", () => {
    expect(shown("a:\twrong", "wrong")).toEqual(["  1 | a:    wrong", "    |       ^^^^^"]);
  });

  test("wide characters take two columns, combining marks none", () => {
    expect(shown("書e\u0301: wrong", "wrong")).toEqual([
      "  1 | 書e\u0301: wrong",
      "    |      ^^^^^",
    ]);
  });

  test("what steers a terminal is made visible", () => {
    expect(shown("\u001b[31m\u202e\u2028x\u0000: wrong", "wrong")).toEqual([
      "  1 | <U+001B>[31m<U+202E><U+2028>x<U+0000>: wrong",
      `    | ${" ".repeat(39)}^^^^^`,
    ]);
  });

  test("of a long line what surrounds the fault is shown", () => {
    const [line = "", carets = ""] = shown(`${"x".repeat(5000)}wrong${"y".repeat(5000)}`, "wrong");
    expect(line.length).toBeLessThan(120);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("wrong");
  });

  test("a fault over several lines is marked to the end of the first", () => {
    expect(shown("key: [a,\n  b]", "[a,\n  b]")).toEqual(["  1 | key: [a,", "    |      ^^^"]);
  });

  test("a fault at the end of the text has a place", () => {
    const file = sourceFile("a.yaml", "a: 1\n");
    const told = formatDiagnostics([diagnostic("RW1107", {}, { file, start: 5, end: 5 })]);
    expect(told).toContain("a.yaml:2:1");
  });
});

test("columns count code points, lines end as YAML has them", () => {
  const file = sourceFile("a", "\u{1f600}x\r\ny\rz\n\u2028w");
  expect(position(file, 2)).toEqual({ line: 1, column: 2 });
  expect(position(file, 5)).toEqual({ line: 2, column: 1 });
  expect(position(file, 7)).toEqual({ line: 3, column: 1 });
  expect(position(file, 10)).toEqual({ line: 4, column: 2 });
});

test("columns far into a long line are right", () => {
  const file = sourceFile("a", "\u{1f600}".repeat(5000));
  expect(position(file, 9000)).toEqual({ line: 1, column: 4501 });
});

test("colours only where asked for", () => {
  const told = [diagnostic("RW1107", {}, at("a: b", "b"))];
  expect(formatDiagnostics(told)).not.toContain("\u001b");
  expect(formatDiagnostics(told, { color: true })).toContain("\u001b[31merror RW1107\u001b[0m");
});

test("machines get places and text apart", () => {
  const text = "a: b\nc: d";
  const told = diagnostic("RW1011", { key: "c" }, at(text, "c"), [
    { at: at(text, "a"), note: "first here" },
  ]);
  expect(jsonDiagnostics([told])).toEqual([
    {
      code: "RW1011",
      severity: "error",
      cause: "the key `c` stands twice in one map",
      fix: "remove or rename one of the two",
      at: { file: "a.yaml", line: 2, column: 1, endLine: 2, endColumn: 2 },
      related: [
        {
          at: { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 2 },
          note: "first here",
        },
      ],
    },
  ]);
});

describe("did you mean", () => {
  test.each([
    ["serch", "search"],
    ["titel", "title"],
    ["createdAt", "created_at"],
    ["UNIQUE", "unique"],
    ["x", null],
    ["xyzzy", null],
  ])("%s: %s", (written, meant) => {
    expect(nearest(written, ["search", "title", "created_at", "unique", "id"])).toBe(meant);
  });
});
