/** After the files: a repository, the dependencies, and what to type next. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { commandOf } from "../../targets/manifest.ts";
import { isBuiltIn, type Target } from "../../targets/source.ts";
import type { Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { styled, type Terminal } from "../terminal.ts";
import type { Decisions, Install } from "./decisions.ts";
import { runStep } from "./run-step.ts";

export async function makeReady(
  { terminal, cwd }: Context,
  { root, install, git }: Decisions,
  target: Target,
): Promise<ExitCode> {
  const command = commandOf(target.manifest, "install");
  let isReady = true;
  if (git && !(await isInRepository(root))) {
    const step = { title: "Repository", command: "git init --quiet", cwd: root };
    isReady = await runStep(step, terminal);
  }
  let isInstalled = false;
  if (command !== null && install !== "no") {
    if (await mayRun(command.run, install, target)) {
      const step = { title: "Dependencies", command: command.run, cwd: root };
      isInstalled = await runStep(step, terminal);
      isReady &&= isInstalled;
    } else {
      terminal.note(`Dependencies: not installed, since ${target.label} is not built in`);
      terminal.note(styled("dim", "  read its command below before you run it, or pass --install"));
    }
  }
  for (const note of target.manifest.notes) terminal.note(styled("yellow", `note: ${note}`));
  const below = relative(cwd, root);
  const folder = below.startsWith("..") ? root : below;
  sayNext(terminal, target, { folder, isInstalled });
  return isReady ? EXIT.done : EXIT.invalid;
}

async function mayRun(
  command: string,
  install: Exclude<Install, "no">,
  target: Target,
): Promise<boolean> {
  if (install === "any" || isBuiltIn(target)) return true;
  if (install !== "ask") return false;
  const { askCommand } = await import("./ask.ts");
  return askCommand(command, target.label);
}

/** A service begun inside a repository belongs to that one. */
async function isInRepository(root: string): Promise<boolean> {
  if (existsSync(join(root, ".git"))) return true;
  const { execa } = await import("execa");
  const { stdout } = await execa("git", ["rev-parse", "--is-inside-work-tree"], {
    cwd: root,
    reject: false,
  });
  return stdout === "true";
}

function sayNext(
  terminal: Terminal,
  { manifest }: Target,
  { folder, isInstalled }: { folder: string; isInstalled: boolean },
): void {
  const steps: { run: string; shows: string | null }[] = [];
  if (folder !== "") steps.push({ run: `cd ${folder}`, shows: null });
  for (const name of ["install", "activate", "migrate", "dev", "test"]) {
    const command = commandOf(manifest, name);
    if (command !== null && !(name === "install" && isInstalled)) steps.push(command);
  }
  const width = Math.max(...steps.map(({ run }) => run.length));
  terminal.note();
  terminal.note(styled("bold", "Next:"));
  for (const { run, shows } of steps) {
    if (shows === null) terminal.note("  ", styled("cyan", run));
    else terminal.note("  ", styled("cyan", run.padEnd(width)), styled("dim", `   → ${shows}`));
  }
}
