/** Generates into a folder, or says what that would do; shared by `generate` and `new`. */
import { generate, type Generated } from "../generate.ts";
import type { Change } from "../project/changes.ts";
import { planProject, writeProject, type ProjectPlan } from "../project/project.ts";
import type { TemplateFault } from "../render/fault.ts";
import type { Target } from "../targets/source.ts";
import type { Context } from "./command.ts";
import { showJson, showText, type LoadedDeclaration } from "./declaration.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { reportFault } from "./report-error.ts";
import { reportChanges } from "./report-changes.ts";
import { VERSION } from "./version.ts";

export interface GenerateRequest {
  readonly root: string;
  readonly declaration: LoadedDeclaration;
  /** `write` writes; `show` writes nothing; `check` writes nothing and fails where something would change. */
  readonly mode: "write" | "show" | "check";
  readonly json: boolean;
}

export type GenerateResult =
  | { readonly code: 0; readonly target: Target }
  | { readonly code: Exclude<ExitCode, 0>; readonly target: null };

export async function generateProject(
  context: Context,
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { root, declaration, mode } = request;
  const { model, loaded } = declaration;
  const generated = await generate({ model, place: loaded.place, root, tool: VERSION });
  if (generated.diagnostics.length > 0) {
    if (request.json) showJson(context, generated);
    else showText(context, generated);
    return { code: EXIT.invalid, target: null };
  }
  if (generated.faults.length > 0) return failed(context, request, generated.faults);
  const plan = () => planProject(root, generated.output);
  const planned = await plan();
  const done =
    mode === "write" && !hasConflict(planned) ? await writeProject(planned, plan) : planned;
  reportChanges(context.terminal, done.changes, request);
  return result(done, mode, generated);
}

function result(
  done: ProjectPlan,
  mode: GenerateRequest["mode"],
  { target }: Generated,
): GenerateResult {
  if (hasConflict(done)) return { code: EXIT.conflicts, target: null };
  if (mode === "check" && done.writes.length > 0) return { code: EXIT.invalid, target: null };
  return { code: EXIT.done, target };
}

function hasConflict({ changes }: { readonly changes: readonly Change[] }): boolean {
  return changes.some(({ kind }) => kind === "conflict");
}

function failed(
  { terminal }: Context,
  { json }: GenerateRequest,
  faults: readonly TemplateFault[],
): GenerateResult {
  if (json) {
    const shown = faults.map(({ place, message, fix }) => ({ ...place, message, fix }));
    terminal.print(JSON.stringify({ changes: [], faults: shown }, null, 2));
  }
  for (const fault of faults) reportFault(fault, terminal);
  return { code: EXIT.invalid, target: null };
}
