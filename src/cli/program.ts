/**
 * The commands. All are named here, but only the one that is called is loaded, so that each starts as fast as if it
 * were the only one.
 */
import { Command, CommanderError } from "commander";
import { examples, type CommandModule } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { reportError } from "./report-error.ts";
import { openTerminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

const COMMANDS: readonly Entry[] = [
  {
    name: "new",
    summary: "start a service from a starter or a declaration",
    load: () => import("./commands/new.ts"),
  },
  {
    name: "generate",
    summary: "write what the declaration says into the project",
    load: () => import("./commands/generate.ts"),
  },
  {
    name: "diff",
    summary: "print what generate would change, and write nothing",
    load: () => import("./commands/diff.ts"),
  },
  {
    name: "continue",
    summary: "go on after the conflicts of a run were settled",
    load: () => import("./commands/continue.ts"),
  },
  {
    name: "abort",
    summary: "give up a run that left conflicts: everything is as before it",
    load: () => import("./commands/abort.ts"),
  },
  {
    name: "undo",
    summary: "take back what the last run wrote",
    load: () => import("./commands/undo.ts"),
  },
  {
    name: "restore",
    summary: "write generated files again that were deleted",
    load: () => import("./commands/restore.ts"),
  },
  {
    name: "migrations",
    summary: "list the migrations, plan the next, put branches in order",
    load: () => import("./commands/migrations.ts"),
  },
  {
    name: "check",
    summary: "judge a declaration",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "explain",
    summary: "print a declaration in its long form, every default filled in",
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "schema",
    summary: "print the JSON Schema of declarations, for editors",
    load: () => import("./commands/schema.ts"),
  },
  {
    name: "templates",
    summary: "list the frameworks there are",
    load: () => import("./commands/templates.ts"),
  },
  {
    name: "template",
    summary: "check a target's templates, or ask where a file comes from",
    load: () => import("./commands/template.ts"),
  },
];

/** @returns the exit code */
export async function run(values: readonly string[]): Promise<ExitCode> {
  const quiet = values.includes("--quiet") || values.includes("-q");
  const terminal = openTerminal({ quiet });
  let code: ExitCode = EXIT.done;
  const program = new Command("restwright")
    .description("Declare resources in one YAML file; generate the complete REST service.")
    .version(VERSION, "-V, --version", "print the version")
    .option("-q, --quiet", "say nothing but results and faults")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      "after",
      examples(
        ["restwright new shop", "asks what is needed, and starts a service in shop/"],
        ["restwright check", "judges ./restwright.yaml"],
        ["restwright generate", "brings the project up to its declaration"],
        ["restwright help new", "says more of one command"],
      ),
    );
  const called = values.find((value) => !value.startsWith("-") && value !== "help");
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    command.copyInheritedSettings(program);
    if (name !== called) continue;
    command.option("-q, --quiet", "say nothing but results and faults");
    (await load()).define(command, async (action) => {
      code = await action({ terminal, cwd: process.cwd() });
    });
  }
  try {
    if (values.length === 0) {
      program.outputHelp();
      return EXIT.done;
    }
    await program.parseAsync([...values], { from: "user" });
    return code;
  } catch (error) {
    // Commander has said what was wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.undecided;
    return reportError(error, terminal);
  }
}
