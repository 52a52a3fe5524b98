/**
 * Run by transaction.test.ts: writes a project again and again, from one start, while the disk refuses the first, the
 * second … of its calls: that call alone (`once`), from then on every one that needs space (`full`), or every one at all
 * (`dead`). Prints what was left each time, and what the next run made of it.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

const [home = "", how = "once"] = process.argv.slice(2);
const { cpSync, readdirSync, readFileSync, rmSync } = fs;
let [calls, refusedAt] = [0, Infinity];
let wasRefused = false;

function refusing<T extends (...values: never[]) => unknown>(original: T, needs: string): T {
  const wrapped = (...values: Parameters<T>) => {
    calls++;
    const isFull = how === "full" && calls >= refusedAt && needs === "space";
    const isDead = how === "dead" && calls >= refusedAt;
    if (isFull || isDead || (how === "once" && calls === refusedAt)) {
      wasRefused = true;
      const error = new Error("ENOSPC: no space left on device");
      throw Object.assign(error, { code: "ENOSPC", syscall: "write" });
    }
    return original(...values);
  };
  return wrapped as T;
}

fs.writeFileSync = refusing(fs.writeFileSync, "space");
fs.linkSync = refusing(fs.linkSync, "space");
fs.mkdirSync = refusing(fs.mkdirSync, "space") as typeof fs.mkdirSync;
fs.renameSync = refusing(fs.renameSync, "none");
fs.rmSync = refusing(fs.rmSync, "none");
fs.rmdirSync = refusing(fs.rmdirSync, "none");
fs.chmodSync = refusing(fs.chmodSync, "none");
syncBuiltinESMExports();

const { planProject, writeProject } = await import("../../src/project/project.ts");
const output = JSON.parse(readFileSync(join(home, "output.json"), "utf8")) as Parameters<
  typeof planProject
>[1];

async function run(root: string): Promise<string | null> {
  const plan = () => planProject(root, output);
  try {
    await writeProject(await plan(), plan);
    return null;
  } catch (error) {
    return String(error);
  }
}

function tree(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== "lock");
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

const results: object[] = [];
for (let call = 1; ; call++) {
  const root = join(home, "run");
  refusedAt = Infinity;
  cpSync(join(home, "start"), root, { recursive: true });
  [calls, refusedAt, wasRefused] = [0, call, false];
  const failed = await run(root);
  refusedAt = Infinity;
  const left = tree(root);
  // Where even that was refused, its lock stays; it is of no hindrance once the process is dead, which this one is not.
  rmSync(join(root, ".restwright/lock"), { force: true });
  const again = await run(root);
  results.push({ call, wasRefused, failed, left, again, after: tree(root) });
  rmSync(root, { recursive: true });
  if (!wasRefused) break;
}
process.stdout.write(JSON.stringify(results));
