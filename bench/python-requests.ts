/**
 * The generated FastAPI service beside a Starlette server tuned by hand on the same driver, and beside the least FastAPI
 * with SQLAlchemy, in one run and in turns, by requests per second and by processor time per request. The latter holds on
 * a busy machine too; it is read from `/proc`, so on Linux alone.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import type { Database } from "../src/model/model.ts";
import { startCluster } from "../test/support/postgres.ts";
import type { Cluster } from "../test/support/postgres.ts";
import { generateProject, installProject, run } from "../test/support/project.ts";
import type { Project } from "../test/support/project.ts";
import { startService } from "../test/support/service.ts";
import type { Service } from "../test/support/service.ts";
import { median, printTable } from "./measure.ts";
import { fillDatabase } from "./project.ts";
import { connections, operations } from "./requests.ts";

const servers = {
  "starlette sync": { command: ["servers/starlette_books.py"], endpoints: "sync" },
  "starlette async": { command: ["servers/starlette_books.py"], endpoints: "async" },
  "least fastapi": { command: ["servers/minimal_fastapi.py"], endpoints: "sync" },
  generated: { command: ["-m", "app"], endpoints: "sync" },
} as const;
type ServerName = keyof typeof servers;
const names = Object.keys(servers) as ServerName[];

const rounds = 3;
const amount = Number(process.env["BENCH_REQUESTS"] ?? 1500);
/** Clock ticks per second, the unit of processor times in `/proc`: 100 on every Linux. */
const TICKS = 100;

interface Sample {
  readonly rate: number;
  readonly milliseconds: number;
}

export async function measurePythonRequests(databases: readonly Database[]): Promise<void> {
  for (const database of databases) {
    const folder = mkdtempSync(join(tmpdir(), `restwright-bench-python-${database}-`));
    const cluster = database === "postgres" ? await startCluster() : null;
    try {
      await compare(folder, database, cluster);
    } finally {
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function compare(folder: string, database: Database, cluster: Cluster | null): Promise<void> {
  const here = import.meta.dirname;
  const target = { framework: "fastapi", database } as const;
  const model = await generateProject(join(here, "restwright.yaml"), folder, target);
  const project = await installProject(model, folder);
  cpSync(join(here, "servers"), join(folder, "servers"), { recursive: true });
  const copyDatabase = await fillDatabase(folder, cluster, (url) =>
    run(project, ["alembic", "upgrade", "head"], { DATABASE_URL: url }),
  );
  const running: { name: ServerName; service: Service }[] = [];
  const samples = new Map<string, Sample[]>();
  try {
    for (const name of names) {
      running.push({
        name,
        service: await start(project, name, copyDatabase(`copy_${running.length}`)),
      });
    }
    for (const { service } of running) {
      for (const operation of Object.keys(operations)) await load(service, operation, 200);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const operation of Object.keys(operations)) {
        for (const { name, service } of running) {
          const key = `${operation} ${name}`;
          const sample = await load(service, operation, amount);
          samples.set(key, [...(samples.get(key) ?? []), sample]);
        }
      }
    }
  } finally {
    for (const { service } of running) await service.stop();
  }
  report(database, samples);
}

function start(project: Project, name: ServerName, url: string): Promise<Service> {
  const { command, endpoints } = servers[name];
  return startService({
    directory: project.directory,
    command: [join(project.programs, "python"), ...command],
    environment: {
      DATABASE_URL: url,
      ENDPOINTS: endpoints,
      LOG_LEVEL: "silent",
      RATE_LIMIT: "off",
    },
  });
}

/** @throws where a request was not answered with success, for then the figures mean nothing */
async function load(service: Service, operation: string, count: number): Promise<Sample> {
  const request = operations[operation];
  if (!request) throw new Error(`There is no operation ${operation}.`);
  const before = processorTime(service.pid);
  const began = performance.now();
  const result = await autocannon({
    url: service.url,
    connections,
    amount: count,
    requests: [{ setupRequest: (given) => ({ ...given, ...request() }) }],
  });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${operation} failed: ${JSON.stringify(result.statusCodeStats)}`);
  }
  const milliseconds = (processorTime(service.pid) - before) / count;
  return { rate: (count / (performance.now() - began)) * 1000, milliseconds };
}

/** In milliseconds, since the process began. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Fields 14 and 15, counted from behind the name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

function report(database: Database, samples: ReadonlyMap<string, readonly Sample[]>): void {
  console.log(`\n${database}: medians of ${rounds} times ${amount} requests`);
  const of = (operation: string, name: ServerName, unit: keyof Sample): number =>
    median((samples.get(`${operation} ${name}`) ?? []).map((sample) => sample[unit]));
  printTable(
    ["operation", ...names.flatMap((name) => [`${name}: req/s`, "ms"])],
    Object.keys(operations).map((operation) => [
      operation,
      ...names.flatMap((name) => [
        of(operation, name, "rate").toFixed(0),
        of(operation, name, "milliseconds").toFixed(2),
      ]),
    ]),
  );
  const others = ["starlette sync", "least fastapi"] as const;
  console.log("\nthe generated service's share of them");
  printTable(
    ["operation", ...others.flatMap((name) => [`${name}: by rate`, "by time"])],
    Object.keys(operations).map((operation) => [
      operation,
      ...others.flatMap((name) => [
        (of(operation, "generated", "rate") / of(operation, name, "rate")).toFixed(2),
        (of(operation, name, "milliseconds") / of(operation, "generated", "milliseconds")).toFixed(
          2,
        ),
      ]),
    ]),
  );
}
