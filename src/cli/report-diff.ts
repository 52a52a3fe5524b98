/** What a run would do to the files of a project, as a unified diff. */
import { createTwoFilesPatch } from "diff";
import type { Change } from "../project/changes.ts";
import { styled, type Terminal } from "./terminal.ts";

export function printDiff(terminal: Terminal, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind === "keep") continue;
    if (change.kind === "conflict") {
      terminal.print(styled("red", `conflict: ${change.path} ${change.because}`));
      for (const { mine, theirs } of change.hunks) {
        printLines(terminal, [...marked("-", mine), ...marked("+", theirs)]);
      }
      continue;
    }
    const [before, after] = [change.before, change.after].map(
      (bytes) => bytes?.toString("utf8") ?? "",
    );
    const from = change.before === null ? "/dev/null" : `a/${change.from ?? change.path}`;
    const to = change.after === null ? "/dev/null" : `b/${change.path}`;
    const patch = createTwoFilesPatch(from, to, before ?? "", after ?? "");
    printLines(terminal, patch.trimEnd().split("\n").slice(1));
  }
}

function marked(sign: string, text: string): string[] {
  return text === ""
    ? []
    : text
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => sign + line);
}

function printLines(terminal: Terminal, lines: readonly string[]): void {
  for (const line of lines) {
    if (/^(---|\+\+\+) /.test(line)) terminal.print(styled("bold", line));
    else if (line.startsWith("@@")) terminal.print(styled("cyan", line));
    else if (line.startsWith("-")) terminal.print(styled("red", line));
    else if (line.startsWith("+")) terminal.print(styled("green", line));
    else terminal.print(line);
  }
}
