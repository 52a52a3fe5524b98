import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { restwright } from "../support/command-line.ts";
import { DECLARATION, writeFiles, writeTarget } from "./own-target.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-generate-"));
  writeTarget(root);
  writeFiles(root, { "restwright.yaml": DECLARATION });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function run(...values: string[]) {
  return restwright(values, { cwd: root });
}

test("writes, says what it wrote, and has nothing to do the second time", () => {
  const first = run("generate");
  expect(first).toMatchObject({ code: 0, out: "" });
  expect(first.err).toBe("create   .gitignore\ncreate   app.js\n2 created; 2 files in all.\n");
  expect(readFileSync(join(root, "app.js"), "utf8")).toBe("process.stdout.write('hello\\n');\n");
  expect(run("generate")).toEqual({ code: 0, out: "", err: "Up to date: 2 files.\n" });
  expect(run("generate", "--quiet")).toEqual({ code: 0, out: "", err: "" });
});

test("--dry-run writes nothing and prints the plan; --check exits 1 where there is one", () => {
  const dry = run("generate", "--dry-run");
  expect(dry).toMatchObject({ code: 0, out: "create   .gitignore\ncreate   app.js\n" });
  expect(run("generate", "--check").code).toBe(1);
  expect(() => readFileSync(join(root, "app.js"))).toThrow(/ENOENT/);
  run("generate");
  expect(run("generate", "--check").code).toBe(0);
});

test("--json is JSON and nothing else", () => {
  const { code, out } = run("generate", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    changes: [
      { action: "create", path: ".gitignore", because: null },
      { action: "create", path: "app.js", because: null },
    ],
    migrations: [
      {
        name: "0001_initial",
        parents: [],
        steps: [{ kind: "create_table", text: "create table books", dangers: [] }],
      },
    ],
    faults: [],
  });
});

test("an edited file whose output changed: nothing is written, exit 3, the report says which", () => {
  run("generate");
  writeFileSync(join(root, "app.js"), "mine\n");
  writeTarget(root, { "service/app.js": "theirs\n", "service/more.js": "new\n" });
  const { code, err } = run("generate");
  expect(code).toBe(3);
  expect(err).toContain("conflict app.js");
  expect(readFileSync(join(root, "app.js"), "utf8")).toBe("mine\n");
  expect(() => readFileSync(join(root, "more.js"))).toThrow(/ENOENT/);
});

describe("faults", () => {
  test("of the declaration are told with place and fix, exit 1", () => {
    writeFiles(root, { "restwright.yaml": DECLARATION.replace("string(1..200)", "strng(1..200)") });
    const { code, out, err } = run("generate");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^restwright\.yaml:10:\d+: error RW\d+: /);
    const json = run("generate", "--json");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ diagnostics: [{ at: { line: 10 } }] });
  });

  test("of a missing declaration", () => {
    const { code, err } = run("generate", "--dir", "nowhere");
    expect(code).toBe(1);
    expect(err).toContain("nowhere/restwright.yaml");
  });

  test("of a target are told with its file and line, exit 1", () => {
    writeTarget(root, { "service/bad.ts.hbs": "a\n{{#each nothing}}{{/each}}\n" });
    const { code, err } = run("generate");
    expect(code).toBe(1);
    expect(err).toContain("./target/service/bad.ts.hbs:2:9");
    expect(err).toContain("there is no `nothing` here");
  });

  test("of a framework that is not there", () => {
    writeFiles(root, { "restwright.yaml": DECLARATION.replace("./target", "./targte") });
    expect(run("generate")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no folder ./targte"),
    });
  });

  test("of a project in use by another run: refused, exit 4", () => {
    writeFiles(root, { ".restwright/lock": JSON.stringify({ pid: 1, host: "elsewhere" }) });
    const { code, err } = run("generate");
    expect(code).toBe(4);
    expect(err).toContain("process 1 on elsewhere is at work");
  });
});

describe("colours and control characters", () => {
  test("no colours in a pipe, forced ones where FORCE_COLOR says so, none where NO_COLOR does", () => {
    const escape = "\u001b[";
    expect(run("generate", "-n").out).not.toContain(escape);
    const forced = restwright(["generate", "-n"], { cwd: root, env: { FORCE_COLOR: "1" } });
    expect(forced.out).toContain(`${escape}32mcreate   ${escape}39mapp.js`);
    const both = { FORCE_COLOR: "1", NO_COLOR: "1" };
    expect(restwright(["generate", "-n"], { cwd: root, env: both }).out).not.toContain(escape);
  });

  test("names from the disk and the declaration never reach the terminal raw", () => {
    writeFiles(root, {
      "restwright.yaml": DECLARATION.replace("title: string", '"ti\\u001b[31m\\u202Etle": string'),
    });
    const { code, err } = run("check");
    expect(code).toBe(1);
    expect(err).not.toMatch(/[\u001b\u202e]/);
    const folder = "no\u001b[31m\u202ewhere";
    expect(run("generate", "--dir", folder).err).not.toMatch(/[\u001b\u202e]/);
  });
});

test("template explain names the one template of a file, and the project's own in its place", () => {
  expect(run("template", "explain", "app.js").out).toBe("./target/service/app.js\n");
  writeFiles(root, { "templates/service/app.js": "own\n" });
  expect(run("template", "explain", "./app.js").out).toBe(
    "templates/service/app.js\nin place of ./target/service/app.js\n",
  );
  expect(run("template", "explain", "ap.js")).toMatchObject({ code: 1, out: "" });
});

test("template check finds what no rendering meets, with place and what was meant", () => {
  expect(run("template", "check", "./target")).toMatchObject({
    code: 0,
    out: "ok  2 templates of 1 target\n",
  });
  writeTarget(root, { "service/a.ts.hbs": "{{#if no_such_thing}}x{{/if}}" });
  const { code, err } = run("template", "check", "./target");
  expect(code).toBe(1);
  expect(err).toContain("./target/service/a.ts.hbs:1:7");
});
