/** Runs the built command line as a child process. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const binary = join(packageRoot, "bin/restwright.js");

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function restwright(
  values: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Run {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...values], {
    cwd: options.cwd ?? packageRoot,
    env: { ...env, ...options.env },
    encoding: "utf8",
    // Nobody is there to answer: a question would hang until this ends the test.
    input: "",
    timeout: 60_000,
  });
  return { code: status, out: stdout, err: stderr };
}
