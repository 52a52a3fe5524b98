/** What concerns a whole tree: branches, line ends, and what is not written. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { declaration, outputOf, run } from "./scenario.ts";

const PAGES = {
  find: "      price: decimal(10,2) >= 0\n",
  replace: "      price: decimal(10,2) >= 0\n      pages: integer?\n",
};
const DIED = { find: "      born: date?\n", replace: "      born: date?\n      died: date?\n" };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-tree-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...values: string[]): string {
  const identity = [
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "-c",
    "init.defaultBranch=main",
  ];
  return execFileSync("git", [...identity, ...values], { cwd: root, encoding: "utf8" });
}

function files(): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("two branches with a field each merge in git, records included, and regenerate to what one would have", async () => {
  const commit = (text: string) => {
    git("add", "-A");
    git("commit", "-qm", text);
  };
  git("init", "-q");
  await run(root, await outputOf(declaration("fastify", [])));
  commit("start");
  git("checkout", "-qb", "pages");
  await run(root, await outputOf(declaration("fastify", [PAGES])));
  commit("pages");
  git("checkout", "-q", "main");
  await run(root, await outputOf(declaration("fastify", [DIED])));
  commit("died");
  git("merge", "-q", "--no-edit", "pages");
  const both = await outputOf(declaration("fastify", [PAGES, DIED]));
  const { changes } = await run(root, both);
  expect(changes.filter(({ kind }) => kind === "conflict")).toEqual([]);
  const compared = both.output.files.filter(({ migration }) => migration === undefined);
  for (const { path, text } of compared) expect(readFileSync(join(root, path), "utf8")).toBe(text);
  expect((await run(root, both)).writes).toEqual([]);
});

test("a tree with Windows line ends keeps them in every file, merged and replaced alike", async () => {
  await run(root, await outputOf(declaration("fastify", [])));
  for (const file of files().filter((path) => !path.includes("/.restwright/"))) {
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
  }
  const rows = join(root, "src/modules/book/book.rows.ts");
  writeFileSync(rows, `${readFileSync(rows, "utf8")}\r\nexport const own = 1;\r\n`);
  const { changes } = await run(root, await outputOf(declaration("fastify", [PAGES])));
  expect(changes.find(({ path }) => path.endsWith("book.rows.ts"))).toMatchObject({
    kind: "merge",
  });
  expect(readFileSync(rows, "utf8")).toContain("  pages: number | null;\r\n");
  for (const { path, kind } of changes) {
    if (kind === "create") continue;
    const text = readFileSync(join(root, path), "utf8");
    expect(text.replaceAll("\r\n", ""), path).not.toContain("\n");
  }
});

test("a field of one resource touches its files and what names it, nothing else", async () => {
  await run(root, await outputOf(declaration("fastify", [])));
  const before = new Map(files().map((file) => [file, statSync(file, { bigint: true }).mtimeNs]));
  const { changes } = await run(root, await outputOf(declaration("fastify", [PAGES])));
  const written = new Set(changes.filter(({ kind }) => kind !== "keep").map(({ path }) => path));
  expect([...written].filter((path) => /author|tag/.test(path))).toEqual([]);
  for (const [file, time] of before) {
    const path = file.slice(root.length + 1);
    if (written.has(path) || path.startsWith(".restwright/")) continue;
    expect(statSync(file, { bigint: true }).mtimeNs, path).toBe(time);
  }
});
