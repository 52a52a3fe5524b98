/** `restwright generate`: brings the project up to its declaration. */
import { dirname } from "node:path";
import { Option, type Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { ON_CONFLICT, type OnConflict } from "../conflicts.ts";
import { findDeclaration, loadDeclaration } from "../declaration.ts";
import { Disk } from "../../project/disk.ts";
import { rememberedDeclaration } from "../remembered-declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

interface Options {
  readonly dir: string;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly onConflict?: OnConflict;
  readonly renameUsages?: boolean;
  readonly allowDestructive?: boolean;
}

export function define(command: Command, run: Runner): void {
  command
    .option("--dir <folder>", "folder of the declaration", ".")
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .option("--check", "write nothing, and exit 1 where something would be written")
    .option(
      "--rename-usages",
      "change old names in your own TypeScript to what they are called now",
    )
    .option("--allow-destructive", "let migrations drop what is no longer declared")
    .option("--json", "print JSON, for programs")
    .addOption(
      new Option(
        "--on-conflict <how>",
        "where you and the declaration changed the same lines: leave both with markers, or keep one",
      ).choices(ON_CONFLICT),
    )
    .addHelpText(
      "after",
      examples(
        ["restwright generate", "writes what the declaration says"],
        ["restwright generate --dry-run", "says what it would write"],
        [
          "restwright generate --on-conflict markers",
          "leaves conflicts in the files, to settle them there",
        ],
        [
          "restwright generate --rename-usages",
          "after a rename with `was:`: changes your own code along with it",
        ],
        ["restwright generate --check", "for continuous integration: exits 1 if out of date"],
      ),
    )
    .action((options: Options) => run((context) => act(context, options)));
}

async function act(context: Context, options: Options): Promise<ExitCode> {
  const json = options.json === true;
  const file = findDeclaration(context.cwd, options.dir);
  const root = dirname(file);
  const disk = new Disk(root);
  const declaration =
    (await rememberedDeclaration(context, file, disk)) ??
    (await loadDeclaration(context, file, { json }));
  if (declaration === null) return EXIT.invalid;
  const { generateProject } = await import("../generate-project.ts");
  const mode = options.check === true ? "check" : options.dryRun === true ? "show" : "write";
  const request = {
    root,
    disk,
    declaration,
    mode,
    json,
    onConflict: options.onConflict,
    allowDestructive: options.allowDestructive,
    renameUsages: options.renameUsages,
  } as const;
  return (await generateProject(context, request)).code;
}
