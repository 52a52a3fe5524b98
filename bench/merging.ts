/** Regenerating, and how many conflicts each level of the merge leaves over random edits of the scenarios' service. */
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declarationOf } from "./declaration.ts";
import { median, printTable } from "./measure.ts";

const bin = join(import.meta.dirname, "../bin/restwright.js");
const rounds = 3;

interface Seconds {
  readonly clock: number;
  /** Of all threads: it does not run while other programs do. */
  readonly processor: number;
}

function generate(root: string): Seconds {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", processorReporter, bin, "generate", "--quiet"],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
  );
  const clock = (performance.now() - began) / 1000;
  const microseconds = /processor=(\d+)/.exec(stderr)?.[1];
  if (status !== 0 || microseconds === undefined) throw new Error(`it failed:\n${stderr}`);
  return { clock, processor: Number(microseconds) / 1_000_000 };
}

const processorReporter = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write(`processor=${user + system}\\n`); });",
)}`;

/** 100 resources; one field more, on the first; then nothing to do. */
export function measureRegeneration(): void {
  const runs = Array.from({ length: rounds }, () => {
    const root = mkdtempSync(join(tmpdir(), "restwright-bench-"));
    try {
      writeFileSync(join(root, "restwright.yaml"), declarationOf(100));
      const first = generate(root);
      const file = join(root, "restwright.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text.replace("      due_on: date?\n", "      due_on: date?\n      pages: integer?\n"),
      );
      return { first, field: generate(root), nothing: generate(root) };
    } finally {
      rmSync(root, { recursive: true });
    }
  });
  console.log(`\nRegeneration of 100 resources, median of ${rounds}`);
  const row = (what: string, times: readonly Seconds[]) => [
    what,
    median(times.map(({ clock }) => clock)).toFixed(2),
    median(times.map(({ processor }) => processor)).toFixed(2),
  ];
  printTable(
    ["what", "s", "s of processor"],
    [
      row(
        "everything, into an empty folder",
        runs.map(({ first }) => first),
      ),
      row(
        "one field added",
        runs.map(({ field }) => field),
      ),
      row(
        "nothing to do",
        runs.map(({ nothing }) => nothing),
      ),
    ],
  );
}
