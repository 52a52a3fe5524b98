import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { loadModel } from "../src/model/load.ts";
import { unsafePath } from "../src/render/output-path.ts";
import { builtInTargets } from "../src/targets/source.ts";
import { starters } from "../src/targets/starters.ts";

const folder = mkdtempSync(join(tmpdir(), "restwright-starters-"));
afterAll(() => rmSync(folder, { recursive: true }));

const targets = await builtInTargets();
const declarations = await starters();
const cases = targets.flatMap((target) =>
  declarations.flatMap(({ name, file }) =>
    ["sqlite", "postgres"].map((database) => ({ target, starter: name, file, database })),
  ),
);

async function output({ target, starter, file, database }: (typeof cases)[number]) {
  const source = readFileSync(file, "utf8")
    .replace(/^framework: .*/m, `framework: ${target}`)
    .replace(/^database: .*/m, `database: ${database}`);
  const copy = join(folder, `${starter}-${target}-${database}.yaml`);
  writeFileSync(copy, source);
  const { model, diagnostics, place } = await loadModel(copy);
  if (model === null) throw new Error(JSON.stringify(diagnostics));
  return generate({ model, place, root: folder, tool: "0.0.0" });
}

test("there are targets and starters to prove", () => {
  expect(targets.length).toBeGreaterThan(0);
  expect(declarations.map(({ name }) => name)).toEqual([
    "blog",
    "bookstore",
    "crm",
    "projects",
    "shop",
  ]);
  expect(declarations.filter(({ description }) => description === "")).toEqual([]);
});

describe("every starter in every target on every database", () => {
  test.each(cases)("$starter in $target on $database", async (one) => {
    const first = await output(one);
    expect(first.diagnostics).toEqual([]);
    expect(first.faults).toEqual([]);
    const { files } = first.output;
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter(({ path }) => unsafePath(path) !== null)).toEqual([]);
    for (const { path } of files) expect(first.origins.get(path)?.from, path).toBeTruthy();
    // Our name, residue of templates, and lines that no formatter would leave.
    const texts = files.filter(({ path }) => /\.(ts|py)$/.test(path));
    expect(
      texts.filter(({ text }) => /restwright|\[object |\{\{[#/>~!]|[ \t]+$/m.test(text)),
    ).toEqual([]);
    const second = await output(one);
    expect(second.output.files, "the same bytes again").toEqual(files);
  });
});
