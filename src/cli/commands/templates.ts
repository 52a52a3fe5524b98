/** `restwright templates`: the frameworks there are. */
import type { Command } from "commander";
import { builtInTargets, findTarget } from "../../targets/source.ts";
import { examples, type Context, type Runner } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { styled } from "../terminal.ts";

export function define(command: Command, run: Runner): void {
  command
    .option("--json", "print JSON, for programs")
    .addHelpText(
      "after",
      examples(
        ["restwright templates", "lists the built-in targets"],
        ["restwright new shop --framework ./my-target", "uses a target of your own, from a folder"],
        ["restwright new shop --framework npm:their-target", "uses a target that is installed"],
      ),
    )
    .action((options: { json?: boolean }) => run((context) => list(context, options)));
}

async function list({ terminal, cwd }: Context, options: { json?: boolean }): Promise<ExitCode> {
  const names = await builtInTargets();
  const targets = await Promise.all(names.map((name) => findTarget(name, cwd)));
  if (options.json === true) {
    const shown = targets.map(({ manifest }) => ({
      name: manifest.name,
      title: manifest.title,
      language: manifest.language,
      databases: Object.keys(manifest.databases),
      limits: manifest.limits,
      notes: manifest.notes,
    }));
    terminal.print(JSON.stringify(shown, null, 2));
    return EXIT.done;
  }
  for (const { manifest } of targets) {
    const databases = Object.keys(manifest.databases).join(", ");
    terminal.print(
      styled("bold", manifest.name.padEnd(14)),
      `${manifest.title} (${manifest.language}; ${databases})`,
    );
    for (const { feature, because } of manifest.limits) {
      terminal.print(styled("dim", `${" ".repeat(14)}without ${feature}: ${because}`));
    }
    for (const note of manifest.notes) terminal.print(styled("yellow", `${" ".repeat(14)}${note}`));
  }
  return EXIT.done;
}
