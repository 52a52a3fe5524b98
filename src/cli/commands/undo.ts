/** `restwright undo`: takes back what the last run wrote. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

interface Options {
  readonly dir: string;
}

export function define(command: Command, run: Runner): void {
  command
    .option("--dir <folder>", "folder of the declaration", ".")
    .addHelpText("after", examples(["restwright undo", "refuses where a file was edited since"]))
    .action((options: Options) => run((context) => act(context, options)));
}

async function act({ terminal, cwd }: Context, options: Options): Promise<ExitCode> {
  const { undoLastRun } = await import("../../project/last-run.ts");
  const paths = await undoLastRun(dirname(findDeclaration(cwd, options.dir)));
  for (const path of paths) terminal.note("as it was  ", path);
  terminal.note(`${paths.length} files.`);
  return EXIT.done;
}
