/**
 * The model of a declaration that the last run has read: nobody who changes nothing waits for it to be read again. Only
 * one of a single text of which there was nothing to say is remembered, and believed only where the text, the program and
 * the model kept beside the project are the same to the byte.
 */
import { resolve } from "node:path";
import { sourceFile } from "../diagnostics/source.ts";
import { readText } from "../language/disk.ts";
import { deepFreeze } from "../model/freeze.ts";
import { placesIn, shownPath, type Loaded } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import type { Disk } from "../project/disk.ts";
import { digestOfAll, memoryOn } from "../project/memory.ts";
import type { LoadedDeclaration } from "./declaration.ts";
import { programIdentity } from "./identity.ts";

/** Null where it must be read. */
export async function rememberedDeclaration(
  { cwd }: { readonly cwd: string },
  file: string,
  disk: Disk,
): Promise<LoadedDeclaration | null> {
  const content = await readText(file);
  if ("reason" in content) return null;
  const digest = digestOfText(content.text);
  const kept = digest === null ? null : memoryOn(disk).model(digest);
  if (kept === null) return null;
  const model = deepFreeze(JSON.parse(kept) as Model);
  const source = sourceFile(shownPath(resolve(file), cwd), content.text);
  const place = placesIn(source);
  return { model, loaded: { model, diagnostics: [], sources: [source], place } };
}

/** Of what a model was read from; null where that is not to be remembered. */
export function digestOf({ sources, diagnostics }: Loaded): string | null {
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0 || diagnostics.length > 0) return null;
  return digestOfText(source.text);
}

/** Null for a text that may include others: which there are, its own bytes do not tell. */
function digestOfText(text: string): string | null {
  const identity = programIdentity();
  return identity === null || text.includes("include") ? null : digestOfAll([identity, text]);
}
