/** Conflicts that git left in generated files: what people edited is not merged over them, and nothing is half done. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openMarkers } from "../../src/project/merge/markers.ts";
import { restwright } from "../support/command-line.ts";
import { DECLARATION, writeFiles, writeTarget } from "./plain-target.ts";
import { readTree } from "./random/tree.ts";

const conflict = (ours: string, theirs: string, base = ""): string =>
  `<<<<<<< HEAD\n${ours}${base === "" ? "" : `||||||| 1a2b3c\n${base}`}=======\n${theirs}>>>>>>> other\n`;

const APP = "let a = 1;\nlet b = 2;\nlet c = 3;\nlet d = 4;\n";
const MARKED = `let a = 1;\n${conflict("let own = 1;\n", "let mine = 2;\n")}let b = 2;\nlet c = 3;\nlet d = 4;\n`;
const BASE = ".restwright/base/app.js.base";

const SOME = [["generate"], ["check"]];
const ALL = [
  ...SOME,
  ["generate", "--check"],
  ["generate", "--on-conflict", "mine"],
  ["generate", "--on-conflict", "theirs"],
  ["generate", "--on-conflict", "markers"],
  ["diff"],
  ["check", "--json"],
];

let root: string;
function generated(): void {
  root = mkdtempSync(join(tmpdir(), "restwright-markers-"));
  writeFiles(root, { "restwright.yaml": DECLARATION });
  writeTarget(root, { "app.js": APP, "README.md": "# Shop\n" });
  expect(run("generate").code).toBe(0);
}
function remove(): void {
  rmSync(root, { recursive: true });
}

function run(...values: string[]) {
  return restwright(values, { cwd: root });
}

function get(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("markers in a file that its user edited", () => {
  beforeEach(generated);
  afterEach(remove);

  test.each([
    ["nothing else to do", { "app.js": APP, "README.md": "# Shop\n" }, SOME],
    ["its output changed", { "app.js": `${APP}let e = 5;\n`, "README.md": "# Shop 2\n" }, ALL],
    ["it is no longer generated", { "README.md": "# Shop 2\n" }, SOME],
  ])("stop every run until they are settled: %s", (_, output, runs) => {
    writeFiles(root, { "app.js": MARKED });
    rmSync(join(root, "target/service"), { recursive: true });
    writeTarget(root, output);
    const before = readTree(root);
    for (const values of runs) {
      const { code, err } = run(...values);
      expect({ values, code }).toEqual({ values, code: 4 });
      expect(err).toContain("app.js:2");
      expect(err).toContain("settle them");
      expect(readTree(root)).toEqual(before);
    }
    writeFiles(root, { "app.js": MARKED.replace(/^[<=>]{7}.*\n/gm, "") });
    expect(run("check").code).toBe(0);
    expect(run("generate").code).toBe(0);
    expect(get("app.js")).toMatch(/^let a = 1;\nlet own = 1;\nlet mine = 2;\nlet b = 2;\n/);
    expect(get("README.md")).toBe(output["README.md"]);
  });

  test("each is named by its line", () => {
    const text = `${conflict("1\n", "2\n", "0\n")}let b = 2;\n${conflict("3\n", "4\n")}`;
    writeFiles(root, { "app.js": text.replaceAll("\n", "\r\n") });
    for (const command of ["generate", "check"]) {
      const { err } = run(command);
      expect(err).toContain("app.js:1\n");
      expect(err).toContain("app.js:9\n");
    }
  });

  test("may stay in a file that was handed over to them", () => {
    writeFiles(root, { "restwright.yaml": `${DECLARATION}eject: ["app.js"]\n`, "app.js": MARKED });
    expect(run("check").code).toBe(0);
    expect(run("generate").code).toBe(0);
    expect(get("app.js")).toBe(MARKED);
  });
});

describe("markers in what was generated, and in its base", () => {
  beforeEach(generated);
  afterEach(remove);
  const merged = (text: string) =>
    text.replace("let b = 2;\n", conflict("let b = 3;\n", "let b = 4;\n"));

  test("are made anew, edits beside them stay", () => {
    writeFiles(root, { "app.js": `${merged(APP)}let own;\n`, [BASE]: merged(APP) });
    expect(run("check").code).toBe(0);
    expect(run("generate").code).toBe(0);
    expect(get("app.js")).toBe(`${APP}let own;\n`);
  });

  test("stop the run where somebody edited between them", () => {
    const edited = merged(APP).replace("let b = 3;", "let b = 33;");
    writeFiles(root, { "app.js": edited, [BASE]: merged(APP) });
    const before = readTree(root);
    for (const values of [[], ["--on-conflict", "mine"], ["--on-conflict", "theirs"]]) {
      const { code, err } = run("generate", ...values);
      expect({ values, code }).toEqual({ values, code: 4 });
      expect(err).toContain("app.js:2");
      expect(readTree(root)).toEqual(before);
    }
  });
});

test("lines that only look like a part of it are none", () => {
  generated();
  onTestFinished(remove);
  const heading = "# Shop\n\nTitle\n=======\n\n<<<<<<< text\n\n>>>>>>>> quoted\n";
  writeFiles(root, { "README.md": heading });
  expect(run("generate").code).toBe(0);
  expect(run("check").code).toBe(0);
  expect(get("README.md")).toBe(heading);
});

test.each([
  ["opened, divided and closed", "<<<<<<< a\n=======\n>>>>>>> b\n", [1]],
  ["without names, and with a base", "x\n<<<<<<<\n|||||||\n=======\n>>>>>>>\n", [2]],
  [
    "two, one after the other",
    "<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n>>>>>>> b",
    [1, 4],
  ],
  [
    "an opening that nothing closes before another",
    "<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n",
    [2],
  ],
  ["in another order", ">>>>>>> b\n=======\n<<<<<<< a\n", []],
  ["not divided", "<<<<<<< a\n>>>>>>> b\n", []],
  ["not closed", "<<<<<<< a\n=======\n", []],
  ["indented", " <<<<<<< a\n =======\n >>>>>>> b\n", []],
  ["longer", "<<<<<<<< a\n========\n>>>>>>>> b\n", []],
])("a conflict is %s", (_, text, lines) => {
  expect(openMarkers(text)).toEqual(lines);
});
