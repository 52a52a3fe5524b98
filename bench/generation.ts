/** Time, memory and output of a generation, for services of 3 to 1,000 resources. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declarationOf } from "./declaration.ts";
import { median, printTable } from "./measure.ts";

const bin = join(import.meta.dirname, "../bin/restwright.js");
const sizes = [3, 10, 100, 1000];
const rounds = 3;

interface Run {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly files: number;
  readonly lines: number;
}

export function measureGeneration(): void {
  const runs = new Map<number, Run[]>(sizes.map((size) => [size, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) runs.get(size)?.push(generate(size));
  }
  console.log(`\nGeneration into an empty folder, median of ${rounds}`);
  printTable(
    ["resources", "s", "ms each", "peak MiB", "files", "lines"],
    [...runs].map(([size, results]) => {
      const seconds = median(results.map((run) => run.seconds));
      const peak = median(results.map((run) => run.mebibytes));
      const [first] = results;
      return [
        String(size),
        seconds.toFixed(2),
        ((seconds * 1000) / size).toFixed(1),
        peak.toFixed(0),
        String(first?.files),
        String(first?.lines),
      ];
    }),
  );
}

/** As a user runs it: a process of its own, from the command line to the last file on disk. */
function generate(size: number): Run {
  const folder = mkdtempSync(join(tmpdir(), "restwright-bench-"));
  try {
    writeFileSync(join(folder, "restwright.yaml"), declarationOf(size));
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", peakReporter, bin, "generate", "--dir", folder, "--quiet"],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0)
      throw new Error(`generation of ${size} resources failed:\n${stdout}${stderr}`);
    const peak = /peak-rss-kib=(\d+)/.exec(stderr)?.[1];
    return { seconds, mebibytes: Number(peak) / 1024, ...countOutput(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const peakReporter = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`peak-rss-kib=${process.resourceUsage().maxRSS}\\n`));",
)}`;

function countOutput(folder: string): { files: number; lines: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${folder}/.restwright/`));
  const lines = files.map((path) => readFileSync(path, "utf8").split("\n").length - 1);
  return { files: files.length, lines: lines.reduce((sum, count) => sum + count, 0) };
}

/** The command line that is measured is the built one. */
export function build(): void {
  execFileSync(process.execPath, ["scripts/build.js"], {
    cwd: join(import.meta.dirname, ".."),
    stdio: "inherit",
  });
}
