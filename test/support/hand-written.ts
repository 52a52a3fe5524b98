/**
 * Services whose HTTP side is written by hand, to find out what a framework can reach before a target is cut from it.
 * Everything that is not HTTP is generated: it comes from the layers that the targets of the language share.
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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
  /** What is taken of these layers: beginnings of the names of templates. */
  readonly layers: readonly string[];
}

/** What each takes of the layers that the targets of Python share: Django has its own ways to a database. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "flask-restful": [""],
  "django-rest": [
    "_python/kernel/",
    "_python/sqlalchemy/resource/app/[package]/__init__.py",
    "_python/sqlalchemy/resource/app/[package]/queries.py",
  ],
};

export const HAND_WRITTEN = Object.keys(LAYERS);

const references = fileURLToPath(new URL("../references", import.meta.url));

/** The service of the books, by the name of its framework. */
export function handWritten(framework: string, database: Database): HandWritten {
  const layers = LAYERS[framework] ?? [];
  const declaration = join(references, "book.yaml");
  const folder = join(references, framework);
  return { folder, framework, declaration, database, beside: "fastapi", layers };
}

/**
 * Writes the whole service to a folder.
 * @throws where the declaration cannot be generated
 */
export async function assembleService(service: HandWritten, directory: string): Promise<Model> {
  const { folder, framework, declaration, database, beside, layers } = service;
  const { model: declared, diagnostics, place } = await loadModel(declaration);
  if (declared === null) throw new Error(`not a valid declaration: ${JSON.stringify(diagnostics)}`);
  const model: Model = { ...declared, framework: beside, database };
  const generated = await generate({ model, place, root: dirname(declaration), tool: "0.0.0" });
  const wrong = [...generated.diagnostics, ...generated.faults];
  if (wrong.length > 0) throw new Error(`cannot be generated: ${JSON.stringify(wrong)}`);
  for (const { path, text } of generated.output.files) {
    const from = generated.origins.get(path)?.from ?? "";
    if (from.startsWith(`${beside}/`) || !layers.some((layer) => from.startsWith(layer))) continue;
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(folder, directory, { recursive: true });
  return { ...model, framework };
}
