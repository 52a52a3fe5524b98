/** The Python of a project: that of its virtual environment, else what the system has. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunPython } from "./merge/python.ts";

const PLACES = [".venv/bin/python", "venv/bin/python", ".venv/Scripts/python.exe"] as const;

export function pythonOf(root: string): RunPython {
  const own = PLACES.map((place) => join(root, place)).filter((file) => existsSync(file));
  return async (program, input) => {
    for (const python of [...own, "python3", "python"]) {
      const printed = await runFilter(python, ["-I", "-c", program], { input, cwd: root });
      if (printed !== null) return printed;
    }
    return null;
  };
}

/** What a program prints for an input; null where there is no such program, or it fails. */
export function runFilter(
  file: string,
  values: readonly string[],
  { input, cwd }: { readonly input: string; readonly cwd: string },
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(file, values, { cwd, stdio: ["pipe", "pipe", "ignore"] });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    // A program that ends before it has read everything has failed by its exit code, too.
    child.stdin.on("error", () => resolve(null));
    child.on("error", () => resolve(null));
    child.on("close", (code) => resolve(code === 0 ? Buffer.concat(parts).toString("utf8") : null));
    child.stdin.end(input);
  });
}
