/** The rules that keep the source readable: which folder may import which, how long a file may be, what no file holds. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folder of `src` → the folders it may import from, besides itself. Order is that of the pipeline. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  language: ["diagnostics"],
  model: ["diagnostics", "language"],
  contract: ["diagnostics", "language", "model"],
  storage: ["diagnostics", "language", "model"],
  migrations: ["diagnostics", "language", "model", "storage"],
  languages: ["diagnostics", "language", "model", "contract", "storage", "migrations"],
  render: ["diagnostics"],
  formatting: ["diagnostics", "render"],
  project: ["diagnostics", "render"],
  targets: ["diagnostics", "model", "languages", "render"],
  "generate.ts": [
    "diagnostics",
    "language",
    "model",
    "contract",
    "storage",
    "migrations",
    "languages",
    "render",
    "formatting",
    "project",
    "targets",
  ],
};

/** Everything git knows of or would add: what a clone and a package are made of. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(root, path)));
const sources = files.filter((path) => /^src\/.*\.ts$/.test(path));

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function folderOf(path: string): string {
  return path.split("/")[1] ?? "";
}

function importsOf(path: string): string[] {
  const found = [...read(path).matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)];
  return found.map(([, target = ""]) =>
    relative(root, resolve(root, dirname(path), target)).replaceAll("\\", "/"),
  );
}

test("there are sources to judge, and every folder of them has its place in the order", () => {
  expect(sources.length).toBeGreaterThan(20);
  const folders = new Set(sources.map(folderOf));
  const placed = new Set([...Object.keys(MAY_IMPORT), "cli", "index.ts"]);
  expect([...folders].filter((folder) => !placed.has(folder))).toEqual([]);
});

test("imports run one way", () => {
  const wrong = sources.flatMap((path) => {
    const allowed = MAY_IMPORT[folderOf(path)];
    if (allowed === undefined) return [];
    return importsOf(path)
      .filter((target) => target.startsWith("src/"))
      .filter((target) => ![folderOf(path), ...allowed].includes(folderOf(target)))
      .map((target) => `${path} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("only the command line talks to people", () => {
  const talks = /\bconsole\.|process\.(stdout|stderr|stdin|exit)\b/;
  const wrong = sources.filter((path) => folderOf(path) !== "cli" && talks.test(read(path)));
  expect(wrong).toEqual([]);
});

test("only one folder writes to the disk, besides `new`, which makes it", () => {
  const reads = /^(access|exists|glob|lstat|open|opendir|readdir|readFile|realpath|stat)(Sync)?$/;
  const named = /import \{([^}]*)\} from "node:fs(?:\/promises)?"/g;
  const wrong = sources
    .filter((path) => !["project", "cli"].includes(folderOf(path)))
    .flatMap((path) =>
      [...read(path).matchAll(named)].flatMap(([, names = ""]) =>
        names
          .split(",")
          .map((name) => name.trim().replace(/^type .*/, ""))
          .filter((name) => name !== "" && !reads.test(name))
          .map((name) => `${path} uses ${name}`),
      ),
    );
  expect(wrong).toEqual([]);
});

test("files are near 100 lines, seldom past 300, never past 400", () => {
  // The published interfaces of views stand in one file per language, because it may import nothing.
  const code = files.filter(
    (path) => /^(src|scripts|bin|bench)\/.*\.(ts|js)$/.test(path) && !path.endsWith("/views.ts"),
  );
  const lengths = code.map((path) => [path, read(path).split("\n").length - 1] as const);
  expect(lengths.filter(([, lines]) => lines > 400)).toEqual([]);
  const long = lengths.filter(([, lines]) => lines > 300);
  expect(long.length / code.length, JSON.stringify(long)).toBeLessThan(0.05);
  const mean = lengths.reduce((sum, [, lines]) => sum + lines, 0) / lengths.length;
  expect(mean).toBeLessThan(130);
});

test("no file is a drawer for odds and ends", () => {
  const drawer = /(^|\/)(utils?|common|helpers?|misc|shared|lib)(\.[a-z]+|\/)/;
  const own = files.filter((path) => /^(src|test|scripts|bench)\//.test(path));
  expect(
    own.filter((path) => !/^test\/(references|golden)\//.test(path) && drawer.test(path)),
  ).toEqual([]);
});

test("no half-finished merge is committed", () => {
  const published = files.filter((path) => /^(src|templates|docs|scripts|bin)\//.test(path));
  expect(published.filter((path) => /^(<{7}|>{7}) /m.test(read(path)))).toEqual([]);
});

test("no check is switched off for a line or a file", () => {
  const escapes = /@ts-(ignore|expect-error|nocheck)|(ox|es)lint-disable/;
  const wrong = sources.filter((path) => escapes.test(read(path)));
  expect(wrong).toEqual([]);
});

describe("what is published holds nothing of the machine it was made on", () => {
  const text = files.filter((path) => !/\.(png|ico|woff2?|gz|db)$/.test(path));

  test("no address of a package registry in a lock file", () => {
    const locks = text.filter((path) => /(lock\.(json|yaml)|\.lock|\.npmrc|pip\.conf)$/.test(path));
    expect(locks.length).toBeGreaterThan(0);
    expect(locks.filter((path) => /"resolved"|registry\.|\bindex-url\b/.test(read(path)))).toEqual(
      [],
    );
  });

  test("no absolute path of a person's folder", () => {
    // Written apart, so that this file does not find itself.
    const personal = new RegExp(["/(home", "Users|root|work)/[a-z_][\\w.-]*/"].join("|"), "i");
    const places = text.flatMap((path) =>
      read(path)
        .split("\n")
        .filter((line) => personal.test(line) && !/https?:\/\//.test(line))
        .map((line) => `${path}: ${line.trim().slice(0, 120)}`),
    );
    expect(places).toEqual([]);
  });
});
