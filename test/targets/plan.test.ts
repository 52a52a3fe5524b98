import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { planTarget } from "../../src/targets/plan.ts";
import { findTarget } from "../../src/targets/source.ts";

const MANIFEST = `
name: mine
title: Mine
language: typescript
layers: [./layers/data]
databases:
  sqlite: { layers: [./layers/sqlite] }
`;
const FOLDERS = ["service", "resource", "migration"];
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "restwright-plan-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const BASE = {
  "mine/target.yaml": MANIFEST,
  "mine/README.md": "about the target, not a template",
  "mine/service/src/app.ts.hbs": "a",
  "mine/resource/src/[resource].ts.hbs": "b",
  "mine/layers/data/service/src/data.ts": "c",
  "mine/layers/data/partials/fields/text.hbs": "d",
  "mine/layers/sqlite/service/src/driver.ts": "e",
};

test("a target, its layers and those of the database stand beside each other", async () => {
  await write(BASE);
  const plan = await planTarget(await findTarget("./mine", root), "sqlite", FOLDERS, null);
  expect(
    plan.templates.map(({ folder, path, origin, verbatim }) => [folder, path, origin, verbatim]),
  ).toEqual([
    ["service", "src/data.ts", "./mine/layers/data/service/src/data.ts", true],
    ["service", "src/driver.ts", "./mine/layers/sqlite/service/src/driver.ts", true],
    ["resource", "src/[resource].ts", "./mine/resource/src/[resource].ts.hbs", false],
    ["service", "src/app.ts", "./mine/service/src/app.ts.hbs", false],
  ]);
  expect(plan.partials.map(({ path }) => path)).toEqual(["fields/text"]);
});

test("a project replaces and adds single files", async () => {
  await write({
    ...BASE,
    "shop/templates/service/src/app.ts.hbs": "own",
    "shop/templates/service/src/extra.ts": "more",
  });
  const target = await findTarget("../mine", join(root, "shop"));
  const plan = await planTarget(target, "sqlite", FOLDERS, join(root, "shop"));
  const own = plan.templates.filter(({ origin }) => origin.startsWith("templates/"));
  expect(own.map(({ path, source, replaces }) => [path, source, replaces])).toEqual([
    ["src/app.ts", "own", "../mine/service/src/app.ts.hbs"],
    ["src/extra.ts", "more", null],
  ]);
});

test("an npm package is found from the project's folder upwards", async () => {
  const manifest = "name: mine\ntitle: M\nlanguage: typescript\ndatabases: { sqlite: {} }\n";
  await write({ "node_modules/@x/koa/target.yaml": manifest });
  expect((await findTarget("npm:@x/koa", join(root, "a/b"))).manifest.name).toBe("mine");
});

describe("faults", () => {
  test("two sources of one path", async () => {
    await write({ ...BASE, "mine/layers/sqlite/service/src/app.ts": "" });
    await expect(
      planTarget(await findTarget("./mine", root), "sqlite", FOLDERS, null),
    ).rejects.toThrow(
      "service/src/app.ts has two sources: ./mine/service/src/app.ts.hbs and ./mine/layers/sqlite/service/src/app.ts",
    );
  });

  test("a database it does not serve", async () => {
    await write(BASE);
    await expect(
      planTarget(await findTarget("./mine", root), "postgres", FOLDERS, null),
    ).rejects.toThrow("./mine does not serve postgres");
  });

  test("a missing layer", async () => {
    await write({ "mine/target.yaml": MANIFEST });
    await expect(
      planTarget(await findTarget("./mine", root), "sqlite", FOLDERS, null),
    ).rejects.toThrow("there is no layer ./mine/layers/data");
  });

  test("a file that npm would not pack", async () => {
    await write({ ...BASE, "mine/service/.gitignore": "" });
    await expect(
      planTarget(await findTarget("./mine", root), "sqlite", FOLDERS, null),
    ).rejects.toThrow("npm packs no file named .gitignore");
  });

  test.each([
    ["npm:nothing-here", "the package nothing-here is not installed, or is no target"],
    ["npm:../x", "`../x` is not the name of a package"],
    ["./nowhere", "there is no folder ./nowhere"],
    ["fastfiy", "there is no target `fastfiy`"],
  ])("%s", async (reference, message) => {
    await expect(findTarget(reference, root)).rejects.toThrow(message);
  });

  test("a manifest's unknown key and wrong value are reported together", async () => {
    await write({
      "mine/target.yaml": "name: Mine\ntitle: x\nlanguage: typescript\ndatabases: {}\nlayer: []\n",
    });
    await expect(findTarget("./mine", root)).rejects.toThrow(
      /name: .*\ndatabases: names no database\n.*layer/s,
    );
  });
});
