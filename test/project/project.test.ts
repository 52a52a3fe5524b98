import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileClass } from "../../src/project/state.ts";
import { planProject, writeProject, type Output } from "../../src/project/project.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-project-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function output(files: Record<string, string>, kind: FileClass = "managed"): Output {
  return {
    tool: "0.0.0",
    framework: "fastify",
    records: { "model.json": "{}\n" },
    files: Object.entries(files).map(([path, text]) => ({ path, text, class: kind })),
  };
}

async function run(
  files: Record<string, string>,
  kind?: FileClass,
): Promise<Record<string, string>> {
  const plan = () => planProject(root, output(files, kind));
  const written = await writeProject(await plan(), plan);
  return Object.fromEntries(
    written.changes.map((change) => [
      change.path,
      change.kind === "keep" || change.kind === "conflict"
        ? `${change.kind}: ${change.because}`
        : change.kind,
    ]),
  );
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function get(path: string): string | null {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null;
}

function snapshot(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeNs } = statSync(path, { bigint: true });
      return [path, `${mtimeNs} ${entry.isFile() ? readFileSync(path, "utf8") : ""}`];
    }),
  );
}

test("a second run writes nothing: the same bytes, the same times, folders included", async () => {
  await run({ "src/a.ts": "a\n", "b.sh": "#!/bin/sh\n" });
  const before = snapshot();
  expect(await run({ "src/a.ts": "a\n", "b.sh": "#!/bin/sh\n" })).toEqual({
    "src/a.ts": "keep: same",
    "b.sh": "keep: same",
  });
  expect(snapshot()).toEqual(before);
  expect(statSync(join(root, "b.sh")).mode & 0o777).toBe(0o755);
  expect(existsSync(join(root, ".restwright/tx"))).toBe(false);
  expect(existsSync(join(root, ".restwright/lock"))).toBe(false);
});

test("the record has one sorted line per file, and neither hashes nor times", async () => {
  await run({ "b.ts": "b", "a.ts": "a" });
  expect(get(".restwright/state.json")).toBe(`{
  "format": 1,
  "tool": "0.0.0",
  "framework": "fastify",
  "files": [
    {"id":"a.ts","path":"a.ts","class":"managed"},
    {"id":"b.ts","path":"b.ts","class":"managed"}
  ]
}
`);
  expect(get(".restwright/base/a.ts.base")).toBe("a");
});

test("what git left of two branches is read as both, and what it could not merge is made anew", async () => {
  const conflict = (text: string, ours: string, theirs: string) =>
    `${text}<<<<<<< HEAD\n${ours}||||||| 1a2b3c\n=======\n${theirs}>>>>>>> other\n`;
  await run({ a: "1\n", d: "d" });
  const [state, one, two] = [
    get(".restwright/state.json") ?? "",
    '    {"id":"b","path":"moved/b","class":"managed"},\n',
    '    {"id":"c","path":"c","class":"managed"},\n',
  ];
  const at = state.indexOf('    {"id":"d"');
  put(".restwright/state.json", conflict(state.slice(0, at), one, two) + state.slice(at));
  for (const path of ["a", ".restwright/base/a.base"]) put(path, conflict("1\n", "2\n", "3\n"));
  put("moved/b", "b");
  put(".restwright/base/b.base", "b");
  expect(await run({ a: "1\n2\n3\n", b: "B", d: "d" })).toMatchObject({
    a: "replace",
    "moved/b": "replace",
  });
  expect(get("a")).toBe("1\n2\n3\n");
  expect(get("moved/b")).toBe("B");
  expect(get(".restwright/state.json")).toBe(state.slice(0, at) + one + state.slice(at));
});

describe("what happens when the output", () => {
  test("changes and the file is as generated: replaced, with the user's line endings, mark and mode", async () => {
    await run({ "a.ts": "one\ntwo\n" });
    put("a.ts", "\u{FEFF}one\r\ntwo\r\n");
    chmodSync(join(root, "a.ts"), 0o755);
    expect(await run({ "a.ts": "one\n2\n" })).toEqual({ "a.ts": "replace" });
    expect(get("a.ts")).toBe("\u{FEFF}one\r\n2\r\n");
    expect(statSync(join(root, "a.ts")).mode & 0o777).toBe(0o755);
  });

  test("stays and the user edited: theirs stays", async () => {
    await run({ "a.ts": "one\n" });
    put("a.ts", "mine\n");
    expect(await run({ "a.ts": "one\n" })).toEqual({ "a.ts": "keep: edited" });
    expect(get("a.ts")).toBe("mine\n");
  });

  test("changes and the user edited: nothing at all is written", async () => {
    await run({ "a.ts": "one\n", "b.ts": "b\n" });
    put("a.ts", "mine\n");
    const before = snapshot();
    expect(await run({ "a.ts": "two\n", "b.ts": "B\n" })).toMatchObject({
      "a.ts": expect.stringContaining("conflict"),
    });
    const after = snapshot();
    delete before[join(root, ".restwright")];
    expect(after).toMatchObject(before);
    expect(get("b.ts")).toBe("b\n");
  });

  test("comes to what the user made of it: taken over", async () => {
    await run({ "a.ts": "one\n" });
    put("a.ts", "two\n");
    expect(await run({ "a.ts": "two\n" })).toEqual({ "a.ts": "keep: same" });
    expect(await run({ "a.ts": "three\n" })).toEqual({ "a.ts": "replace" });
  });

  test("is where a file of the user's own is: taken over if equal, else theirs is kept", async () => {
    put("a.ts", "same\n");
    expect(await run({ "a.ts": "same\n" })).toEqual({ "a.ts": "keep: adopted" });
    put("b.ts", "mine\n");
    expect((await run({ "a.ts": "same\n", "b.ts": "theirs\n" }))["b.ts"]).toContain("conflict");
    expect(get("b.ts")).toBe("mine\n");
  });

  test("is for a file that the user deleted: it stays deleted, changed or not", async () => {
    await run({ "a.ts": "one\n", "b.ts": "b\n" });
    rmSync(join(root, "a.ts"));
    expect((await run({ "a.ts": "one\n", "b.ts": "b\n" }))["a.ts"]).toBe("keep: deleted by you");
    expect((await run({ "a.ts": "two\n", "b.ts": "b\n" }))["a.ts"]).toBe(
      "keep: deleted by you; its template's output changed",
    );
    expect((await run({ "a.ts": "two\n", "b.ts": "b\n" }))["a.ts"]).toBe("keep: deleted by you");
    expect(get("a.ts")).toBeNull();
  });

  test("ends: an unedited file goes with the folders it emptied, an edited one stays and is the user's", async () => {
    await run({ "src/x/a.ts": "a\n", "src/x/y/b.ts": "b\n", "c.ts": "c\n" });
    put("src/x/a.ts", "mine\n");
    expect(await run({ "c.ts": "c\n" })).toMatchObject({
      "src/x/a.ts": "keep: edited, no longer generated",
      "src/x/y/b.ts": "delete",
    });
    expect(existsSync(join(root, "src/x/y"))).toBe(false);
    expect(existsSync(join(root, ".restwright/base/src"))).toBe(false);
    expect(get("src/x/a.ts")).toBe("mine\n");
    expect(await run({ "c.ts": "c\n" })).toEqual({ "c.ts": "keep: same" });
  });

  test("is of the class once: never rewritten, unless it is as generated no more than once", async () => {
    await run({ "a.ts": "one\n" }, "once");
    expect(await run({ "a.ts": "two\n" }, "once")).toEqual({
      "a.ts": "keep: yours once written; its template's output changed",
    });
    expect(get("a.ts")).toBe("one\n");
  });
});

describe("nothing is written", () => {
  test("through a symbolic link, of a file or of a folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "restwright-outside-"));
    symlinkSync(outside, join(root, "src"));
    writeFileSync(join(outside, "x"), "theirs");
    symlinkSync(join(outside, "x"), join(root, "b.ts"));
    const result = await run({ "src/a.ts": "a", "b.ts": "b" });
    expect(result["src/a.ts"]).toContain("src is a symbolic link");
    expect(result["b.ts"]).toContain("b.ts is a symbolic link");
    expect(readdirSync(outside)).toEqual(["x"]);
    rmSync(outside, { recursive: true });
  });

  test("through a link in place of our own folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "restwright-outside-"));
    symlinkSync(outside, join(root, ".restwright"));
    await expect(run({ a: "a" })).rejects.toThrow(/symbolic link/);
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test("where a folder stands in the way", async () => {
    mkdirSync(join(root, "a.ts"));
    expect((await run({ "a.ts": "a" }))["a.ts"]).toContain("a.ts is a folder");
  });

  test("beside a name that some disks take for the same; under that name, what was generated is followed", async () => {
    put("Readme.md", "theirs");
    put("Src/own.ts", "theirs");
    const files = { "README.md": "a", "src/a.ts": "b", "b.ts": "c\n" };
    const refused = await run(files);
    expect(refused["README.md"]).toContain("one file with Readme.md");
    expect(refused["src/a.ts"]).toContain("one file with Src");
    expect(existsSync(join(root, "b.ts"))).toBe(false);
    rmSync(join(root, "Readme.md"));
    rmSync(join(root, "Src"), { recursive: true });
    await run(files);
    renameSync(join(root, "b.ts"), join(root, "B.ts"));
    expect(await run({ ...files, "b.ts": "d\n" })).toMatchObject({ "B.ts": "replace" });
    expect(readdirSync(root)).not.toContain("b.ts");
  });

  test("under the lock of a run that is alive; one that died is no obstacle", async () => {
    mkdirSync(join(root, ".restwright"));
    const host = execFileSync("hostname", { encoding: "utf8" }).trim();
    put(".restwright/lock", JSON.stringify({ pid: process.pid, host }));
    await expect(run({ a: "a" })).rejects.toThrow(/is at work in this project/);
    put(".restwright/lock", JSON.stringify({ pid: 1, host: "elsewhere" }));
    await expect(run({ a: "a" })).rejects.toThrow(/on elsewhere/);
    const dead = spawnSync("true").pid;
    put(".restwright/lock", JSON.stringify({ pid: dead, host }));
    expect(await run({ a: "a" })).toEqual({ a: "create" });
  });

  test("over a state of a newer version, or a damaged one", async () => {
    await run({ a: "a" });
    put(".restwright/state.json", '{"format": 2}');
    await expect(run({ a: "b" })).rejects.toThrow(/newer/);
    put(".restwright/state.json", "<<<<<<< ours");
    await expect(run({ a: "b" })).rejects.toThrow(/not valid JSON/);
  });

  test("when a file changes between plan and writing", async () => {
    await run({ a: "a" });
    const plan = await planProject(root, output({ a: "b", c: "c" }));
    put("a", "edited meanwhile");
    await expect(writeProject(plan, async () => plan)).rejects.toThrow(/changed while/);
    expect(get("a")).toBe("edited meanwhile");
    expect(get("c")).toBeNull();
    expect(existsSync(join(root, ".restwright/tx"))).toBe(false);
  });
});
