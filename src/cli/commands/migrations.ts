/** `restwright migrations`: what there is, what is to come, and branches that met. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { examples, type Context, type Runner } from "../command.ts";
import { findDeclaration, loadDeclaration, type LoadedDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";

interface Options {
  readonly dir: string;
  readonly json?: boolean;
  readonly allowDestructive?: boolean;
}

type Act = (context: Context, project: Project) => Promise<ExitCode>;

export interface Project {
  readonly root: string;
  readonly declaration: LoadedDeclaration;
  readonly json: boolean;
  readonly allowDestructive: boolean;
}

export function define(command: Command, run: Runner): void {
  const on = (sub: Command, act: Act) =>
    sub
      .option("--dir <folder>", "folder of the declaration", ".")
      .option("--json", "print JSON, for programs")
      .action(() => run((context) => load(context, sub.opts<Options>(), act)));
  on(
    command.command("status").description("list the migrations, and say where branches met"),
    status,
  );
  on(
    command
      .command("plan")
      .description("say what the next migration would do, and write nothing")
      .option("--allow-destructive", "let it drop what is no longer declared"),
    plan,
  );
  const moving = command
    .command("rebase")
    .argument("[migration]", "the last one of the branch that has run nowhere yet")
    .option("--after-hand-written", "also after migrations written by hand that stand after it")
    .description("put the migrations of one branch after those of the other");
  on(moving, async (context, project) => {
    const { rebaseMigrations } = await import("../migrations/rebase-migrations.ts");
    const { afterHandWritten = false } = moving.opts<{ afterHandWritten?: boolean }>();
    return rebaseMigrations(context, project, { wanted: moving.args[0] ?? null, afterHandWritten });
  });
  command.addHelpText(
    "after",
    examples(
      ["restwright migrations status", "lists them"],
      ["restwright migrations plan", "what `generate` would add"],
      ["restwright migrations rebase 0004_add_isbn_to_books", "after a merge of two branches"],
    ),
  );
}

async function load(context: Context, options: Options, act: Act): Promise<ExitCode> {
  const json = options.json === true;
  const file = findDeclaration(context.cwd, options.dir);
  const declaration = await loadDeclaration(context, file, { json });
  if (declaration === null) return EXIT.invalid;
  const allowDestructive = options.allowDestructive === true;
  return act(context, { root: dirname(file), declaration, json, allowDestructive });
}

const status: Act = async (context, project) => {
  const { printStatus } = await import("../migrations/status.ts");
  return printStatus(context, project);
};

const plan: Act = async (context, project) => {
  const { printPlan } = await import("../migrations/status.ts");
  return printPlan(context, project);
};
