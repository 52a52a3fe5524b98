/** What every command file exports: its options, arguments and examples, and what it does. */
import type { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

export interface Context {
  readonly terminal: Terminal;
  /** Folder that relative paths of the command line start from. */
  readonly cwd: string;
}

/** Runs an action and hands its exit code back to the program. */
export type Runner = (action: (context: Context) => Promise<ExitCode> | ExitCode) => Promise<void>;

export interface CommandModule {
  readonly define: (command: Command, run: Runner) => void;
}

/** Examples for `--help`: what to type, and what it does. */
export function examples(...pairs: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...pairs.map(([line]) => line.length));
  const lines = pairs.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
