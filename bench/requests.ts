/**
 * Requests per second of the generated service, beside two servers tuned by hand on the same database: Node's own server,
 * and the least Fastify that validates and serialises. One run measures all, in turns, so the ratios hold though the
 * figures vary with the machine.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import type { Database } from "../src/model/model.ts";
import { startCluster } from "../test/support/postgres.ts";
import { startService } from "../test/support/service.ts";
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
const connections = 32;

/** Every operation names the next request to send. */
const operations: Readonly<Record<string, () => autocannon.Request>> = {
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
  const rates = new Map<string, number[]>();
  try {
    for (const { service } of running) await warmUp(service.url);
    for (let round = 0; round < rounds; round += 1) {
      for (const operation of Object.keys(operations)) {
        for (const { name, service } of running) {
          const rate = await load(service.url, operation, seconds);
          rates.set(`${operation} ${name}`, [...(rates.get(`${operation} ${name}`) ?? []), rate]);
        }
      }
    }
  } finally {
    await Promise.all(running.map(({ service }) => service.stop()));
  }
  report(project.database, (operation, name) => median(rates.get(`${operation} ${name}`) ?? []));
}

function report(database: Database, rate: (operation: string, name: ServerName) => number): void {
  console.log(
    `\n${database}: requests per second, median of ${rounds} runs of ${seconds} s, ${connections} connections`,
  );
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

let copies = 0;

function start(project: Project, name: ServerName, flags: readonly string[] = []) {
  const [program, script] = servers[name];
  return startService({
    directory: project.folder,
    command: [program, ...flags, script],
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
async function load(url: string, operation: string, duration: number): Promise<number> {
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
  return result.requests.average;
}
