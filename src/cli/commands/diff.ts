/** `restwright diff`: what `generate` would change. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, loadDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

interface Options {
  readonly dir: string;
}

export function define(command: Command, run: Runner): void {
  command
    .option("--dir <folder>", "folder of the declaration", ".")
    .addHelpText("after", examples(["restwright diff", "prints the changes, and the conflicts"]))
    .action((options: Options) => run((context) => act(context, options)));
}

async function act(context: Context, options: Options): Promise<ExitCode> {
  const file = findDeclaration(context.cwd, options.dir);
  const declaration = await loadDeclaration(context, file);
  if (declaration === null) return EXIT.invalid;
  const { generateProject } = await import("../generate-project.ts");
  const request = { root: dirname(file), declaration, mode: "diff", json: false } as const;
  return (await generateProject(context, request)).code;
}
