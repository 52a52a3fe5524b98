/** `restwright check`: judges a declaration, and tells what of the user's own code it takes names away from. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { loadModel } from "../../model/load.ts";
import { notYet } from "../../model/not-yet.ts";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, showJson, showText, type LoadedDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { jsonUsages, listUsages } from "../report-usages.ts";
import { styled } from "../terminal.ts";

export function define(command: Command, run: Runner): void {
  command
    .argument("[file]", "the declaration; ./restwright.yaml unless said")
    .option("--json", "print JSON, for programs")
    .addHelpText(
      "after",
      examples(
        ["restwright check", "judges ./restwright.yaml"],
        ["restwright check shop.yaml --json", "prints every fault for a program"],
        ["restwright generate --check", "judges whether the project is up to date"],
      ),
    )
    .action((file: string | undefined, options: { json?: boolean }) =>
      run((context) => act(context, file, options)),
    );
}

async function act(
  context: Context,
  given: string | undefined,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { cwd, terminal } = context;
  const file = given === undefined ? findDeclaration(cwd, ".") : resolve(cwd, given);
  const loaded = await loadModel(file, { cwd });
  const { model, diagnostics: faults, place } = loaded;
  // What cannot be generated yet is told here as a warning, and refused by `generate`.
  const diagnostics = [...faults, ...(model === null ? [] : notYet(model, place))];
  const isValid = model !== null && !hasErrors(diagnostics);
  const project = isValid ? await projectOf(context, file, { model, loaded }) : null;
  const usages = project === null ? null : await project.usages();
  if (options.json === true) {
    const isTold = usages !== null && typeof usages !== "string";
    showJson(context, { diagnostics }, isTold ? jsonUsages(usages, { mode: "check" }) : {});
  } else {
    showText(context, { diagnostics });
    if (model !== null) {
      const { resources } = model;
      const fields = resources.reduce((sum, resource) => sum + resource.fields.length, 0);
      const what = `${resources.length} resources, ${fields} fields`;
      terminal.print(styled("green", "ok"), `  ${relative(cwd, file)}: ${what}`);
    }
    if (typeof usages === "string") {
      terminal.note(styled("yellow", "Your own code was not searched for old names: "), usages);
    } else if (usages !== null) listUsages(terminal, usages, { mode: "check" });
  }
  project?.refuseUnsettled();
  return isValid ? EXIT.done : EXIT.invalid;
}

/** The project beside the declaration, read once; null where none has been generated. */
async function projectOf(context: Context, file: string, declaration: LoadedDeclaration) {
  const root = dirname(file);
  if (!existsSync(join(root, ".restwright/model.json"))) return null;
  const { refuseUnsettled, usagesAfter } = await import("../generate-project.ts");
  const { Disk } = await import("../../project/disk.ts");
  const disk = new Disk(root);
  return {
    usages: () => usagesAfter(context, disk, declaration),
    refuseUnsettled: () => refuseUnsettled(disk, declaration),
  };
}
