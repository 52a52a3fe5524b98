/** What was generated for one input is not made again; whatever differs, or was meddled with, is. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPast } from "../../src/cli/migrations/past.ts";
import { generate, type Generated, type Past } from "../../src/generate.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import { Disk } from "../../src/project/disk.ts";
import { memoryOn } from "../../src/project/memory.ts";
import { planProject, writeProject } from "../../src/project/project.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { DECLARATION, writeFiles, writeTarget } from "../regeneration/plain-target.ts";
import { declaration } from "../regeneration/scenario.ts";

const PAGES = {
  find: "      price: decimal(10,2) >= 0\n",
  replace: "      price: decimal(10,2) >= 0\n      pages: integer?\n",
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-memory-"));
});
afterEach(() => rmSync(root, { recursive: true }));

async function made(
  text: string,
  identity: string | null,
  wishes: Partial<Past> = {},
  digest: string | null = null,
): Promise<Generated> {
  const { model, place } = loadModelFromText(text, "restwright.yaml");
  if (model === null) throw new Error("invalid declaration");
  const past = { ...readPast(new Disk(root)), ...wishes };
  return generate({ model, place, root, tool: "0.0.0", identity, past, declaration: digest });
}

async function written(text: string, digest: string | null = null): Promise<void> {
  const { output } = await made(text, "one", {}, digest);
  const plan = () => planProject(root, output);
  await writeProject(await plan(), plan);
}

function isRemembered({ origins }: Generated): boolean {
  return origins.size === 0;
}

test.each(["fastify", "fastapi"])(
  "%s: the same input is remembered; another is made anew, with the files that it leaves as they were",
  async (target) => {
    const text = declaration(target, []);
    await written(text);
    const again = await made(text, "one");
    expect(isRemembered(again)).toBe(true);
    const anew = await made(text, null);
    expect(again.output.files).toEqual(anew.output.files);
    expect(again.output.records).toEqual(anew.output.records);
    expect((await planProject(root, again.output)).writes).toEqual([]);
    const changed = declaration(target, [PAGES]);
    const next = await made(changed, "one");
    expect(isRemembered(next)).toBe(false);
    expect(next.output.files).toEqual((await made(changed, null)).output.files);
  },
  300_000,
);

/** Whether each file of a migration was made in that run, oldest first. */
function migrationsMade({ output, origins }: Generated): boolean[] {
  return output.files
    .filter(({ migration }) => migration !== undefined)
    .map(({ path }) => origins.has(path));
}

test.each(["fastify", "fastapi"])(
  "%s: a written migration is made again only where it is wanted, or what it is made of changed",
  async (target) => {
    await written(declaration(target, []));
    const text = declaration(target, [PAGES]);
    const anew = await made(text, null);
    const next = await made(text, "one");
    expect(migrationsMade(next)).toEqual([false, true]);
    expect(next.output.files).toEqual(anew.output.files);
    await written(text);
    const again = text.replace("pages: integer?\n", "pages: integer?\n      sheets: integer?\n");
    expect(migrationsMade(await made(again, "one"))).toEqual([false, false, true]);
    const all = [true, true, true];
    expect(migrationsMade(await made(again, "two"))).toEqual(all);
    expect(migrationsMade(await made(again, "one", { isWantedAgain: true }))).toEqual(all);
    expect(migrationsMade(await made(text, "one", { isWantedAgain: true }))).toEqual([true, true]);
    const records = readPast(new Disk(root)).records.slice(0, 1);
    expect(migrationsMade(await made(text, "one", { records }))).toEqual([true, true]);
    writeFiles(root, { "templates/service/README.md": "own\n" });
    expect(migrationsMade(await made(again, "one"))).toEqual(all);
    rmSync(join(root, "templates"), { recursive: true });
    expect(migrationsMade(await made(again, "one"))).toEqual([false, false, true]);
    const file = join(root, ".restwright/output.json");
    const memory = JSON.parse(readFileSync(file, "utf8")) as {
      files: { migration?: true; text?: string }[];
    };
    for (const one of memory.files) if (one.migration === true) one.text += "x";
    writeFileSync(file, JSON.stringify(memory));
    expect(migrationsMade(await made(again, "one"))).toEqual(all);
  },
  300_000,
);

describe("is made anew", () => {
  const text = DECLARATION;
  beforeEach(async () => {
    writeTarget(root, { "src/app.js": "let app;\n", "src/config.js": "let config;\n" });
    await written(text);
    expect(isRemembered(await made(text, "one"))).toBe(true);
  });

  test("by another program", async () => {
    expect(isRemembered(await made(text, "two"))).toBe(false);
  });

  test.each([
    ["a base was meddled with", ".restwright/base/src/app.js.base"],
    ["a record was", ".restwright/schema.json"],
    ["the memory was", ".restwright/output.json"],
  ])("where %s; and comes out right", async (_, path) => {
    appendFileSync(join(root, path), "x");
    const [again, anew] = [await made(text, "one"), await made(text, null)];
    expect(isRemembered(again)).toBe(false);
    expect(again.output.files).toEqual(anew.output.files);
  });

  test("where a formatted file's memory was meddled with: nothing is believed that is not its base", async () => {
    const file = join(root, ".restwright/output.json");
    const memory = JSON.parse(readFileSync(file, "utf8")) as {
      key: string;
      files: { digest: string }[];
    };
    memory.key = "other";
    for (const one of memory.files) one.digest = "other";
    writeFileSync(file, JSON.stringify(memory));
    expect((await made(text, "one")).output.files).toEqual((await made(text, null)).output.files);
  });

  test("where a template of the target changed", async () => {
    writeTarget(root, { "src/app.js": "let other;\n", "src/config.js": "let config;\n" });
    const next = await made(text, "one");
    expect(isRemembered(next)).toBe(false);
    expect(next.output.files.find(({ path }) => path === "src/app.js")?.text).toBe("let other;\n");
  });

  test("where the project has a template of its own now", async () => {
    writeFiles(root, { "templates/service/src/config.js": "let own;\n" });
    const next = await made(text, "one");
    expect(isRemembered(next)).toBe(false);
    expect(next.output.files.find(({ path }) => path === "src/config.js")?.text).toContain("own");
  });

  test("in a fresh clone, where there is no memory: and not a byte is written", async () => {
    rmSync(join(root, ".restwright/output.json"));
    const { output } = await made(text, "one");
    const plan = await planProject(root, output);
    expect(plan.writes).toEqual([]);
    await writeProject(plan, async () => plan);
    expect(existsSync(join(root, ".restwright/output.json"))).toBe(false);
  });
});

describe("the model of a declaration", () => {
  const model = (digest: string) => memoryOn(new Disk(root)).model(digest);
  const OTHER = DECLARATION.replace("title:", "name:");
  beforeEach(() => {
    writeTarget(root, { "src/app.js": "let app;\n" });
  });

  test("is known by the digest of its text, and by no other", async () => {
    await written(DECLARATION, "text");
    const kept = JSON.parse(model("text") ?? "null");
    expect(kept).toEqual(loadModelFromText(DECLARATION, "restwright.yaml").model);
    expect(model("other")).toBeNull();
    await written(OTHER, "other");
    expect(model("text")).toBeNull();
    expect(model("other")).toContain('"name": "name"');
  });

  test("is not remembered where it is not to be", async () => {
    await written(DECLARATION, null);
    expect(model("text")).toBeNull();
    expect(model("")).toBeNull();
  });

  test.each([".restwright/model.json", ".restwright/output.json"])(
    "is not believed where %s was meddled with",
    async (path) => {
      await written(DECLARATION, "text");
      appendFileSync(join(root, path), "x");
      expect(model("text")).toBeNull();
      rmSync(join(root, path));
      expect(model("text")).toBeNull();
    },
  );

  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "comes back from its text as it was, but for what is absent: random %i",
    (seed) => {
      const read = loadModelFromText(randomDeclaration(seed), "restwright.yaml").model;
      expect(read).not.toBeNull();
      expect(JSON.parse(JSON.stringify(read))).toEqual(read);
    },
  );

  test.each(["fastify", "fastapi"])("makes the same service: %s", async (target) => {
    const { model: read, place } = loadModelFromText(declaration(target, []), "restwright.yaml");
    if (read === null) throw new Error("invalid declaration");
    const kept = JSON.parse(JSON.stringify(read)) as typeof read;
    const [first, second] = await Promise.all(
      [read, kept].map((one) => generate({ model: one, place, root, tool: "0.0.0" })),
    );
    expect(second?.output).toEqual(first?.output);
  });
});
