import { spawn } from "node:child_process";
import {
  mergeFile,
  type Merged,
  type MergeRequest,
} from "../../../src/project/merge/merge-file.ts";
import type { RunPython } from "../../../src/project/merge/python.ts";

export const runPython: RunPython = (program, input) =>
  new Promise((resolve, reject) => {
    const child = spawn("python3", ["-I", "-c", program], { stdio: ["pipe", "pipe", "inherit"] });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`python: ${code}`)),
    );
    child.stdin.end(input);
  });

export function merge(
  request: Partial<MergeRequest> & Pick<MergeRequest, "path">,
): Promise<Merged> {
  return mergeFile({
    base: "",
    mine: "",
    theirs: "",
    renames: [],
    format: null,
    runPython,
    ...request,
  });
}
