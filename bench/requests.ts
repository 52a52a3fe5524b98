/**
 * Requests per second, and processor time per request, of the generated service, beside two servers tuned by hand on the
 * same database: Node's own server, and the least Fastify that validates and serialises. One run measures all, in turns,
 * so the ratios hold though the figures vary with the machine; those of processor time bear other work beside it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import type { Database } from "../src/model/model.ts";
import { startCluster } from "../test/support/postgres.ts";
import { startService, type Service } from "../test/support/service.ts";
import { median, printTable } from "./measure.ts";
import { summariseProfile } from "./profile.ts";
import { bookOf, books, makeProject, type Project } from "./project.ts";

const servers = {
  bare: ["node", "servers/bare.mjs"],
  fastify: ["node", "servers/minimal-fastify.mjs"],
  generated: ["node", "dist/server.js"],
} as const;
type ServerName = keyof typeof servers;

const rounds = 3;
const seconds = Number(process.env["BENCH_SECONDS"] ?? 4);
export const connections = 32;

/** Every operation names the next request to send. */
export const operations: Readonly<Record<string, () => autocannon.Request>> = {
  retrieve: () => ({ method: "GET", path: `/api/v1/books/${1 + ((next += 7919) % books)}` }),
  list: () => ({ method: "GET", path: "/api/v1/books?status=published&sort=-price&limit=20" }),
  create: () => ({
    method: "POST",
    path: "/api/v1/books",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(bookOf((next += 1))),
  }),
};
let next = 1_000_000;

export async function measureRequests(databases: readonly Database[]): Promise<void> {
  for (const database of databases) {
    const folder = mkdtempSync(join(tmpdir(), `restwright-bench-${database}-`));
    const cluster = database === "postgres" ? await startCluster() : null;
    try {
      const project = await makeProject(folder, database, cluster);
      await compare(project);
      await profile(project);
    } finally {
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function compare(project: Project): Promise<void> {
  const names = Object.keys(servers) as ServerName[];
  const running = await Promise.all(
    names.map(async (name) => ({ name, service: await start(project, name) })),
  );
  const loads = new Map<string, Load[]>();
  try {
    for (const { service } of running) await warmUp(service.url);
    for (let round = 0; round < rounds; round += 1) {
      for (const operation of Object.keys(operations)) {
        for (const { name, service } of running) {
          const key = `${operation} ${name}`;
          loads.set(key, [...(loads.get(key) ?? []), await timed(service, operation)]);
        }
      }
    }
  } finally {
    await Promise.all(running.map(({ service }) => service.stop()));
  }
  const runs = `median of ${rounds} runs of ${seconds} s, ${connections} connections`;
  const of = (measure: keyof Load) => (operation: string, name: ServerName) =>
    median((loads.get(`${operation} ${name}`) ?? []).map((one) => one[measure]));
  console.log(`\n${project.database}: requests per second, ${runs}`);
  report(of("rate"));
  console.log(`\n${project.database}: requests per second of processor time, ${runs}`);
  report(of("cpuRate"));
}

function report(rate: (operation: string, name: ServerName) => number): void {
  printTable(
    ["operation", "bare", "fastify", "generated", "of bare", "of fastify"],
    Object.keys(operations).map((operation) => {
      const [bare, fastify, generated] = [
        rate(operation, "bare"),
        rate(operation, "fastify"),
        rate(operation, "generated"),
      ];
      return [
        operation,
        bare.toFixed(0),
        fastify.toFixed(0),
        generated.toFixed(0),
        (generated / bare).toFixed(2),
        (generated / fastify).toFixed(2),
      ];
    }),
  );
}

/** Where the time of a request goes in the generated service, by package and by file of its own. */
async function profile(project: Project): Promise<void> {
  for (const operation of Object.keys(operations)) {
    const folder = join(project.folder, `profile-${operation}`);
    const service = await start(project, "generated", ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
    await warmUp(service.url);
    await load(service.url, operation, seconds);
    await service.stop();
    console.log(`\n${project.database}, ${operation}: where a request's time goes`);
    printTable(
      ["part", "share"],
      summariseProfile(folder, project.folder).map(({ part, share }) => [
        part,
        `${(share * 100).toFixed(1)} %`,
      ]),
    );
  }
}

interface Load {
  /** Requests per second. */
  readonly rate: number;
  /** Requests per second of the server's processor time: what it would be with a processor to itself. */
  readonly cpuRate: number;
}

async function timed(service: Service, operation: string): Promise<Load> {
  const before = await cpuTime(service);
  const { rate, count } = await load(service.url, operation, seconds);
  return { rate, cpuRate: (count / ((await cpuTime(service)) - before)) * 1_000_000 };
}

/** Microseconds of processor time that the server has used so far. */
async function cpuTime(service: Service): Promise<number> {
  const lines = () => [...service.logs().matchAll(/^processor time: ([0-9]+)$/gm)];
  const known = lines().length;
  service.signal("SIGUSR2");
  for (;;) {
    const told = lines()[known];
    if (told !== undefined) return Number(told[1]);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

let copies = 0;

function start(project: Project, name: ServerName, flags: readonly string[] = []) {
  const [program, script] = servers[name];
  return startService({
    directory: project.folder,
    command: [program, "--import", "./servers/cpu-time.mjs", ...flags, script],
    environment: {
      NODE_ENV: "production",
      DATABASE_URL: project.copyDatabase(`${name}_${(copies += 1)}`),
      LOG_LEVEL: "silent",
      RATE_LIMIT: "off",
    },
  });
}

async function warmUp(url: string): Promise<void> {
  for (const operation of Object.keys(operations)) await load(url, operation, 1);
}

/** @throws where a request was not answered with success, for then the figures mean nothing */
async function load(
  url: string,
  operation: string,
  duration: number,
): Promise<{ rate: number; count: number }> {
  const request = operations[operation];
  if (!request) throw new Error(`There is no operation ${operation}.`);
  const result = await autocannon({
    url,
    connections,
    duration,
    requests: [{ setupRequest: (given) => ({ ...given, ...request() }) }],
  });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${operation} failed: ${JSON.stringify(result.statusCodeStats)}`);
  }
  return { rate: result.requests.average, count: result.requests.total };
}
