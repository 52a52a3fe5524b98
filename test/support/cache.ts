/** Installed dependencies, kept between runs under `.cache/`, one folder per set of dependencies. */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CACHE = process.env["RESTWRIGHT_TEST_CACHE"] ?? join(ROOT, ".cache");

/** Gives a generated Node project its `node_modules`, installed once for all projects of the same dependencies. */
export async function linkNodeModules(project: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as Manifest;
  const { dependencies = {}, devDependencies = {}, overrides = {} } = manifest;
  const wanted = { dependencies, devDependencies, overrides };
  const folder = await prepared("node", wanted, async (at) => {
    const name = "cached-dependencies";
    writeFileSync(join(at, "package.json"), JSON.stringify({ name, private: true, ...wanted }));
    // A package that does not want this Node is a fault of the project's choice of versions.
    const options = ["--engine-strict", "--no-audit", "--no-fund", "--prefer-offline"];
    await execa("npm", ["install", ...options], { cwd: at });
  });
  const link = join(project, "node_modules");
  rmSync(link, { recursive: true, force: true });
  symlinkSync(join(folder, "node_modules"), link, "dir");
  if (existsSync(join(folder, "package-lock.json"))) {
    cpSync(join(folder, "package-lock.json"), join(project, "package-lock.json"));
  }
}

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly overrides?: Record<string, string>;
}

/** @returns the folder of the programs of a virtual environment that has what a generated Python project needs. */
export async function virtualEnvironment(project: string, python: string): Promise<string> {
  const declared = readFileSync(join(project, "pyproject.toml"), "utf8");
  const { stdout } = await execa(python, ["-c", LISTING], { input: declared });
  const requirements = JSON.parse(stdout) as string[];
  const folder = await prepared("python", requirements, async (at) => {
    await execa(python, ["-m", "venv", at]);
    await execa(join(at, "bin", "pip"), [
      "install",
      "-q",
      "--disable-pip-version-check",
      ...requirements,
    ]);
  });
  return join(folder, "bin");
}

/** Requirements of the project and of its `dev` extra. */
const LISTING = `
import json, sys, tomllib
project = tomllib.load(sys.stdin.buffer)["project"]
extra = project.get("optional-dependencies", {}).get("dev", [])
print(json.dumps([*project["dependencies"], *extra]))
`;

/**
 * The cached folder of a key, made when it is not there; a broken attempt leaves nothing behind.
 * Test files run in processes of their own: the first to come makes the folder, the others wait for it.
 */
async function prepared(
  kind: string,
  key: unknown,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const name = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 16);
  const folder = join(CACHE, kind, name);
  const complete = join(folder, ".complete");
  if (existsSync(complete)) return folder;
  mkdirSync(join(CACHE, kind), { recursive: true });
  const release = await exclusive(`${folder}.lock`);
  try {
    if (existsSync(complete)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await make(folder);
    writeFileSync(complete, "");
    return folder;
  } finally {
    release();
  }
}

/** Waits until no living process holds the file, and takes it. @returns what lets it go. */
async function exclusive(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await setTimeout(200);
  }
}

/** Whether the process that wrote the file is no more. A file that is gone, or not yet written, is looked at again. */
function isAbandoned(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
