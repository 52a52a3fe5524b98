/** What an emitted Fastify service does beside its contract: it stops, refuses, logs, waits and starts as it says. */
import { hash } from "node:crypto";
import { connect } from "node:net";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshProject, type FreshProject } from "../support/fresh-project.ts";
import { environmentOf, migrateProject, startProject } from "../support/project.ts";
import type { Service } from "../support/service.ts";
import { openSqliteFile } from "../support/databases.ts";

const DECLARATION = `restwright: 1
service: { name: shelf }
framework: fastify
database: sqlite
resources:
  Book:
    fields:
      title: string(80)
      in_print: boolean
      price: decimal(10,2) >= 0
`;

interface Page {
  readonly data: readonly { readonly id: number }[];
  readonly page: { readonly next_cursor: string | null; readonly total: number };
}

let fresh: FreshProject;
let folder: string;
let url: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "restwright-service-"));
  const declaration = join(folder, "restwright.yaml");
  writeFileSync(declaration, DECLARATION);
  fresh = await freshProject(declaration, { framework: "fastify", database: "sqlite" });
  file = join(folder, "books.db");
  url = `sqlite:${file}`;
  await migrateProject(fresh.project, { DATABASE_URL: url });
}, 600_000);

afterAll(async () => {
  await fresh.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("a running service", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startProject(fresh.project, { DATABASE_URL: url, LOG_LEVEL: "info" });
  }, 60_000);

  afterAll(async () => {
    await service.stop();
  });

  test("answers a path that is not UTF-8 as any unknown path", async () => {
    const answer = await send(`GET /api/v1/books/%zz HTTP/1.1`, "x-request-id: stray-percent");
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain("x-request-id: stray-percent");
    expect(answer).toContain("cache-control: no-cache");
    expect(answer).toContain('"urn:problem-type:not-found"');
    await expect.poll(() => service.logs()).toContain('"stray-percent","method":"GET"');
  });

  test("knows nothing of the scheme and authority of a request target", async () => {
    await create({ title: "A", in_print: true, price: "1.00" });
    const path = "/api/v1/books?limit=1&offset=0";
    const own = await send(`GET ${path} HTTP/1.1`);
    expect(await send(`GET http://evil.example${path} HTTP/1.1`)).toContain(
      own.slice(own.indexOf("\r\n\r\n")),
    );
    const problem = await send("GET http://evil.example/nothing HTTP/1.1");
    expect(problem).toContain('"instance":"/nothing"');
  });

  test.for([
    ["what is no HTTP", "nonsense", 400],
    ["headers beyond measure", `GET / HTTP/1.1\r\nx: ${"a".repeat(40_000)}`, 431],
  ] as const)("answers %s by a problem document", async ([, request, status]) => {
    const answer = await send(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain("content-type: application/problem+json");
    expect(answer).toMatch(/x-request-id: [\w-]+/);
  });

  test.for([
    ["[true,1]", 200],
    ["[true,1", 400],
    ["{}", 400],
    ["[true]", 400],
    ["[true,1,1]", 400],
    ["[null,1]", 400],
    ["[2,1]", 400],
    ['["yes",1]', 400],
    ['[true,"a\\u0000"]', 400],
    ["[true,1e400]", 400],
    ["[true,0.5]", 400],
    ["[true,[1]]", 400],
  ] as const)("judges the values of a cursor that anybody can make: %s", async ([text, status]) => {
    const [sort, path] = ["in_print", "/api/v1/books"];
    const keys = [sort, "id"].map((property) => ({ property, descending: false }));
    const digest = hash(
      "sha256",
      `${JSON.stringify([path, keys, [], null])}\n${text}`,
      "base64url",
    );
    const cursor = Buffer.from(digest.slice(0, 12) + text).toString("base64url");
    const answer = await fetch(`${service.url}${path}?sort=${sort}&cursor=${cursor}`);
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(await answer.json()).toMatchObject({
        errors: [{ parameter: "cursor", code: "format" }],
      });
    }
  });

  test("pages of booleans follow each other", async () => {
    const row = { title: "B", in_print: false, price: "1.00" };
    for (const in_print of [false, true, true]) await create({ ...row, in_print });
    const seen: number[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const at = `${service.url}/api/v1/books?sort=-in_print&limit=1${cursor && `&cursor=${cursor}`}`;
      const { data, page } = (await (await fetch(at)).json()) as Page;
      seen.push(...data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const { page } = (await (await fetch(`${service.url}/api/v1/books?count=true`)).json()) as Page;
    expect(seen).toHaveLength(page.total);
  });

  test("decimals are judged by all their digits", async () => {
    const price = `-0.${"0".repeat(60)}1`;
    const answer = await create({ title: "B", in_print: true, price });
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/price", code: "min" }] });
  });

  test.for(["/openapi.json", "/docs"])("%s knows its methods", async (path) => {
    const options = await fetch(service.url + path, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    const post = await fetch(service.url + path, { method: "POST" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  test("the documentation may load from the service alone, over HTTP too", async () => {
    const policy = (await fetch(`${service.url}/docs/`)).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|https:|swagger\.io/);
  });

  test("a request that the client gave up leaves a line in the log", async () => {
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.write(
      "POST /api/v1/books HTTP/1.1\r\nhost: x\r\nx-request-id: given-up\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    await expect.poll(async () => (await send("GET /healthz HTTP/1.1")).length).toBeGreaterThan(0);
    socket.destroy();
    await expect.poll(() => service.logs()).toMatch(/"given-up".*"status":499/);
    expect(service.logs()).not.toContain('"level":50');
  });

  test("waits for the lock of another process, and answers others meanwhile", async () => {
    const other = openSqliteFile(file);
    await other.execute("BEGIN IMMEDIATE");
    let isWritten = false;
    const late = { title: "Late", in_print: true, price: "1.00" };
    const write = create(late).then(({ status }) => {
      isWritten = true;
      return status;
    });
    const health = await fetch(`${service.url}/healthz`);
    const list = await fetch(`${service.url}/api/v1/books`);
    expect([health.status, list.status, isWritten]).toEqual([200, 200, false]);
    await other.execute("ROLLBACK");
    await other.close();
    expect(await write).toBe(201);
  });

  function create(row: object): Promise<Response> {
    return fetch(`${service.url}/api/v1/books`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(row),
    });
  }

  function send(first: string, ...headers: readonly string[]): Promise<string> {
    const { port, hostname } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      received += chunk;
    });
    socket.write(
      [first, "host: x", "connection: close", ...headers].map((line) => `${line}\r\n`).join("") +
        "\r\n",
    );
    return new Promise((resolve) => {
      socket.on("error", () => resolve(received));
      socket.on("close", () => resolve(received));
    });
  }
});

test("stops at once when what its connections carry is answered", async () => {
  const service = await startProject(fresh.project, { DATABASE_URL: url, LOG_LEVEL: "info" });
  const port = Number(new URL(service.url).port);
  const [busy, silent] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  let received = "";
  busy.setEncoding("latin1").on("data", (chunk: string) => {
    received += chunk;
  });
  const closed = new Promise((resolve) => busy.once("close", resolve));
  silent.on("error", () => undefined);
  busy.write(
    "POST /api/v1/books HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n",
  );
  await expect.poll(() => received).toContain("100 Continue");
  service.signal("SIGTERM");
  await expect.poll(() => service.logs()).toContain("stopping");
  busy.write("{}");
  await closed;
  expect(received).toContain("HTTP/1.1 422");
  expect(received.toLowerCase()).toContain("connection: close");
  expect(await service.exit).toEqual({ code: 0, signal: null });
  expect(service.logs()).not.toContain("still running");
});

describe("a program that cannot do its work says why, and ends with 1", () => {
  const cases: readonly (readonly [string, string[], Record<string, string>, RegExp])[] = [
    ["migrate.js", ["upp"], { DATABASE_URL: "new" }, /Unknown command "upp": use up, down, status/],
    ["migrate.js", ["up"], { PORT: "abc" }, /PORT must be a whole number/],
    ["migrate.js", ["up"], { DATABASE_URL: "sqlite:/nowhere/at/all.db" }, /unable to open/],
    ["migrate.js", ["up"], { DATABASE_URL: "sqlite::memory:" }, /DATABASE_URL must be/],
    ["seed.js", [], { DATABASE_URL: "empty" }, /have not run yet: 0001_initial/],
    ["seed.js", [], { DATABASE_URL: "new" }, /There is no database at .*npm run migrate/],
    ["../server.js", [], { DATABASE_URL: "new" }, /There is no database at/],
    ["../server.js", [], { HOST: "192.0.2.1" }, /EADDRNOTAVAIL/],
  ];
  test.for(cases)("%s %j %j", async ([program, values, settings, message]) => {
    const missing = join(folder, "missing.db");
    const empty = join(folder, "empty.db");
    writeFileSync(empty, "");
    const urls: Record<string, string> = { new: `sqlite:${missing}`, empty: `sqlite:${empty}` };
    const { DATABASE_URL: asked = url } = settings;
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [join("dist/database", program), ...values],
      {
        cwd: fresh.project.directory,
        env: {
          ...environmentOf(fresh.project),
          ...settings,
          DATABASE_URL: urls[asked] ?? asked,
        },
        reject: false,
      },
    );
    expect(stderr).toMatch(message);
    expect(stdout + stderr).not.toMatch(/\n {4}at /);
    expect(exitCode).toBe(1);
    expect(existsSync(missing)).toBe(false);
  });
});

test("a service whose database was never migrated is up, but not ready", async () => {
  const empty = join(folder, "unmigrated.db");
  writeFileSync(empty, "");
  const service = await startProject(fresh.project, { DATABASE_URL: `sqlite:${empty}` });
  try {
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
  } finally {
    await service.stop();
  }
});
