/** A project under version control, as its users have it: the command line, real git, migrations and edits of their own. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { restwright } from "../support/command-line.ts";
import { declaration } from "./scenario.ts";

const PAGES = {
  find: "      price: decimal(10,2) >= 0\n",
  replace: "      price: decimal(10,2) >= 0\n      pages: integer?\n",
};
const DIED = { find: "      born: date?\n", replace: "      born: date?\n      died: date?\n" };
const COVER = { find: "      cover_url: url?\n", replace: "      cover: url?\n" };

interface Places {
  readonly migrations: string;
  /** Where rows of books and of authors are said, and a line of the user's own for it. */
  readonly books: string;
  readonly authors: string;
  readonly own: string;
}
const TARGETS: Readonly<Record<string, Places>> = {
  fastify: {
    migrations: "src/database/migrations",
    books: "src/modules/book/book.rows.ts",
    authors: "src/modules/author/author.rows.ts",
    own: "\nexport const own = 1;\n",
  },
  fastapi: {
    migrations: "migrations/versions",
    books: "app/books/models.py",
    authors: "app/authors/models.py",
    own: "\n\nOWN = 1\n",
  },
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-git-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...values: string[]): string {
  const settings = ["user.name=A", "user.email=a@example.com", "init.defaultBranch=main"];
  const options = settings.flatMap((one) => ["-c", one]);
  return execFileSync("git", [...options, ...values], { cwd: root, encoding: "utf8" });
}

function commit(text: string): void {
  git("add", "-A");
  git("commit", "-qm", text);
}

function generate(...values: string[]) {
  return restwright(["generate", ...values], { cwd: root });
}

function declare(target: string, changes: Parameters<typeof declaration>[1]): void {
  writeFileSync(join(root, "restwright.yaml"), declaration(target, changes));
}

function get(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Path → bytes of everything but git's own. */
function tree(): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.startsWith(".git/"));
  return new Map(files.sort().map((path) => [path, readFileSync(join(root, path), "latin1")]));
}

function migrations(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => /^\d{4}_/.test(name))
    .sort();
}

describe.each(Object.entries(TARGETS))("%s", (target, { migrations: folder, ...places }) => {
  test("two branches, each with a field and edits, merge in git; then both are there, and nothing is left to do", () => {
    git("init", "-q");
    declare(target, []);
    expect(generate().code).toBe(0);
    commit("start");
    git("checkout", "-qb", "pages");
    appendFileSync(join(root, places.books), places.own);
    declare(target, [PAGES]);
    expect(generate().code).toBe(0);
    commit("pages");
    git("checkout", "-q", "main");
    appendFileSync(join(root, places.authors), places.own);
    declare(target, [DIED]);
    expect(generate().code).toBe(0);
    commit("died");
    git("merge", "-q", "--no-edit", "pages");
    expect(get("restwright.yaml")).toBe(declaration(target, [PAGES, DIED]));
    expect(generate()).toMatchObject({ code: 0 });
    expect(get(places.books)).toContain("pages");
    expect(get(places.authors)).toContain("died");
    for (const path of [places.books, places.authors]) expect(get(path)).toContain(places.own);
    expect(migrations(folder).map((name) => name.slice(4, -3))).toEqual([
      expect.stringContaining("initial"),
      expect.stringContaining("died"),
      expect.stringContaining("pages"),
    ]);
    const settled = tree();
    expect(generate("--check").code).toBe(0);
    expect(tree()).toEqual(settled);
  }, 240_000);

  test("a tree with staged, unstaged and untracked edits: they stay, and git's index is not touched", () => {
    git("init", "-q");
    declare(target, []);
    generate();
    commit("start");
    appendFileSync(join(root, places.books), places.own);
    git("add", places.books);
    appendFileSync(join(root, places.authors), places.own);
    writeFileSync(join(root, "notes.txt"), "untracked\n");
    git("rm", "-q", "--cached", "README.md");
    const index = () => git("ls-files", "--stage");
    const staged = index();
    declare(target, [PAGES]);
    expect(generate().code).toBe(0);
    expect(index()).toBe(staged);
    expect(get("notes.txt")).toBe("untracked\n");
    expect(get(places.books)).toContain("pages");
    for (const path of [places.books, places.authors]) expect(get(path)).toContain(places.own);
    expect(git("show", `:${places.books}`)).not.toContain("pages");
    const lines = git("status", "--porcelain").split("\n");
    expect(lines).toContain(`MM ${places.books}`);
    expect(lines).toContain(` M ${places.authors}`);
    expect(lines).toContain("?? notes.txt");
    expect(restwright(["undo"], { cwd: root }).code).toBe(0);
    expect(index()).toBe(staged);
  }, 240_000);

  test("a last migration that was edited by hand stays as it is when another change comes after it", () => {
    declare(target, []);
    generate();
    declare(target, [PAGES]);
    generate();
    const [, second = ""] = migrations(folder);
    const path = join(folder, second);
    const edited = `${get(path)}${target === "fastify" ? "//" : "#"} ours\n`;
    writeFileSync(join(root, path), edited);
    const others = new Map([...tree()].filter(([one]) => one.startsWith(folder)));
    declare(target, [PAGES, DIED]);
    expect(generate().code).toBe(0);
    expect(migrations(folder)).toHaveLength(3);
    for (const [one, bytes] of others) expect(tree().get(one), one).toBe(bytes);
    expect(get(join(folder, migrations(folder)[2] ?? ""))).toContain("died");
    expect(generate("--check").code).toBe(0);
  }, 240_000);

  test("a rename without `was`, and nobody to ask: nothing is written, and the lines to paste are told", () => {
    declare(target, []);
    generate();
    declare(target, [COVER]);
    const before = tree();
    const { code, err } = generate();
    expect(code).toBe(2);
    expect(err).toContain("was: cover_url");
    expect(tree()).toEqual(before);
    const told = {
      find: COVER.find,
      replace: "      cover: { type: url, optional: true, was: cover_url }\n",
    };
    declare(target, [told]);
    expect(generate().code).toBe(0);
    expect(get(places.books)).not.toContain("cover_url");
  }, 240_000);
});
