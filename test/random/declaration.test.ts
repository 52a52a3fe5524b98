import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import { isCreatable } from "../conformance/model.ts";
import { planChecks } from "../conformance/suite.ts";
import { randomDeclaration } from "./declaration.ts";

const SEEDS = 200;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restwright-random-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("the same seed gives the same declaration", () => {
  expect(randomDeclaration(7)).toBe(randomDeclaration(7));
  expect(randomDeclaration(7)).not.toBe(randomDeclaration(8));
});

test(`${SEEDS} random declarations are valid, and their rows can be made`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const file = join(folder, "restwright.yaml");
    const text = randomDeclaration(seed);
    await writeFile(file, text);
    const { model, diagnostics } = await loadModel(file);
    const told = diagnostics.map((one) => JSON.stringify(one)).join("\n");
    expect(told, `seed ${seed}:\n${text}`).toBe("");
    if (model === null) throw new Error(`seed ${seed}: no model`);
    expect(
      model.resources.filter((one) => !isCreatable(model, one)).map((one) => one.name),
      `seed ${seed}`,
    ).toEqual([]);
    expect(planChecks(model).checks.length, `seed ${seed}`).toBeGreaterThan(250);
  }
});
