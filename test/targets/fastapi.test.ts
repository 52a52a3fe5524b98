import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generate } from "../../src/generate.ts";
import { loadModel } from "../../src/model/load.ts";

const references = join(dirname(fileURLToPath(import.meta.url)), "../references");

test("the templates of FastAPI give the reference service, byte for byte", async () => {
  const declaration = join(references, "restwright.yaml");
  const { model, place } = await loadModel(declaration);
  if (model === null) throw new Error("the declaration of the references is not valid");
  const { output, faults } = await generate({
    model: { ...model, framework: "fastapi" },
    place,
    root: references,
    tool: "0.0.0",
  });
  expect(faults).toEqual([]);
  const emitted = new Map(output.files.map(({ path, text }) => [path, text]));
  const folder = join(references, "fastapi");
  expect([...emitted.keys()].sort()).toEqual(filesOf(folder));
  for (const [path, text] of emitted)
    expect(text, path).toBe(readFileSync(join(folder, path), "utf8"));
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !/(^|\/)(__pycache__|\.\w+_cache|\.venv)\/|\.db(-\w+)?$/.test(path))
    .sort();
}
