/** `restwright template check` and `restwright template explain`, each loaded when it is called. */
import type { Command } from "commander";
import { examples, type Runner } from "../command.ts";

export function define(command: Command, run: Runner): void {
  command.addHelpText(
    "after",
    examples(
      ["restwright template check", "type-checks the templates of every built-in target"],
      ["restwright template check ./my-target", "type-checks those of your own"],
      ["restwright template explain src/app.ts", "names the template that a file comes from"],
    ),
  );
  command
    .command("check")
    .description("type-check the names that templates use against the views they are given")
    .argument("[target]", "name, folder or npm:package; all built-in targets when left out")
    .option("--json", "print JSON, for programs")
    .action((target: string | undefined, options: { json?: boolean }) =>
      run(async (context) => {
        const { checkTargets } = await import("../template-check.ts");
        return checkTargets(context, { target, json: options.json === true });
      }),
    );
  command
    .command("explain")
    .description("say which template a generated file comes from")
    .argument("<path>", "path of the file in the project")
    .option("-d, --dir <folder>", "folder of the declaration", ".")
    .action((path: string, options: { dir: string }) =>
      run(async (context) => {
        const { explainFile } = await import("../template-explain.ts");
        return explainFile(context, path, options.dir);
      }),
    );
}
