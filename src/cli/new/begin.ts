/** `new`: declaration into the folder, project out of the declaration, then what makes it ready to run. */
import { join, resolve } from "node:path";
import { TemplateFault } from "../../render/fault.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { builtInTargets, findTarget, type Target } from "../../targets/source.ts";
import { starters } from "../../targets/starters.ts";
import type { Context } from "../command.ts";
import { loadDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { generateProject } from "../generate-project.ts";
import { styled } from "../terminal.ts";
import { copyDeclaration, writeChoices } from "./copy-declaration.ts";
import { DEFAULTS, decide, type Decisions, type NewOptions } from "./decisions.ts";
import { clearFolder, DECLARATION, inspectFolder, makeFolder } from "./folder.ts";
import { makeReady } from "./make-ready.ts";

export async function begin(
  context: Context,
  folder: string | undefined,
  options: NewOptions,
): Promise<ExitCode> {
  const decisions = await decisionsOf(context, folder, options);
  if (typeof decisions === "number") return decisions;
  const { root } = decisions;
  const place = inspectFolder(root);
  const source = await sourceFile(decisions);
  // Judged where it stands, so that its faults are shown there and nothing is made for nothing.
  const judged = await loadDeclaration(context, source);
  if (judged === null) return EXIT.invalid;
  makeFolder(place);
  let begun: Target | null = null;
  try {
    if (decisions.source.kind !== "present") await copyDeclaration(judged.loaded, source, root);
    await writeChoices(join(root, DECLARATION), decisions);
    const declaration = await loadDeclaration(context, join(root, DECLARATION));
    if (declaration === null) return EXIT.invalid;
    const result = await generateProject(context, {
      root,
      declaration,
      mode: "write",
      json: false,
    });
    if (result.code !== EXIT.done) return result.code;
    begun = result.target;
  } finally {
    if (begun === null) clearFolder(place);
  }
  return makeReady(context, decisions, begun);
}

async function decisionsOf(
  context: Context,
  folder: string | undefined,
  options: NewOptions,
): Promise<Decisions | ExitCode> {
  const { terminal, cwd } = context;
  const present = folder === undefined ? null : inspectFolder(resolve(cwd, folder)).present;
  const decided = decide(folder, options, cwd, present);
  const isDecided = "root" in decided;
  if (isDecided && (options.yes === true || !terminal.isInteractive)) return decided;
  if (terminal.isInteractive) {
    const { ask } = await import("./ask.ts");
    const names = await builtInTargets();
    const targets = await Promise.all(names.map((name) => findTarget(name, cwd)));
    const answers = await ask(folder, options, cwd, { targets, starters: await starters() });
    return answers ?? EXIT.stopped;
  }
  if (isDecided) return decided;
  terminal.fail(styled("red", "error"), "  decisions are missing, and nobody can be asked here");
  for (const { option, what } of decided) terminal.fail("  ", styled("cyan", option), `  ${what}`);
  const { framework, database, starter } = DEFAULTS;
  const settled = `${framework}, ${database} and the ${starter} where nothing is said`;
  terminal.fail(styled("dim", "  fix: "), `pass them, or --yes, which takes ${settled}`);
  return EXIT.undecided;
}

async function sourceFile({ source }: Decisions): Promise<string> {
  if (source.kind !== "starter") return source.file;
  const known = await starters();
  const found = known.find(({ name }) => name === source.name);
  if (found !== undefined) return found.file;
  const names = known.map(({ name }) => name);
  const meant = nearest(source.name, names);
  throw new TemplateFault(
    `there is no starter \`${source.name}\``,
    { file: "--starter", line: 0, column: 0 },
    meant === null ? `there are: ${names.join(", ")}` : `did you mean \`${meant}\`?`,
  );
}
