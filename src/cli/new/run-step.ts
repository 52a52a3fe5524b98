/** A command that takes time: shown while it runs, its output kept for the case that it fails. */
import { execa, type Result } from "execa";
import { styled, type Terminal } from "../terminal.ts";

export interface Step {
  readonly title: string;
  /** As typed: words apart by blanks. */
  readonly command: string;
  readonly cwd: string;
}

/** @returns whether it succeeded */
export async function runStep(step: Step, terminal: Terminal): Promise<boolean> {
  const [file = "", ...values] = step.command.split(" ");
  const progress = terminal.isInteractive && !terminal.isQuiet ? await startSpinner(step) : null;
  if (progress === null) terminal.note(`${step.title}: `, styled("dim", step.command), " …");
  const started = Date.now();
  const result = await execa(file, values, {
    cwd: step.cwd,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (!result.failed) {
    if (progress === null) terminal.note(`${step.title}: done in ${seconds}`);
    else progress.stop(`${step.title}: done in ${seconds}`);
    return true;
  }
  if (progress !== null) progress.error(`${step.title} failed`);
  terminal.fail(styled("red", `${step.title} failed: `), `${step.command} (${reason(result)})`);
  for (const line of (result.all ?? "").split("\n").slice(-20)) terminal.fail("  ", line);
  return false;
}

async function startSpinner(step: Step) {
  const { spinner } = await import("@clack/prompts");
  const progress = spinner();
  progress.start(`${step.title}: ${step.command}`);
  return progress;
}

function reason(result: Pick<Result, "exitCode" | "code" | "signal">): string {
  if (result.code === "ENOENT") return "not found";
  return result.signal ?? `exit ${result.exitCode ?? "?"}`;
}
