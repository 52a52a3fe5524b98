/** Vitest runs this once before all: tests of the command line run what is built, as users do. */
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasPostgres, hasPython } from "./programs.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function setup(): void {
  const missing = [hasPython ? [] : "Python 3.11 or newer", hasPostgres ? [] : "PostgreSQL"].flat();
  if (missing.length > 0) {
    process.stderr.write(
      `\n!! NOT INSTALLED, AND WHAT NEEDS IT IS SKIPPED: ${missing.join(", ")}\n`,
    );
  }
  execFileSync(process.execPath, [join(root, "scripts/build.js")], { cwd: root, stdio: "inherit" });
}
