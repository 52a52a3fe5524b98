/** Questions that a migration depends on, answered at a real terminal: what each answer writes, and that none writes nothing. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { binary, packageRoot, restwright } from "../support/command-line.ts";
import { writeFiles } from "./own-target.ts";

const BEFORE = `restwright: 1
service: { name: shop }
framework: ./target # ours
database: sqlite
resources:
  Book:
    fields:
      title: string(1..80)? # what it is called
      state: enum(draft, out, gone) = draft
  Tag:
    fields:
      label: string(40)
`;

/** Keys of a terminal. */
const UP = "\u001b[A";
const ENTER = "\r";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-prompts-"));
  writeFiles(root, {
    "restwright.yaml": BEFORE,
    "target/target.yaml":
      "name: plain\ntitle: Plain\nlanguage: typescript\ndatabases: { sqlite: {} }\ncommands:\n  install: node -e 0\n  dev: { run: node app.js, shows: a greeting }\n",
    "target/service/app.js": "const app = 1;\n",
    "target/migration/migrations/[migration].txt.hbs": "{{name}}\n",
  });
  const { code, err } = restwright(["generate"], { cwd: root });
  expect(code, err).toBe(0);
});
afterEach(() => rmSync(root, { recursive: true }));

type Answer = readonly [awaited: string, keys: string | null];

function declare(...edits: readonly (readonly [find: string, replace: string])[]): string {
  let text = BEFORE;
  for (const [find, replace] of edits) {
    expect(text).toContain(find);
    text = text.replace(find, replace);
  }
  writeFiles(root, { "restwright.yaml": text });
  return text;
}

function answer(...answers: readonly Answer[]) {
  const script = join(packageRoot, "test/support/answer_prompts.py");
  const values = [script, JSON.stringify(answers), process.execPath, binary, "generate"];
  return spawnSync("python3", values, { cwd: root, encoding: "utf8", timeout: 90_000 });
}

function declaration(): string {
  return readFileSync(join(root, "restwright.yaml"), "utf8");
}

/** Those after the first. */
function migrations(): string[] {
  const written = readdirSync(join(root, "migrations")).map((file) => file.replace(".txt", ""));
  const recorded = readdirSync(join(root, ".restwright/migrations")).map((file) =>
    file.replace(".json", ""),
  );
  expect(recorded.sort()).toEqual(written.sort());
  return written.filter((name) => name !== "0001_initial");
}

function tree(): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "latin1")]));
}

const RENAMED = ["title: string(1..80)? # what", "heading: string(1..80)? # what"] as const;
const REQUIRED = [
  "    fields:\n      label",
  "    fields:\n      rank: integer\n      label",
] as const;
/** The last line of a question, before it is answered for the first time. */
const ASKED = "nothing is written";
/** Words of the questions that come after another, whose own words are drawn again with each key. */
const LOST = "and the values in books.title";
const MISSING = "that are there already have no value";

describe("was it renamed?", () => {
  test.each<[string, readonly Answer[], string, string]>([
    [
      "yes",
      [[ASKED, UP.repeat(4) + ENTER]],
      "      heading:\n        type: string(1..80)? # what it is called\n        was: title\n",
      "0002_rename_title_to_heading_in_books",
    ],
    [
      "keep the old one",
      [[ASKED, UP.repeat(3) + ENTER]],
      "      title: { drop: keep }\n",
      "0002_add_heading_to_books",
    ],
    [
      "they are different, and the old one goes",
      [
        [ASKED, UP.repeat(2) + ENTER],
        [LOST, UP + ENTER],
      ],
      "        was: []\n",
      "0002_add_heading_to_books_and_drop_title_from_books",
    ],
    [
      "drop the old one",
      [[ASKED, UP + ENTER]],
      declareText(RENAMED),
      "0002_add_heading_to_books_and_drop_title_from_books",
    ],
  ])("%s", (_, answers, written, migration) => {
    declare(RENAMED);
    const { status, stdout } = answer(...answers);
    expect(status, stdout).toBe(0);
    expect(declaration()).toContain(written);
    expect(declaration()).toContain("framework: ./target # ours");
    expect(migrations()).toEqual([migration]);
    const again = restwright(["generate"], { cwd: root });
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
  });
});

test("destroys: consent is for this once, and the declaration stays as it is", () => {
  const text = declare(["  Tag:\n    fields:\n      label: string(40)\n", ""]);
  const { status, stdout } = answer([ASKED, UP + ENTER]);
  expect(status, stdout).toBe(0);
  expect(stdout).toContain("Drop the table tags with all its rows.");
  expect(declaration()).toBe(text);
  expect(migrations()).toEqual(["0002_drop_tags"]);
});

test("a value that only the user knows is typed, asked for again where it is empty", () => {
  declare(REQUIRED);
  const { status, stdout } = answer(
    [ASKED, UP.repeat(3) + ENTER],
    ["  a value of the field", ENTER],
    ["A value, or Ctrl-C", `7${ENTER}`],
  );
  expect(status, stdout).toBe(0);
  expect(declaration()).toContain("      rank:\n        type: integer\n        backfill: 7\n");
  expect(migrations()).toEqual(["0002_add_rank_to_tags"]);
});

describe("what is typed is read by the type of the field", () => {
  test.each([
    ["string(9)", "12", 'backfill: "12"'],
    ["string(9)", "true", 'backfill: "true"'],
    ["string(9)", "now", 'backfill: "now"'],
    ["string(9)", "a: b", 'backfill: "a: b"'],
    ["string(9)", "one two", "backfill: one two"],
    ["enum(1, 2)", "2", 'backfill: "2"'],
    ["decimal(9,3)", "1.10", 'backfill: "1.10"'],
    ["datetime", "now", "backfill: now"],
    ["boolean", "true", "backfill: true"],
    ["integer[1..3]", "[1, 2]", "backfill: [ 1, 2 ]"],
  ])("%s: %s", (type, typed, written) => {
    declare(["    fields:\n      label", `    fields:\n      rank: ${type}\n      label`]);
    const { status, stdout } = answer(
      [ASKED, UP.repeat(3) + ENTER],
      ["  a value of the field", typed + ENTER],
    );
    expect(status, stdout).toBe(0);
    expect(declaration()).toContain(`        ${written}\n`);
    const again = restwright(["generate"], { cwd: root });
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
  });
});

test("an old value of an enum is mapped to another", () => {
  declare(["enum(draft, out, gone)", "enum(draft, out)"]);
  const { status, stdout } = answer([ASKED, UP.repeat(2) + ENTER]);
  expect(status, stdout).toBe(0);
  expect(declaration()).toContain("map: { gone: out }");
  expect(migrations()).toEqual(["0002_map_state_of_books"]);
});

describe("nothing is written", () => {
  test.each<[string, readonly Answer[]]>([
    ["by Enter", [[ASKED, ENTER]]],
    ["by Ctrl-C", [[ASKED, CTRL_C]]],
    ["by Ctrl-D and Ctrl-C", [[ASKED, CTRL_D + CTRL_C]]],
    ["where the terminal goes away", [[ASKED, null]]],
    [
      "by Enter at the second question, after an answer to the first",
      [
        [ASKED, UP.repeat(4) + ENTER],
        [MISSING, ENTER],
      ],
    ],
    [
      "where an answer leads to another question, and that one is not answered",
      [
        [ASKED, UP.repeat(2) + ENTER],
        [MISSING, UP + ENTER],
        [LOST, CTRL_C],
      ],
    ],
    [
      "by Ctrl-C where a value is asked for",
      [
        [ASKED, UP.repeat(4) + ENTER],
        [MISSING, UP.repeat(3) + ENTER],
        ["  a value of the field", CTRL_C],
      ],
    ],
  ])("%s", (_, answers) => {
    declare(RENAMED, REQUIRED);
    const before = tree();
    const { status, stdout } = answer(...answers);
    expect(status, stdout).toBe(answers.some(([, keys]) => keys === null) ? 129 : 130);
    expect(tree()).toEqual(before);
  });

  test("where the value that was typed does not fit the field; the fault is told", () => {
    declare(REQUIRED);
    const before = tree();
    const { status, stdout } = answer(
      [ASKED, UP.repeat(3) + ENTER],
      ["  a value of the field", `many${ENTER}`],
    );
    expect(status, stdout).toBe(1);
    expect(stdout).toContain("backfill");
    expect(tree()).toEqual(before);
  });
});

function declareText([find, replace]: readonly [string, string]): string {
  return BEFORE.replace(find, replace);
}
