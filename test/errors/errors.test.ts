/** Every folder beside this file is a faulty declaration and what is printed about it, to the letter. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue/index.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";
import { loadModel } from "../../src/model/load.ts";
import { notYet } from "../../src/model/not-yet.ts";

const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

async function faultsOf(name: string): Promise<readonly Diagnostic[]> {
  const cwd = join(folder, name);
  const { model, diagnostics, place } = await loadModel(join(cwd, "restwright.yaml"), { cwd });
  return model === null ? diagnostics : [...diagnostics, ...notYet(model, place)];
}

describe("what is printed about a faulty declaration", () => {
  test.each(cases)("%s", async (name) => {
    const printed = formatDiagnostics(await faultsOf(name));
    await expect(printed).toMatchFileSnapshot(join(folder, name, "stderr.txt"));
    expect(printed).not.toBe("");
  });
});

/** They need a file of many megabytes, or two thousand files: made in test/language. */
const madeElsewhere = ["RW1003", "RW1009"];

/** RW2xxx are what targets cannot do: faults of a valid declaration. */
const codes = Object.keys(catalogue).filter((code) => code < "RW2000");

test("every code of the catalogue has a case", async () => {
  const found = new Set<string>(madeElsewhere);
  for (const name of cases) {
    for (const { code } of await faultsOf(name)) {
      found.add(code);
    }
  }
  expect([...found].sort()).toEqual(codes.sort());
});
