/** Run by transaction.test.ts: writes a project, and dies before the n-th call that changes the disk. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [root = "", outputFile = "", fatal = "0"] = process.argv.slice(2);
let calls = 0;

function dieBefore<T extends (...values: never[]) => unknown>(original: T): T {
  const wrapped = (...values: Parameters<T>) => {
    calls++;
    if (calls === Number(fatal)) process.kill(process.pid, "SIGKILL");
    return original(...values);
  };
  return wrapped as T;
}

fs.writeFileSync = dieBefore(fs.writeFileSync);
fs.linkSync = dieBefore(fs.linkSync);
fs.renameSync = dieBefore(fs.renameSync);
fs.rmSync = dieBefore(fs.rmSync);
fs.rmdirSync = dieBefore(fs.rmdirSync);
fs.mkdirSync = dieBefore(fs.mkdirSync) as typeof fs.mkdirSync;
fs.chmodSync = dieBefore(fs.chmodSync);
syncBuiltinESMExports();

const { planProject, writeProject } = await import("../../src/project/project.ts");
const output = JSON.parse(fs.readFileSync(outputFile, "utf8")) as Parameters<typeof planProject>[1];
const plan = () => planProject(root, output);
await writeProject(await plan(), plan);
