/** What becomes of a project whose declaration names another framework, or another database. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restwright } from "../support/command-line.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Book:
    fields:
      title: string(80)
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-foundation-"));
  declare(DECLARATION);
  expect(run("generate").code).toBe(0);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function declare(text: string): void {
  writeFileSync(join(root, "restwright.yaml"), text);
}

function run(...values: string[]) {
  return restwright(values, { cwd: root });
}

/** Every file of the project with its text, but what is only remembered. */
function files(folder = root): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !/\.restwright\/(tx|last|output|undo)/.test(path));
  return Object.fromEntries(
    found.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

test("another framework is refused, with the place and the way there, and nothing is written", () => {
  declare(DECLARATION.replace("fastify", "fastapi"));
  const before = files();
  for (const command of [["generate"], ["diff"], ["migrations", "plan"]]) {
    const { code, out, err } = run(...command);
    expect({ code, out }).toEqual({ code: 4, out: "" });
    expect(err).toBe(
      "refused: this project is one of fastify, and the declaration asks for fastapi\n" +
        "  restwright.yaml:3:12\n" +
        "  fix: keep `framework: fastify` here, and make the other beside it: " +
        "`restwright new ../library-fastapi --from restwright.yaml --framework fastapi`\n",
    );
  }
  expect(files()).toEqual(before);
});

test("the command that the refusal names makes the other project", () => {
  declare(DECLARATION.replace("fastify", "fastapi"));
  const command = /`restwright ([^`]+)`/.exec(run("generate").err.split("beside it")[1] ?? "");
  const words = command?.[1]?.replace("../library-fastapi", "other").split(" ") ?? [];
  const made = run(...words, "--yes", "--no-install", "--no-git");
  expect(made).toMatchObject({ code: 0 });
  expect(readFileSync(join(root, "other/pyproject.toml"), "utf8")).toContain("fastapi");
});

test("another database is refused while there are migrations for the first", () => {
  declare(DECLARATION.replace("sqlite", "postgres"));
  const before = files();
  const { code, out, err } = run("generate");
  expect({ code, out }).toEqual({ code: 4, out: "" });
  expect(err).toContain(
    "refused: the migrations of this project are written for sqlite, and the declaration asks for postgres\n" +
      "  restwright.yaml:4:11\n  .restwright/migrations\n",
  );
  expect(err).toContain("fix: keep `database: sqlite`; or, ");
  expect(files()).toEqual(before);
});

test("without them the project becomes, to the byte, what it would be had it been begun with that database", () => {
  declare(DECLARATION.replace("sqlite", "postgres"));
  rmSync(join(root, ".restwright/migrations"), { recursive: true });
  rmSync(join(root, "src/database/migrations"), { recursive: true });
  expect(run("generate")).toMatchObject({ code: 0 });
  const changed = files();
  expect(changed["src/database/migrations/0001_initial.ts"]).toContain("IDENTITY");
  rmSync(root, { recursive: true });
  root = mkdtempSync(join(tmpdir(), "restwright-foundation-"));
  declare(DECLARATION.replace("sqlite", "postgres"));
  expect(run("generate")).toMatchObject({ code: 0 });
  expect(changed).toEqual(files());
});

test("what was generated for the same framework and database goes on as ever", () => {
  declare(DECLARATION.replace("string(80)", "string(80)\n      pages: integer?"));
  expect(run("generate")).toMatchObject({ code: 0 });
});
