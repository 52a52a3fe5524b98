/** The declaration that a command works on: found, loaded, and its faults shown. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { jsonDiagnostics } from "../diagnostics/json.ts";
import { formatDiagnostics } from "../diagnostics/text.ts";
import { loadModel, type Loaded } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import type { Context } from "./command.ts";

export interface LoadedDeclaration {
  readonly model: Model;
  readonly loaded: Loaded;
}

const NAMES = ["restwright.yaml", "restwright.yml"] as const;

/** The declaration of a folder; where there is none, the path it should have. */
export function findDeclaration(cwd: string, folder: string): string {
  const paths = NAMES.map((name) => resolve(cwd, folder, name));
  return paths.find((path) => existsSync(path)) ?? join(resolve(cwd, folder), NAMES[0]);
}

/** Null where it has errors, which are then shown: on standard error, or as JSON on standard output. */
export async function loadDeclaration(
  context: Context,
  file: string,
  options: { readonly json?: boolean } = {},
): Promise<LoadedDeclaration | null> {
  const { cwd } = context;
  const loaded = await loadModel(file, { cwd });
  const { model, diagnostics } = loaded;
  const isFaulty = model === null || hasErrors(diagnostics);
  if (options.json === true && isFaulty) showJson(context, loaded);
  else showText(context, loaded);
  return isFaulty ? null : { model, loaded };
}

interface Diagnosed {
  readonly diagnostics: readonly Diagnostic[];
}

export function showText({ terminal }: Context, { diagnostics }: Diagnosed): void {
  if (diagnostics.length === 0) return;
  // It makes every text visible by itself, and colours what it shows.
  process.stderr.write(formatDiagnostics(diagnostics, { color: terminal.colours.err }));
}

/** @param more what a command has to say besides */
export function showJson(
  { terminal }: Context,
  { diagnostics }: Diagnosed,
  more: object = {},
): void {
  const shown = { diagnostics: jsonDiagnostics(diagnostics), ...more };
  terminal.print(JSON.stringify(shown, null, 2));
}
