/** A field and a resource are renamed under code of the user's own, in a service with its packages installed. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkNodeModules } from "../support/cache.ts";
import { binary } from "../support/command-line.ts";
import { apply, declaration } from "./scenario.ts";

const RENAMED = [
  {
    find: "      cover_url: url?\n",
    replace: "      cover: { type: url, optional: true, was: cover_url }\n",
  },
  {
    find: "      status: enum(draft, published) = draft\n",
    replace:
      "      state: { type: enum, values: [draft, published], default: draft, was: status }\n",
  },
  { find: "  Tag:\n    fields:\n", replace: "  Label:\n    was: Tag\n    fields:\n" },
  { find: "      tags: <-> Tag\n", replace: "      labels: { type: <-> Label, was: tags }\n" },
];

const OWN = `import type { FastifyReply, FastifyRequest } from "fastify";
import { tagList } from "./modules/tag/tag.list.js";
import { TagRepository } from "./modules/tag/tag.repository.js";
import { bookValues, type BookRow } from "./modules/book/book.rows.js";
import type { BookCreate } from "./modules/book/book.schemas.js";

interface Order {
  status: string;
  tags: string[];
}

export function cover(row: BookRow, request: FastifyRequest, reply: FastifyReply): string {
  const order: Order = { status: "open", tags: [] };
  reply.status(200);
  const { status, cover_url } = row;
  const body: Partial<BookCreate> = { cover_url: "x", status: "draft" };
  const open = (request.body as { status: string }).status;
  return [row.cover_url, status, cover_url, order.status, order.tags, body.status, open].join();
}

export function tags(repository: TagRepository): object {
  return { list: tagList, repository, bookValues };
}
`;

const CHANGED = OWN.replaceAll("tagList", "labelList")
  .replaceAll("TagRepository", "LabelRepository")
  .replaceAll("/tag/tag.", "/label/label.")
  .replace("const { status, cover_url }", "const { state: status, cover: cover_url }")
  .replace('{ cover_url: "x", status: "draft" }', '{ cover: "x", state: "draft" }')
  .replace("row.cover_url", "row.cover")
  .replace("body.status", "body.state");

/** Path and line of each usage in files of the user's own, and of the one in a generated file. */
const PLACES = [
  "src/modules/book/book.repository.ts:171 cover_url",
  "src/modules/book/book.repository.ts:171 status",
  "src/own.ts:2 tag",
  "src/own.ts:3 Tag",
  "src/own.ts:3 tag",
  "src/own.ts:15 status",
  "src/own.ts:15 cover_url",
  "src/own.ts:16 cover_url",
  "src/own.ts:16 status",
  "src/own.ts:18 cover_url",
  "src/own.ts:18 status",
  "src/own.ts:21 Tag",
  "src/own.ts:22 tag",
];

const home = mkdtempSync(join(tmpdir(), "restwright-usages-"));
const start = join(home, "start");

function run(root: string, ...values: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...values], {
    cwd: root,
    encoding: "utf8",
    input: "",
  });
  return { code: status, out: stdout, err: stderr };
}

function copy(name: string): string {
  const root = join(home, name);
  cpSync(start, root, { recursive: true, verbatimSymlinks: true });
  return root;
}

function typeErrors(root: string): string {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "--noEmit"], { cwd: root, encoding: "utf8" })
    .stdout;
}

function files(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, "latin1")]));
}

beforeAll(async () => {
  await apply(start, [{ path: "restwright.yaml", write: declaration("fastify", []) }]);
  expect(run(start, "generate", "--quiet").code).toBe(0);
  await linkNodeModules(start);
  await apply(start, [
    { path: "src/own.ts", write: OWN },
    {
      path: "src/modules/book/book.repository.ts",
      find: "  async #explained(error: unknown, write: Write): Promise<unknown> {",
      replace:
        "  coverOf(row: BookRow): string {\n    return row.cover_url ?? row.status;\n  }\n\n  async #explained(error: unknown, write: Write): Promise<unknown> {",
    },
  ]);
  expect(typeErrors(start)).toBe("");
  writeFileSync(join(start, "restwright.yaml"), declaration("fastify", RENAMED));
}, 600_000);
afterAll(() => rmSync(home, { recursive: true }));

test("check and a dry run list the places, as they are on disk, and change nothing", () => {
  const before = files(start);
  const { code, err } = run(start, "check");
  expect(code).toBe(0);
  const places = [...err.matchAll(/^\s+(\S+:\d+)\s+(\w+) is now/gm)].map(
    ([, at, name]) => `${at} ${name}`,
  );
  expect(places).toEqual(PLACES);
  expect(err).not.toContain("spelled so");
  const dry = run(start, "generate", "--dry-run", "--json", "--rename-usages");
  expect(dry.code).toBe(0);
  const { changes, migrations, ...rest } = JSON.parse(dry.out) as {
    changes: { path: string }[];
    migrations: { name: string }[];
  };
  expect(migrations).toMatchObject([{ parents: ["0001_initial"] }]);
  expect(changes).toContainEqual(expect.objectContaining({ action: "merge", path: "src/own.ts" }));
  expect(rest).toEqual({ faults: [] });
  expect(files(start)).toEqual(before);
}, 300_000);

test("generate tells them where they are then, and leaves them; undo and --rename-usages change them", () => {
  const root = copy("told");
  const { code, err } = run(root, "generate");
  expect(code).toBe(0);
  expect(err).toContain("src/own.ts:18");
  expect(err).toContain("--rename-usages");
  expect(readFileSync(join(root, "src/own.ts"), "utf8")).toBe(OWN);
  expect(typeErrors(root)).toContain("src/own.ts(18,");
  expect(run(root, "undo").code).toBe(0);
  expect(run(root, "generate", "--rename-usages").code).toBe(0);
  expect(readFileSync(join(root, "src/own.ts"), "utf8")).toBe(CHANGED);
  const repository = readFileSync(join(root, "src/modules/book/book.repository.ts"), "utf8");
  expect(repository).toContain("return row.cover ?? row.state;");
  expect(typeErrors(root)).toBe("");
  expect(run(root, "generate")).toMatchObject({
    code: 0,
    err: expect.stringContaining("Up to date"),
  });
}, 600_000);
