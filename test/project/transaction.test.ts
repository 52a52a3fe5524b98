/** A run is killed (SIGKILL, in a child process) before each of its calls to the disk in turn. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { planProject, writeProject, type Output } from "../../src/project/project.ts";

const ONE: Record<string, string> = { "a.ts": "1\n", "src/b.ts": "1\n", "old/c.ts": "1\n" };
const TWO: Record<string, string> = { "a.ts": "2\n", "src/b.ts": "2\n", "src/new/d.ts": "2\n" };
const worker = fileURLToPath(new URL("./killed-run.ts", import.meta.url));

function output(files: Record<string, string>): Output {
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    text,
    class: "managed" as const,
  }));
  return { tool: "0", framework: "fastify", records: {}, files: list };
}

async function run(root: string, files: Record<string, string>): Promise<void> {
  const plan = () => planProject(root, output(files));
  await writeProject(await plan(), plan);
}

/** Everything but the lock, which a dead run may leave and which is not committed. */
function tree(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== "lock");
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

/** Bundled once, so that each of the many children starts fast. */
function bundleWorker(folder: string): string {
  const outfile = join(folder, "killed-run.mjs");
  buildSync({
    entryPoints: [worker],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["ts-morph", "yaml"],
  });
  return outfile;
}

test("killed at any call to the disk, the next run leaves the whole new tree", async () => {
  const home = mkdtempSync(join(tmpdir(), "restwright-kill-"));
  const start = join(home, "start");
  const end = join(home, "end");
  await run(start, ONE);
  cpSync(start, end, { recursive: true });
  await run(end, TWO);
  const wanted = tree(end);
  writeFileSync(join(home, "output.json"), JSON.stringify(output(TWO)));
  const bundle = bundleWorker(home);
  let killed = 0;
  for (let call = 1; ; call++) {
    const root = join(home, `run-${call}`);
    cpSync(start, root, { recursive: true });
    const args = [bundle, root, join(home, "output.json"), String(call)];
    const { signal, status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (signal === null) {
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(tree(root)).toEqual(wanted);
      break;
    }
    killed++;
    const half = tree(root);
    const journal = half[".restwright/tx/journal.json"];
    if (journal === undefined && half["a.ts"] === "1\n") expect(half["src/b.ts"]).toBe("1\n");
    await run(root, TWO);
    expect(tree(root), `killed before call ${call}`).toEqual(wanted);
    rmSync(root, { recursive: true });
  }
  expect(killed).toBeGreaterThan(20);
  rmSync(home, { recursive: true });
}, 300_000);

test("an edit made after a run died is not lost when the run is completed", async () => {
  const home = mkdtempSync(join(tmpdir(), "restwright-kill-"));
  await run(home, ONE);
  const tx = join(home, ".restwright/tx");
  cpSync(join(home, ".restwright/base"), tx, { recursive: true });
  writeFileSync(join(tx, "0.old"), "1\n");
  writeFileSync(join(tx, "0.new"), "2\n");
  const step = { path: "a.ts", before: true, after: true, mode: 0o644 };
  writeFileSync(join(tx, "journal.json"), JSON.stringify([step]));
  writeFileSync(join(home, "a.ts"), "edited\n");
  await run(home, ONE);
  expect(readFileSync(join(home, "a.ts"), "utf8")).toBe("edited\n");
  rmSync(home, { recursive: true });
});
