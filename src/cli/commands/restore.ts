/** `restwright restore`: a deleted file stays deleted until it is asked for again. */
import { dirname, relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, loadDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

interface Options {
  readonly dir: string;
}

export function define(command: Command, run: Runner): void {
  command
    .argument("<paths...>", "files, as they were generated")
    .option("--dir <folder>", "folder of the declaration", ".")
    .addHelpText("after", examples(["restwright restore test/books.test.ts", "writes it again"]))
    .action((paths: string[], options: Options) => run((context) => act(context, paths, options)));
}

async function act(
  context: Context,
  paths: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const file = findDeclaration(context.cwd, options.dir);
  const declaration = await loadDeclaration(context, file);
  if (declaration === null) return EXIT.invalid;
  const root = dirname(file);
  const restore = paths.map((path) =>
    relative(root, resolve(context.cwd, path)).split(sep).join("/"),
  );
  const { generateProject } = await import("../generate-project.ts");
  const request = { root, declaration, mode: "write", json: false, restore } as const;
  return (await generateProject(context, request)).code;
}
