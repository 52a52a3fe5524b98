/**
 * Services whose HTTP side is written by hand, to find out what a framework can reach before a target is cut from it.
 * Everything that is not HTTP is generated: it comes from the layers that the targets of the language share.
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generate } from "../../src/generate.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Database, Model } from "../../src/model/model.ts";

export interface HandWritten {
  /** Folder of what is written by hand. */
  readonly folder: string;
  /** The framework that it is written for. */
  readonly framework: string;
  readonly declaration: string;
  readonly database: Database;
  /** The target whose layers give the rest; none of its own files is taken. */
  readonly beside: string;
}

/**
 * Writes the whole service to a folder.
 * @throws where the declaration cannot be generated
 */
export async function assembleService(service: HandWritten, directory: string): Promise<Model> {
  const { folder, framework, declaration, database, beside } = service;
  const { model: declared, diagnostics, place } = await loadModel(declaration);
  if (declared === null) throw new Error(`not a valid declaration: ${JSON.stringify(diagnostics)}`);
  const model: Model = { ...declared, framework: beside, database };
  const generated = await generate({ model, place, root: dirname(declaration), tool: "0.0.0" });
  const wrong = [...generated.diagnostics, ...generated.faults];
  if (wrong.length > 0) throw new Error(`cannot be generated: ${JSON.stringify(wrong)}`);
  for (const { path, text } of generated.output.files) {
    if (generated.origins.get(path)?.from.startsWith(`${beside}/`)) continue;
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(folder, directory, { recursive: true });
  return { ...model, framework };
}
