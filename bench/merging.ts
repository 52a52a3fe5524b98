/** Regenerating, and how many conflicts each level of the merge leaves over random edits of the scenarios' service. */
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declarationOf } from "./declaration.ts";
import { median, printTable } from "./measure.ts";

const bin = join(import.meta.dirname, "../bin/restwright.js");
const rounds = 3;

function seconds(root: string): number {
  const began = performance.now();
  execFileSync(process.execPath, [bin, "generate", "--quiet"], { cwd: root, stdio: "ignore" });
  return (performance.now() - began) / 1000;
}

/** 100 resources; one field more, on the first; then nothing to do. */
export function measureRegeneration(): void {
  const runs = Array.from({ length: rounds }, () => {
    const root = mkdtempSync(join(tmpdir(), "restwright-bench-"));
    try {
      writeFileSync(join(root, "restwright.yaml"), declarationOf(100));
      seconds(root);
      const file = join(root, "restwright.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text.replace("      due_on: date?\n", "      due_on: date?\n      pages: integer?\n"),
      );
      return { field: seconds(root), nothing: seconds(root) };
    } finally {
      rmSync(root, { recursive: true });
    }
  });
  console.log(`\nRegeneration of 100 resources, median of ${rounds}`);
  printTable(
    ["what", "s"],
    [
      ["one field added", median(runs.map(({ field }) => field)).toFixed(2)],
      ["nothing to do", median(runs.map(({ nothing }) => nothing)).toFixed(2)],
    ],
  );
}
