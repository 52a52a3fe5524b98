/** Type-checks targets, each for every database it serves, and says what is wrong with place and cause. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "../model/model.ts";
import { TemplateFault } from "../render/fault.ts";
import { packageRoot } from "../targets/package-root.ts";
import { plannedTarget } from "../targets/planned.ts";
import { builtInTargets, findTarget } from "../targets/source.ts";
import type { Context } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { reportFault } from "./report-error.ts";
import { styled } from "./terminal.ts";

export interface CheckOptions {
  readonly target: string | undefined;
  readonly json: boolean;
}

export async function checkTargets(context: Context, options: CheckOptions): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const references = options.target === undefined ? await builtInTargets() : [options.target];
  const faults = new Map<string, TemplateFault>();
  let templates = 0;
  for (const reference of references) {
    const checked = await checkTarget(reference, cwd);
    templates += checked.templates;
    for (const fault of checked.faults) faults.set(keyOf(fault), fault);
  }
  if (options.json) {
    const shown = [...faults.values()].map(({ place, message, fix }) => ({
      ...place,
      message,
      fix,
    }));
    terminal.print(JSON.stringify(shown, null, 2));
  } else {
    for (const fault of faults.values()) reportFault(fault, terminal);
    const subject = `${counted(templates, "template")} of ${counted(references.length, "target")}`;
    if (faults.size === 0) terminal.print(styled("green", "ok"), `  ${subject}`);
    else terminal.fail(`${counted(faults.size, "fault")} in ${subject}`);
  }
  return faults.size === 0 ? EXIT.done : EXIT.invalid;
}

async function checkTarget(
  reference: string,
  cwd: string,
): Promise<{ templates: number; faults: TemplateFault[] }> {
  const { checkTemplates } = await import("../render/check/check.ts");
  const faults: TemplateFault[] = [];
  const seen = new Set<string>();
  try {
    const target = await findTarget(reference, cwd);
    for (const database of Object.keys(target.manifest.databases) as Database[]) {
      const { language, plan } = await plannedTarget(target, database, null);
      const { file, interfaces, placeholders } = language.viewTypes;
      const source = await readFile(join(packageRoot, file), "utf8");
      const contract = { source, interfaces, placeholders };
      faults.push(...checkTemplates(plan.templates, plan.partials, contract));
      for (const { origin } of [...plan.templates, ...plan.partials]) seen.add(origin);
    }
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    faults.push(error);
  }
  return { templates: seen.size, faults };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Two databases, or two targets with a layer in common, meet the same fault. */
function keyOf({ place, message }: TemplateFault): string {
  return `${place.file}:${place.line}:${place.column}:${message}`;
}
