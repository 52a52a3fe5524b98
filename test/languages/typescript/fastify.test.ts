/** What the Fastify target emits for the reference declaration is, byte for byte, the reviewed reference service. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../../src/generate.ts";
import { loadModel } from "../../../src/model/load.ts";

const reference = join(import.meta.dirname, "../../references/fastify");
const declaration = join(import.meta.dirname, "../../references/restwright.yaml");

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", "dist", "package-lock.json"].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [relative(reference, path)];
  });
}

test("the emitted service is the reference service", async () => {
  const { model } = await loadModel(declaration);
  if (model === null) throw new Error("the reference declaration is not valid");
  const { output, faults } = await generate({
    model,
    root: reference,
    tool: "test",
    place: () => null,
  });
  expect(faults).toEqual([]);
  const emitted = new Map(output.files.map(({ path, text }) => [path, text]));
  expect([...emitted.keys()].sort()).toEqual(filesBelow(reference).sort());
  for (const [path, text] of emitted) {
    expect(text, path).toBe(readFileSync(join(reference, path), "utf8"));
  }
});
