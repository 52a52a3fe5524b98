/** How long the command line takes to answer, beside a Node that does nothing. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median, printTable } from "./measure.ts";

const bin = join(import.meta.dirname, "../bin/restwright.js");
const commands = {
  "node -e 0": ["-e", "0"],
  "restwright --version": [bin, "--version"],
  "restwright --help": [bin, "--help"],
};
const rounds = 15;

/** Rounds are interleaved, so that a busy moment of the machine falls on all alike. */
export function measureStartup(): void {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, parameters] of Object.entries(commands)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
      const elapsed = performance.now() - start;
      if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
      times.set(name, [...(times.get(name) ?? []), elapsed]);
    }
  }
  const bare = median(times.get("node -e 0") ?? []);
  console.log(`\nStart-up, median of ${rounds}`);
  printTable(
    ["command", "ms", "over bare node"],
    [...times].map(([name, values]) => {
      const time = median(values);
      return [name, time.toFixed(0), `+${(time - bare).toFixed(0)}`];
    }),
  );
}
