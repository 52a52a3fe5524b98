/** A command that takes time: shown while it runs, its output kept for the case that it fails. */
import { execa, type Result } from "execa";
import { startProgress } from "../progress.ts";
import { styled, type Terminal } from "../terminal.ts";

export interface Step {
  readonly title: string;
  /** As typed: words apart by blanks, commands one after the other by `&&`. No shell reads it. */
  readonly command: string;
  readonly cwd: string;
}

/** @returns whether it succeeded */
export async function runStep(step: Step, terminal: Terminal): Promise<boolean> {
  const isShown = process.stderr.isTTY && !terminal.isQuiet;
  if (!isShown) terminal.note(`${step.title}: `, styled("dim", step.command), " …");
  const progress = isShown ? startProgress(`${step.title}: ${step.command}`) : null;
  const started = Date.now();
  const result = await runInTurn(step.command.split(" && "), step.cwd);
  progress?.stop();
  if (!result.failed) {
    terminal.note(`${step.title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return true;
  }
  terminal.fail(styled("red", `${step.title} failed: `), `${step.command} (${reason(result)})`);
  for (const line of (result.all ?? "").split("\n").slice(-20)) terminal.fail("  ", line);
  return false;
}

/** @returns the result of the first command that fails, else that of the last */
async function runInTurn(commands: readonly string[], cwd: string) {
  const run = (command: string) => {
    const [file = "", ...values] = command.split(" ");
    return execa(file, values, { cwd, all: true, reject: false, stdin: "ignore" });
  };
  const [first = "", ...others] = commands;
  let result = await run(first);
  for (const command of others) {
    if (result.failed) break;
    result = await run(command);
  }
  return result;
}

function reason(result: Pick<Result, "exitCode" | "code" | "signal">): string {
  if (result.code === "ENOENT") return "not found";
  return result.signal ?? `exit ${result.exitCode ?? "?"}`;
}
