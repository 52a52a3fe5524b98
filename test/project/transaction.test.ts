/** A run is killed (SIGKILL, in a child process) before each of its calls to the disk in turn, or refused there. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { planProject, writeProject, type Output } from "../../src/project/project.ts";
import { recover } from "../../src/project/transaction.ts";

const ONE: Record<string, string> = { "a.ts": "1\n", "src/b.ts": "1\n", "old/c.ts": "1\n" };
const TWO: Record<string, string> = { "a.ts": "2\n", "src/b.ts": "2\n", "src/new/d.ts": "2\n" };
const worker = fileURLToPath(new URL("./killed-run.ts", import.meta.url));
const refusedRun = fileURLToPath(new URL("./refused-run.ts", import.meta.url));

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
function bundleWorker(folder: string, entry = worker): string {
  const outfile = join(folder, "worker.mjs");
  buildSync({
    entryPoints: [entry],
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

interface Refused {
  readonly call: number;
  readonly wasRefused: boolean;
  readonly failed: string | null;
  readonly left: Record<string, string>;
  readonly again: string | null;
  readonly after: Record<string, string>;
}

test.each(["once", "full", "dead"])(
  "refused by the disk at any call (%s), the tree is whole or said not to be, and the next run leaves the new one",
  async (how) => {
    const home = mkdtempSync(join(tmpdir(), "restwright-full-"));
    await run(join(home, "start"), ONE);
    cpSync(join(home, "start"), join(home, "end"), { recursive: true });
    await run(join(home, "end"), TWO);
    const [old, wanted] = [tree(join(home, "start")), tree(join(home, "end"))];
    writeFileSync(join(home, "output.json"), JSON.stringify(output(TWO)));
    const bundle = bundleWorker(home, refusedRun);
    const { stdout, stderr } = spawnSync(process.execPath, [bundle, home, how], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const results = JSON.parse(stdout) as Refused[];
    for (const { call, failed, left, again, after } of results) {
      // What an unfinished run keeps for the next one is no part of the tree.
      const seen = Object.entries(left).filter(([path]) => !path.includes("/tx/"));
      const isHalf = failed?.includes("only a part was written") === true;
      if (!isHalf)
        expect([old, wanted], `refused at call ${call}: ${failed}`).toContainEqual(
          Object.fromEntries(seen),
        );
      if (how !== "dead") expect(isHalf, `refused at call ${call}: ${failed}`).toBe(false);
      expect({ again, after }, `after call ${call}`).toEqual({ again: null, after: wanted });
    }
    expect(results.filter(({ wasRefused }) => wasRefused).length).toBeGreaterThan(20);
    expect(results.filter(({ failed }) => failed !== null).length).toBeGreaterThan(15);
    rmSync(home, { recursive: true });
  },
  300_000,
);

const DEAD = JSON.stringify({ pid: 2 ** 30, host: hostname() });

test.each([
  ["with no lock there", null],
  ["with the lock of a dead run there", DEAD],
])(
  "four runs at once, %s: one writes, the others are refused, and no file is between",
  async (_, lock) => {
    const home = mkdtempSync(join(tmpdir(), "restwright-two-"));
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (__, index) => [`src/${index}.ts`, `${index}\n`] as const),
    );
    const more = Object.fromEntries(Object.keys(many).map((path) => [path, `${path} anew\n`]));
    const root = join(home, "root");
    await run(root, many);
    if (lock !== null) writeFileSync(join(root, ".restwright/lock"), lock);
    writeFileSync(join(home, "output.json"), JSON.stringify(output(more)));
    const bundle = bundleWorker(home);
    const start = () =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [bundle, root, join(home, "output.json")]);
        let said = "";
        child.stderr.on("data", (part: Buffer) => (said += part.toString("utf8")));
        child.on("close", (code) => resolve(code === 0 ? "done" : said));
      });
    const results = await Promise.all(Array.from({ length: 4 }, start));
    expect(results).toContain("done");
    for (const result of results.filter((one) => one !== "done"))
      expect(result).toMatch(/is at work in this project|changed while this run was planned/);
    for (const [path, text] of Object.entries(more))
      expect(readFileSync(join(root, path), "utf8")).toBe(text);
    const ours = readdirSync(join(root, ".restwright"));
    expect(ours.filter((name) => name === "tx" || name.startsWith("lock"))).toEqual([]);
    rmSync(home, { recursive: true });
  },
  120_000,
);

/** A project of which a run has written `a.ts` and deleted `b.ts`, as its journal says, and has made `c.ts`. */
async function stopped(journal: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "restwright-stopped-"));
  await run(home, { "a.ts": "1\n", "b.ts": "1\n" });
  const tx = join(home, ".restwright/tx");
  mkdirSync(tx);
  for (const index of [0, 1]) writeFileSync(join(tx, `${index}.old`), "1\n");
  const digest = createHash("sha256").update("2\n").digest("hex");
  const steps = [
    { path: "a.ts", before: true, after: digest, mode: 0o644 },
    { path: "b.ts", before: true, after: null, mode: 0o644 },
    { path: "c.ts", before: false, after: digest, mode: 0o644 },
  ];
  writeFileSync(join(tx, journal), JSON.stringify(steps));
  for (const path of ["a.ts", "c.ts"]) writeFileSync(join(home, path), "2\n");
  rmSync(join(home, "b.ts"));
  return home;
}

const files = (home: string) =>
  Object.fromEntries(Object.entries(tree(home)).filter(([path]) => !path.includes("/")));

test.each(["journal.json", "journal.back.json"])(
  "an edit made after a run died is not lost when the run is gone on with (%s)",
  async (journal) => {
    const home = await stopped(journal);
    const edited = { "a.ts": "edited\n", "b.ts": "made anew\n", "c.ts": "edited as well\n" };
    for (const [path, text] of Object.entries(edited)) writeFileSync(join(home, path), text);
    recover(home);
    expect(files(home)).toEqual(edited);
    rmSync(home, { recursive: true });
  },
);

test("a run that was taking back what it did is taken back to the end", async () => {
  const home = await stopped("journal.back.json");
  expect(recover(home)).toBe("cleared");
  expect(files(home)).toEqual({ "a.ts": "1\n", "b.ts": "1\n" });
  rmSync(home, { recursive: true });
});
