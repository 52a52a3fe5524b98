/**
 * Random people edit random trees, the declaration changes at random: nothing of theirs is lost or doubled, what they left
 * alone is as generated, all of it parses, and it type-checks whenever a merge by hand would (see `random/person.ts`).
 * `REGENERATION_CASES` raises the number of cases, `REGENERATION_SEED` says where they begin.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkNodeModules, virtualEnvironment } from "../support/cache.ts";
import { hasPython, python as pythonProgram } from "../support/requirements.ts";
import { play, type Played, type Stage } from "./random/play.ts";
import { startPython, type PythonProcess } from "./random/python-process.ts";
import { pythonCheck, typescriptCheck } from "./random/type-check.ts";
import { declaration, outputOf } from "./scenario.ts";

const cases = Number(process.env["REGENERATION_CASES"] ?? 6);
const first = Number(process.env["REGENERATION_SEED"] ?? 8);

let folder: string;
let python: PythonProcess;

/** A folder with the dependencies of the trees that come to lie in it. */
async function prepare(target: Stage["target"]): Promise<Stage> {
  folder = mkdtempSync(join(tmpdir(), "restwright-property-"));
  const { output } = await outputOf(declaration(target, []));
  for (const { path, text } of output.files) {
    if (/^(package\.json|pyproject\.toml)$/.test(path)) writeFileSync(join(folder, path), text);
  }
  if (target === "fastify") {
    await linkNodeModules(folder);
    python = startPython(pythonProgram);
    return { target, folder, check: typescriptCheck(), runPython: python.run };
  }
  const programs = await virtualEnvironment(folder, pythonProgram);
  python = startPython(join(programs, "python"));
  return {
    target,
    folder,
    check: pythonCheck(programs, join(folder, "mypy")),
    runPython: python.run,
  };
}

// Trees of both are read by Python as well.
describe.skipIf(!hasPython).each(["fastify", "fastapi"] as const)("%s", (target) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await prepare(target);
  }, 600_000);
  afterAll(() => {
    python.stop();
    rmSync(folder, { recursive: true });
  });

  test(`${cases} random people keep what they did`, { timeout: 36_000_000 }, async () => {
    const played: Played[] = [];
    for (let seed = first; seed < first + cases; seed += 1) played.push(await play(seed, stage));
    const count = (typed: Played["typed"]) => played.filter((one) => one.typed === typed).length;
    // People whose trees do not type-check prove nothing; neither do merges of nothing.
    expect(count("yes")).toBeGreaterThan(cases / 4);
    expect(count("person's own fault")).toBeLessThanOrEqual(cases / 8);
  });
});
