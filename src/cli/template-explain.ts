/** Which template a file of a project comes from. */
import { dirname, relative, resolve } from "node:path";
import { generate } from "../generate.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Context } from "./command.ts";
import { findDeclaration, loadDeclaration } from "./declaration.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { styled } from "./terminal.ts";
import { VERSION } from "./version.ts";

export async function explainFile(context: Context, path: string, dir: string): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const file = findDeclaration(cwd, dir);
  const declaration = await loadDeclaration(context, file);
  if (declaration === null) return EXIT.invalid;
  const root = dirname(file);
  const { model, loaded } = declaration;
  const { origins } = await generate({ model, place: loaded.place, root, tool: VERSION });
  const wanted = relative(root, resolve(cwd, dir, path)).replaceAll("\\", "/");
  const origin = origins.get(wanted);
  if (origin !== undefined) {
    terminal.print(origin.from);
    if (origin.replaces !== null) terminal.print(styled("dim", `in place of ${origin.replaces}`));
    return EXIT.done;
  }
  terminal.fail(styled("red", "error"), `  ${wanted} is not generated`);
  const meant = nearest(wanted, origins.keys());
  if (meant !== null) terminal.fail(styled("dim", "  fix: "), `did you mean ${meant}?`);
  return EXIT.invalid;
}
