/** `generate` over edited files, and the commands around conflicts, as a person types them. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { binary, packageRoot, restwright } from "../support/command-line.ts";
import { DECLARATION, writeFiles, writeTarget } from "./plain-target.ts";
import { hasPython } from "../support/requirements.ts";

const BEFORE = "const a = 1;\nconst b = 2;\nconst c = 3;\n\nfunction last() {}\n";
const MINE =
  "const a = 10;\nconst b = 2;\nconst c = 3;\n\nfunction last() {}\n\nfunction own() {}\n";
const NOW =
  "const a = 100;\nconst b = 2;\nconst c = 3;\n\nfunction last() {}\n\nfunction added() {}\n";
const MARKED = `<<<<<<< yours
const a = 10;
||||||| generated before
const a = 1;
=======
const a = 100;
>>>>>>> generated now
const b = 2;
const c = 3;

function last() {}

function added() {}

function own() {}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-regenerate-"));
  writeFiles(root, { "restwright.yaml": DECLARATION });
  writeTarget(root, { "app.js": BEFORE, "lib/other.js": "const other = 1;\n" });
  expect(run("generate").code).toBe(0);
});
afterEach(() => rmSync(root, { recursive: true }));

function run(...values: string[]) {
  return restwright(values, { cwd: root });
}

function get(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function put(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

function conflicting(): void {
  put("app.js", MINE);
  writeTarget(root, { "app.js": NOW, "lib/other.js": "const other = 2;\n" });
}

/** Every file but those of the target, with its bytes. */
function tree(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .filter((file) => !file.includes("/target/"))
      .map((file) => [file, readFileSync(file, "latin1")]),
  );
}

describe("without anybody to ask", () => {
  test("a conflict stops the run: exit 3, nothing is written, and the report says what to do", () => {
    conflicting();
    const before = tree();
    const { code, err } = run("generate");
    expect(code).toBe(3);
    expect(err).toContain("conflict app.js  (was edited");
    expect(err).toContain("--on-conflict markers");
    expect(tree()).toEqual(before);
    const json = run("generate", "--json");
    expect(json.code).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({
      changes: [
        {
          action: "conflict",
          path: "app.js",
          hunks: [{ base: "const a = 1;\n", mine: "const a = 10;\n" }],
        },
        { action: "replace", path: "lib/other.js" },
      ],
    });
    expect(tree()).toEqual(before);
  });

  test("--on-conflict mine keeps the user's lines there and merges the rest, once and for all", () => {
    conflicting();
    expect(run("generate", "--on-conflict", "mine").code).toBe(0);
    expect(get("app.js")).toBe(
      "const a = 10;\nconst b = 2;\nconst c = 3;\n\nfunction last() {}\n\nfunction added() {}\n\nfunction own() {}\n",
    );
    expect(get("lib/other.js")).toBe("const other = 2;\n");
    expect(run("generate")).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
  });

  test("diff shows the changes and the conflicts, and writes nothing", () => {
    conflicting();
    const before = tree();
    const { code, out } = run("diff");
    expect(code).toBe(3);
    expect(out).toContain("-const a = 10;\n+const a = 100;");
    expect(out).toContain("--- a/lib/other.js");
    expect(out).toContain("-const other = 1;\n+const other = 2;");
    expect(tree()).toEqual(before);
  });
});

describe("conflicts left in the files", () => {
  beforeEach(() => {
    conflicting();
    const { code, err } = run("generate", "--on-conflict", "markers");
    expect(code).toBe(3);
    expect(err).toContain("restwright continue");
  });

  test("are marked as git marks them, and what could be merged is merged", () => {
    expect(get("app.js")).toBe(MARKED);
    expect(get("lib/other.js")).toBe("const other = 2;\n");
  });

  test("stand in the way of the next run and of continue until they are settled", () => {
    const again = run("generate");
    expect(again.code).toBe(4);
    expect(again.err).toContain("app.js:1");
    const early = run("continue");
    expect(early.code).toBe(3);
    expect(early.err).toContain("app.js:1");
    put("app.js", NOW.replace("100", "110"));
    expect(run("continue").code).toBe(0);
    expect(run("generate")).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
    expect(get("app.js")).toBe(NOW.replace("100", "110"));
    writeTarget(root, {
      "app.js": NOW.replace("b = 2", "b = 22"),
      "lib/other.js": "const other = 2;\n",
    });
    expect(run("generate").code).toBe(0);
    expect(get("app.js")).toBe(NOW.replace("100", "110").replace("b = 2", "b = 22"));
  });

  test("abort puts everything back, byte for byte, whatever was done to the marked file", () => {
    put("app.js", "half settled\n");
    expect(run("abort").code).toBe(0);
    expect(get("app.js")).toBe(MINE);
    expect(get("lib/other.js")).toBe("const other = 1;\n");
    expect(run("generate").code).toBe(3);
    expect(run("abort").code).toBe(4);
  });
});

test("abort leaves the same bytes everywhere, records included", () => {
  conflicting();
  const before = tree();
  run("generate", "--on-conflict", "markers");
  run("abort");
  const after = tree();
  for (const trees of [before, after]) {
    for (const path of Object.keys(trees))
      if (path.includes(".restwright/last/")) delete trees[path];
  }
  expect(after).toEqual(before);
});

// A terminal that types is made by Python.
describe.skipIf(!hasPython)("a person at the terminal", () => {
  function answer(...steps: readonly (readonly [awaited: string, keys: string])[]) {
    const script = join(packageRoot, "test/support/answer_prompts.py");
    const values = [script, JSON.stringify(steps), process.execPath, binary, "generate"];
    return spawnSync("python3", values, { cwd: root, encoding: "utf8", timeout: 60_000 });
  }
  const UP = "\u001b[A";

  test("is asked per file; Enter stops, and nothing is written", () => {
    conflicting();
    const before = tree();
    const { status, stdout } = answer(["stop; nothing is written", "\r"]);
    expect(stdout).toContain("app.js was edited");
    expect(status).toBe(3);
    expect(tree()).toEqual(before);
  });

  test("can keep theirs, or have both marked", () => {
    conflicting();
    expect(answer(["stop; nothing", `${UP}${UP}\r`]).status).toBe(0);
    expect(get("app.js")).toContain("const a = 10;");
    expect(get("app.js")).toContain("function added() {}");
    run("undo");
    put("app.js", MINE);
    expect(answer(["stop; nothing", `${UP}${UP}${UP}\r`]).status).toBe(3);
    expect(get("app.js")).toBe(MARKED);
  });
});

describe("undo", () => {
  test("takes back the last run, once", () => {
    writeTarget(root, { "app.js": NOW, "more.js": "let more;\n" });
    expect(run("generate").code).toBe(0);
    expect(get("app.js")).toBe(NOW);
    expect(run("undo").code).toBe(0);
    expect(get("app.js")).toBe(BEFORE);
    expect(get("lib/other.js")).toBe("const other = 1;\n");
    expect(existsSync(join(root, "more.js"))).toBe(false);
    expect(run("undo")).toMatchObject({ code: 4, err: expect.stringContaining("no run to undo") });
    expect(run("generate", "--check").code).toBe(1);
  });

  test("refuses where an edit since would be lost", () => {
    writeTarget(root, { "app.js": NOW });
    run("generate");
    put("app.js", MINE);
    expect(run("undo")).toMatchObject({ code: 4, err: expect.stringContaining("app.js") });
    expect(get("app.js")).toBe(MINE);
  });
});

test("a deleted file stays deleted, is told of once when its output changes, and comes back when asked for", () => {
  rmSync(join(root, "lib/other.js"));
  expect(run("generate")).toMatchObject({ code: 0, err: expect.not.stringContaining("other.js") });
  writeTarget(root, { "app.js": BEFORE, "lib/other.js": "const other = 2;\n" });
  expect(run("generate").err).toContain("deleted by you; its template's output changed");
  expect(run("generate").err).not.toContain("other.js");
  expect(existsSync(join(root, "lib/other.js"))).toBe(false);
  expect(run("restore", "lib/other.js").code).toBe(0);
  expect(get("lib/other.js")).toBe("const other = 2;\n");
});

test("a file that the user moved and edited is merged where it is now", () => {
  renameSync(join(root, "app.js"), join(root, "lib/main.js"));
  put("lib/main.js", `${BEFORE}\nfunction own() {}\n`);
  writeTarget(root, { "app.js": NOW, "lib/other.js": "const other = 1;\n" });
  expect(run("generate").code).toBe(0);
  expect(existsSync(join(root, "app.js"))).toBe(false);
  expect(get("lib/main.js")).toBe(NOW.replace("added() {}\n", "added() {}\n\nfunction own() {}\n"));
  expect(run("generate")).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
});

test("a file under eject: is the user's, whatever becomes of its output", () => {
  put(
    "restwright.yaml",
    DECLARATION.replace("database: sqlite", "database: sqlite\neject: [lib/**]"),
  );
  writeTarget(root, { "app.js": BEFORE, "lib/other.js": "const other = 2;\n" });
  expect(run("generate").code).toBe(0);
  expect(get("lib/other.js")).toBe("const other = 1;\n");
});

describe("a declaration that was read before", () => {
  test("is judged again where it changed, and said to be as it was where it did not", () => {
    expect(run("generate")).toMatchObject({ code: 0, err: "Up to date: 2 files.\n" });
    put("restwright.yaml", DECLARATION.replace("string(1..200)", "strin(1..200)"));
    expect(run("generate")).toMatchObject({
      code: 1,
      err: expect.stringContaining("restwright.yaml:9"),
    });
    put("restwright.yaml", DECLARATION);
    put(".restwright/model.json", get(".restwright/model.json").replaceAll("title", "other"));
    expect(run("generate", "--check").code).toBe(1);
    expect(run("generate").code).toBe(0);
    expect(get(".restwright/model.json")).toContain('"title"');
    expect(run("generate")).toMatchObject({ code: 0, err: "Up to date: 2 files.\n" });
  });
});
