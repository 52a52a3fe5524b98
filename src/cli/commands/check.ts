/** `restwright check`: judges a declaration, and nothing else. */
import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { loadModel } from "../../model/load.ts";
import { notYet } from "../../model/not-yet.ts";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, showJson, showText } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
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
  const { model, diagnostics: faults, place } = await loadModel(file, { cwd });
  // What cannot be generated yet is told here as a warning, and refused by `generate`.
  const diagnostics = [...faults, ...(model === null ? [] : notYet(model, place))];
  if (options.json === true) {
    showJson(context, { diagnostics });
  } else {
    showText(context, { diagnostics });
    if (model !== null) {
      const { resources } = model;
      const fields = resources.reduce((sum, resource) => sum + resource.fields.length, 0);
      const what = `${resources.length} resources, ${fields} fields`;
      terminal.print(styled("green", "ok"), `  ${relative(cwd, file)}: ${what}`);
    }
  }
  return model === null || hasErrors(diagnostics) ? EXIT.invalid : EXIT.done;
}
