/** The questions of `new`, for what the command line does not say. Enter takes what stands there; Ctrl-C stops. */
import { type CANCEL_SYMBOL, cancel, confirm, intro, isCancel, select, text } from "@clack/prompts";
import { resolve } from "node:path";
import type { Database } from "../../model/model.ts";
import type { Starter } from "../../targets/starters.ts";
import type { Target } from "../../targets/source.ts";
import { clean } from "../terminal.ts";
import {
  DEFAULTS,
  fromRoot,
  installOf,
  serviceName,
  sourceOf,
  type Decisions,
  type NewOptions,
} from "./decisions.ts";
import { inspectFolder } from "./folder.ts";

export interface Choices {
  readonly targets: readonly Target[];
  readonly starters: readonly Starter[];
}

/** Null where the person stopped. */
export async function ask(
  folder: string | undefined,
  options: NewOptions,
  cwd: string,
  choices: Choices,
): Promise<Decisions | null> {
  intro("A new service");
  try {
    return await questions(folder, options, cwd, choices);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    cancel("Stopped; nothing was written.");
    return null;
  }
}

class Stopped extends Error {}

async function questions(
  given: string | undefined,
  options: NewOptions,
  cwd: string,
  choices: Choices,
): Promise<Decisions> {
  const folder = given ?? (await askFolder(cwd));
  const root = resolve(cwd, folder);
  const { present } = inspectFolder(root);
  const source = sourceOf(options, cwd, present) ?? {
    kind: "starter" as const,
    name: await askStarter(choices),
  };
  const isOwn = source.kind !== "starter";
  const name = options.name ?? (isOwn ? null : await askName(root));
  const framework = options.framework ?? (isOwn ? null : await askFramework(choices));
  const database = options.database ?? (isOwn ? null : await askDatabase(framework, choices));
  const wants = async (message: string) =>
    options.yes === true || answered(await confirm({ message, initialValue: true }));
  const asked = options.yes === true ? "built_in" : "ask";
  const wanted = async () => ((await wants("Install its dependencies?")) ? asked : "no");
  const install = installOf(options) ?? (await wanted());
  const git = options.git && (await wants("Start a git repository?"));
  return { root, name, framework: fromRoot(framework, cwd, root), database, source, install, git };
}

/** Whether to run a command that the author of a target wrote; no by Enter and by Ctrl-C. */
export async function askCommand(command: string, target: string): Promise<boolean> {
  const message = `Run \`${clean(command)}\`? The author of the target ${clean(target)} wrote it.`;
  return (await confirm({ message, initialValue: false })) === true;
}

async function askFolder(cwd: string): Promise<string> {
  return answered(
    await text({
      message: "In which folder?",
      placeholder: "bookstore",
      defaultValue: "bookstore",
      validate: (value) => faultOf(() => inspectFolder(resolve(cwd, value ?? "bookstore"))),
    }),
  );
}

async function askName(root: string): Promise<string> {
  const initialValue = serviceName(root);
  const isName = (value: string) => /^[a-z][a-z0-9-]*$/.test(value);
  return answered(
    await text({
      message: "What is it called?",
      initialValue,
      validate: (value = "") =>
        isName(value) ? undefined : "lower-case letters, digits and hyphens",
    }),
  );
}

async function askStarter({ starters }: Choices): Promise<string> {
  const options = starters.map(({ name, description }) => ({
    value: name,
    label: name,
    hint: clean(description),
  }));
  const initialValue = DEFAULTS.starter;
  return answered(await select<string>({ message: "Begin from", options, initialValue }));
}

async function askFramework({ targets }: Choices): Promise<string> {
  const options = targets.map(({ manifest }) => ({
    value: manifest.name,
    label: manifest.title,
    hint: [manifest.language, ...manifest.notes].join("; "),
  }));
  return answered(await select<string>({ message: "Which framework?", options }));
}

async function askDatabase(framework: string | null, { targets }: Choices): Promise<Database> {
  const target = targets.find(({ manifest }) => manifest.name === framework);
  const labels = { sqlite: "SQLite", postgres: "PostgreSQL" };
  const hints = { sqlite: "a file; nothing to install", postgres: "needs a server" };
  const all: readonly Database[] = ["sqlite", "postgres"];
  const options = all
    .filter((value) => target === undefined || target.manifest.databases[value] !== undefined)
    .map((value) => ({ value, label: labels[value], hint: hints[value] }));
  return answered(await select<Database>({ message: "Which database?", options }));
}

function answered<T>(answer: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(answer)) throw new Stopped();
  return answer as T;
}

function faultOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? clean(error.message) : String(error);
  }
}
