/** `restwright explain`: a declaration with nothing left to guess. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, loadDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

export function define(command: Command, run: Runner): void {
  command
    .argument("[file]", "the declaration; ./restwright.yaml unless said")
    .option("--json", "print the resolved model as JSON, for programs")
    .addHelpText(
      "after",
      examples(
        ["restwright explain", "prints ./restwright.yaml with every default filled in"],
        ["restwright explain shop.yaml | less", "pages through another one"],
        ["restwright explain --json", "prints the model, for programs"],
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
  const json = options.json === true;
  const declaration = await loadDeclaration(context, file, { json });
  if (declaration === null) return EXIT.invalid;
  if (json) {
    terminal.print(JSON.stringify(declaration.model, null, 2));
    return EXIT.done;
  }
  const { explain } = await import("../../model/explain.ts");
  terminal.print(explain(declaration.model).replace(/\n$/, ""));
  return EXIT.done;
}
