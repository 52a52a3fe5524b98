/** `restwright continue`: takes the files that conflicts were settled in as they are now. */
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
    .addHelpText("after", examples(["restwright continue", "after the last marker is settled"]))
    .action((options: Options) => run((context) => act(context, options)));
}

async function act({ terminal, cwd }: Context, options: Options): Promise<ExitCode> {
  const { continueMerge, openConflicts } = await import("../../project/pending.ts");
  const root = dirname(findDeclaration(cwd, options.dir));
  const open = openConflicts(root);
  if (open.length > 0) {
    terminal.fail("These conflicts are still open:");
    for (const place of open) terminal.fail("  ", place);
    return EXIT.conflicts;
  }
  const paths = await continueMerge(root);
  for (const path of paths) terminal.note("settled  ", path);
  terminal.note(`${paths.length} files.`);
  return EXIT.done;
}
