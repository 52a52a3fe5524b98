/** What new migrations will do, told before anything is written. */
import type { Danger, DangerKind } from "../../migrations/dangers.ts";
import type { NextMigrations } from "../../migrations/next.ts";
import { stepWords } from "../../migrations/step-words.ts";
import type { Step } from "../../migrations/steps.ts";
import { styled, type Part, type Style } from "../terminal.ts";

const STYLES: Readonly<Record<DangerKind, Style>> = {
  loses: "red",
  rewrites: "yellow",
  locks: "yellow",
  irreversible: "yellow",
  checks: "cyan",
};

/** One line for each step, and below it what it can do to a database in use. */
export function reportPlan(
  print: (...parts: readonly Part[]) => void,
  { records, dangers }: NextMigrations,
): void {
  for (const { name, steps } of records) {
    print(styled("bold", name));
    for (const step of steps) {
      print(`  ${stepWords(step)}`);
      for (const danger of dangersOf(step, dangers)) {
        print("    ", styled(STYLES[danger.kind], danger.kind), `  ${danger.text}`);
      }
    }
  }
}

/** As programs read it. */
export function planJson({ records, dangers }: NextMigrations): object[] {
  return records.map(({ name, parents, steps }) => ({
    name,
    parents,
    steps: steps.map((step) => ({
      kind: step.kind,
      text: stepWords(step),
      dangers: dangersOf(step, dangers).map(({ kind, text }) => ({ kind, text })),
    })),
  }));
}

function dangersOf(step: Step, dangers: readonly Danger[]): readonly Danger[] {
  return dangers.filter((danger) => danger.step === step);
}
