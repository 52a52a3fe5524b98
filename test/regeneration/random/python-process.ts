/** A Python that stays, for tests that ask it hundreds of times: each program is run as if in a process of its own. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { RunPython } from "../../../src/project/merge/python.ts";

const LOOP = `
import io, json, sys
lines, out = sys.stdin.buffer, sys.stdout
for line in lines:
    asked = json.loads(line)
    sys.stdin = io.TextIOWrapper(io.BytesIO(asked["input"].encode("utf-8", "surrogatepass")), "utf-8")
    sys.stdout = io.StringIO()
    try:
        exec(compile(asked["program"], "<program>", "exec"), {"__name__": "__main__"})
        printed = sys.stdout.getvalue()
    except Exception:
        printed = None
    out.write(json.dumps(printed) + "\\n")
    out.flush()
`;

export interface PythonProcess {
  readonly run: RunPython;
  stop(): void;
}

/** @param file the Python */
export function startPython(file: string): PythonProcess {
  const child = spawn(file, ["-I", "-u", "-c", LOOP], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: ((printed: string | null) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    waiting.shift()?.(JSON.parse(line) as string | null);
  });
  child.on("exit", () => waiting.forEach((answer) => answer(null)));
  return {
    run: (program, input) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify({ program, input })}\n`);
      }),
    stop: () => {
      child.stdin.end();
    },
  };
}
