/**
 * Requests to the generated service while its table of a million rows is migrated on PostgreSQL, without `online` and
 * with it: how long the longest waited, and how many failed.
 */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { startCluster, type Cluster } from "../test/support/postgres.ts";
import { startService } from "../test/support/service.ts";
import { printTable } from "./measure.ts";
import { books, makeProject, type Project } from "./project.ts";

const rows = Number(process.env["BENCH_ROWS"] ?? 1_000_000);
const connections = 8;
/** Requests also before the migration, to compare with. */
const seconds = 5;

/** An index, a check, and a column that must have a value: each looks at every row. */
const edits = [
  ["pages: integer >= 1", "pages: integer >= 1 <= 100000"],
  ["published_on: date?", 'published_on: { type: date, backfill: "2000-01-01" }'],
  ["index: [[status, -price]]", "index: [[status, -price], [title]]"],
] as const;

const modes = ["at rest", "migrated", "migrated online"] as const;

export async function measureOnline(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "restwright-bench-online-"));
  const cluster = await startCluster();
  try {
    const project = await makeProject(join(folder, "base"), "postgres", cluster);
    fill(cluster);
    const table: string[][] = [];
    for (const mode of modes) {
      const told = await measured(project, join(folder, mode.replaceAll(" ", "-")), mode);
      table.push([
        mode,
        (told.took / 1000).toFixed(1),
        String(told.requests),
        told.longest.toFixed(0),
        String(told.failures),
      ]);
    }
    console.log(`\nRequests while ${rows} rows are migrated, ${connections} connections`);
    printTable(["", "took s", "requests", "longest ms", "failed"], table);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(cluster: Cluster): void {
  cluster.query(
    "base",
    `insert into books (title, isbn, pages, price, author_id)
       select 'Title ' || n, lpad(n::text, 13, '0'), 1 + n % 900, 1 + n % 90, 1 + n % 50
         from generate_series(${books}, ${rows - 1}) n`,
  );
  cluster.query("base", "vacuum analyze");
}

interface Told {
  /** Milliseconds. */
  readonly took: number;
  readonly requests: number;
  readonly longest: number;
  readonly failures: number;
}

async function measured(
  project: Project,
  folder: string,
  mode: (typeof modes)[number],
): Promise<Told> {
  const settings = {
    NODE_ENV: "production",
    DATABASE_URL: project.copyDatabase(mode.replaceAll(" ", "_")),
    LOG_LEVEL: "silent",
    RATE_LIMIT: "off",
  };
  // Before any request, for generating keeps this process, which sends them, waiting.
  const next = mode === "at rest" ? null : edited(project, folder, mode);
  // The service that runs is that of before, as in a deployment.
  const { folder: directory } = project;
  const service = await startService({
    directory,
    command: ["node", "dist/server.js"],
    environment: settings,
  });
  try {
    const load = begin(service.url);
    const began = performance.now();
    if (next === null) await pause(seconds * 1000);
    else await migrate(next, settings);
    const took = performance.now() - began;
    load.stop();
    const result = await load.done;
    return {
      took,
      requests: result.requests.total,
      longest: result.latency.max,
      failures: result.non2xx + result.errors + result.timeouts,
    };
  } finally {
    await service.stop();
  }
}

/** The project with its declaration changed, in a folder of its own. */
function edited({ folder: from }: Project, folder: string, mode: (typeof modes)[number]): string {
  cpSync(from, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(from, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "restwright.yaml");
  let text = readFileSync(file, "utf8");
  if (mode === "migrated online") text = text.replace("resources:", "online: true\nresources:");
  for (const [find, replace] of edits) {
    if (!text.includes(find)) throw new Error(`The declaration has no ${find}.`);
    text = text.replace(find, replace);
  }
  writeFileSync(file, text);
  const binary = join(import.meta.dirname, "../bin/restwright.js");
  execFileSync(process.execPath, [binary, "generate", "--quiet"], {
    cwd: folder,
    stdio: "inherit",
  });
  return folder;
}

async function migrate(folder: string, settings: Record<string, string>): Promise<void> {
  await promisify(execFile)("npm", ["run", "--silent", "migrate"], {
    cwd: folder,
    env: { ...process.env, ...settings },
  });
}

/** Reads and changes rows all over the table until it is stopped. */
function begin(url: string): { stop(): void; readonly done: Promise<autocannon.Result> } {
  let next = 0;
  const path = () => `/api/v1/books/${1 + ((next += 7919) % rows)}`;
  const change = { "content-type": "application/merge-patch+json" };
  const options: autocannon.Options = {
    url,
    connections,
    duration: 3600,
    timeout: 300,
    requests: [
      { setupRequest: (given) => ({ ...given, method: "GET", path: path() }) },
      {
        setupRequest: (given) => ({
          ...given,
          method: "PATCH",
          path: path(),
          headers: change,
          body: JSON.stringify({ pages: 1 + (next % 800) }),
        }),
      },
    ],
  };
  let stop = (): void => undefined;
  const done = new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(options, (error: unknown, result) => {
      if (error === null) resolve(result);
      else reject(new Error("The load could not be put on.", { cause: error }));
    });
    stop = () => load.stop();
  });
  return { stop: () => stop(), done };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
