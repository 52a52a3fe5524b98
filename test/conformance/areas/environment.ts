/** What the environment decides. Each check starts a service of its own. */
import type { Area } from "../check.ts";
import { connect } from "node:net";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { wrongStatus } from "../mutants/catalogue.ts";
import { environmentIgnored, header, responseMutant, statusTo } from "../mutants/mutant.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { expectProblem } from "../problem.ts";
import { rowOf, Rows } from "../rows.ts";
import { main } from "../subjects.ts";
import type { World } from "../world.ts";
import type { Client } from "../client.ts";
import { pause } from "../../support/service.ts";
import type { Environment, Service } from "../../support/service.ts";

/** Starts, lets the check work, and stops whatever comes. */
async function started(
  world: World,
  environment: Environment,
  work: (client: Client, running: Service) => Promise<void>,
): Promise<void> {
  const running = await world.launcher.launch(environment);
  try {
    await work(world.client(running.url), running);
  } finally {
    await running.stop();
  }
}

const REFUSED: readonly [string, Record<string, string>][] = [
  ["a PORT that is no number", { PORT: "http" }],
  ["a PORT out of range", { PORT: "65536" }],
  ["a negative PORT", { PORT: "-1" }],
  ["a DATABASE_URL of an unknown kind", { DATABASE_URL: "mysql://localhost/x" }],
  ["an unknown LOG_LEVEL", { LOG_LEVEL: "chatty" }],
  ["a RATE_LIMIT without a time", { RATE_LIMIT: "100" }],
  ["a RATE_LIMIT of nothing", { RATE_LIMIT: "0/60" }],
  ["TRUSTED_PROXIES that are names", { TRUSTED_PROXIES: "10.0.0.1,proxy.internal" }],
  ["a trusted network that is none", { TRUSTED_PROXIES: "10.0.0.0/33" }],
  ["a BODY_LIMIT that is no number", { BODY_LIMIT: "1MB" }],
  ["a negative BODY_LIMIT", { BODY_LIMIT: "-1" }],
  ["CORS_ORIGINS that are no origins", { CORS_ORIGINS: "example.com" }],
  ["a CORS origin with a path", { CORS_ORIGINS: "https://example.com/app" }],
];

const killedOutright: Mutant = { name: "the service is killed outright", signal: "SIGKILL" };
const alwaysFine: Mutant = { name: "wrong settings are put right", environment: () => ({}) };

export const environment: Area = (plan) => {
  const { model } = plan;
  const subject =
    main(model, "list") ?? model.resources.find((one) => one.operations.includes("list"));
  const writable = main(model);

  plan.needing("launcher", () => {
    for (const [label, wrong] of REFUSED) {
      plan.check(
        `${label}: exit code 1 and a message that names it`,
        alwaysFine,
        async ({ launcher }) => {
          const running = await launcher.launch(wrong, { wait: false });
          const late = new Promise<null>((resolve) => {
            setTimeout(() => resolve(null), 8_000).unref();
          });
          const exit = await Promise.race([running.exit, late]);
          if (exit === null) {
            await running.stop();
            expectTrue(false, "it started, or did not end within 8 s");
          }
          expectSame(exit?.code, 1, `exit code; log: ${running.logs().slice(0, 800)}`);
          const [name = ""] = Object.keys(wrong);
          expectTrue(
            running.logs().includes(name),
            `the message does not name ${name}: ${running.logs().slice(0, 800)}`,
          );
          expectTrue(
            !/^\s+at .*:\d+:\d+\)?$/m.test(running.logs()) && !running.logs().includes("Traceback"),
            "a stack trace instead of a message",
          );
        },
      );
    }

    plan.on(
      subject,
      "RATE_LIMIT: 429 with Retry-After, RateLimit and RateLimit-Policy",
      environmentIgnored("RATE_LIMIT"),
      async (world, resource) => {
        await started(world, { RATE_LIMIT: "3/60" }, async (client) => {
          const path = world.collection(resource);
          for (const left of [2, 1, 0]) {
            const response = await client.get(path);
            expectStatus(response, 200);
            expectHeader(response, "ratelimit-policy", '"default";q=3;w=60');
            expectHeader(response, "ratelimit", new RegExp(`^"default";r=${left};t=\\d+$`));
          }
          const over = await client.get(path);
          expectProblem(over, 429);
          const wait = Number(expectHeader(over, "retry-after", /^\d+$/));
          expectTrue(wait >= 1 && wait <= 60, `Retry-After: ${wait}`, over);
          expectHeader(over, "ratelimit", /^"default";r=0;t=\d+$/);
          expectStatus(await client.get("/healthz"), 200);
          expectStatus(await client.get("/openapi.json"), 200);
        });
      },
    );
    plan.on(
      subject,
      "RATE_LIMIT: after its time requests are served again",
      statusTo(200, 429),
      async (world, resource) => {
        await started(world, { RATE_LIMIT: "2/1" }, async (client) => {
          const path = world.collection(resource);
          for (let at = 0; at < 4; at += 1) await client.get(path);
          await pause(1_200);
          expectStatus(await client.get(path), 200);
        });
      },
    );
    plan.on(
      subject,
      "TRUSTED_PROXIES: clients behind a proxy are counted by the address that it forwards",
      environmentIgnored("TRUSTED_PROXIES"),
      async (world, resource) => {
        const settings = { RATE_LIMIT: "1/60", TRUSTED_PROXIES: "10.0.0.1, 127.0.0.0/8,::1" };
        await started(world, settings, async (client) => {
          const asked: readonly [forwarded: string, status: number][] = [
            ["192.0.2.1", 200],
            ["192.0.2.2", 200],
            ["192.0.2.1", 429],
            // Whatever the client itself claims comes first.
            ["203.0.113.9, 192.0.2.1", 429],
            // Through a second proxy.
            ["192.0.2.3, 10.0.0.1", 200],
            ["192.0.2.3", 429],
            ["2001:db8::1", 200],
            ["2001:db8::1,  ::1 ", 429],
          ];
          for (const [forwarded, status] of asked) {
            const headers = { "x-forwarded-for": forwarded };
            const response = await client.get(world.collection(resource), headers);
            expectTrue(response.status === status, `${forwarded} is not ${status}`, response);
          }
        });
      },
    );
    plan.on(
      subject,
      "without TRUSTED_PROXIES no X-Forwarded-For is believed",
      {
        name: "every proxy on this machine is believed",
        environment: (asked) => ({ ...asked, TRUSTED_PROXIES: "127.0.0.1" }),
      },
      async (world, resource) => {
        await started(world, { RATE_LIMIT: "1/60" }, async (client) => {
          const path = world.collection(resource);
          expectStatus(await client.get(path, { "x-forwarded-for": "192.0.2.1" }), 200);
          expectProblem(await client.get(path, { "x-forwarded-for": "192.0.2.2" }), 429);
        });
      },
    );
    plan.on(
      writable,
      "RATE_LIMIT: 406 before 429, 429 before 413",
      wrongStatus,
      async (world, resource) => {
        await started(world, { RATE_LIMIT: "1/60", BODY_LIMIT: "100" }, async (client) => {
          const path = world.collection(resource);
          await client.post(path, {});
          expectProblem(await client.post(path, { a: "x".repeat(200) }), 429);
          expectProblem(
            await client.post(
              path,
              {},
              { accept: "text/html", "content-type": "application/json" },
            ),
            406,
          );
        });
      },
    );
    plan.on(
      writable,
      "BODY_LIMIT is the largest body",
      environmentIgnored("BODY_LIMIT"),
      async (world, resource) => {
        await started(world, { BODY_LIMIT: "100" }, async (client) => {
          const path = world.collection(resource);
          expectStatus(await client.post(path, `{"a":"${"x".repeat(92)}"}`), 422);
          expectProblem(await client.post(path, `{"a":"${"x".repeat(93)}"}`), 413);
        });
      },
    );
    plan.on(
      subject,
      "CORS_ORIGINS: a listed origin is allowed, another is served without",
      environmentIgnored("CORS_ORIGINS"),
      async (world, resource) => {
        await started(
          world,
          { CORS_ORIGINS: "https://a.example,https://b.example:8443" },
          async (client) => {
            const path = world.collection(resource);
            for (const origin of ["https://a.example", "https://b.example:8443"]) {
              const response = await client.get(path, { origin });
              expectStatus(response, 200);
              expectHeader(response, "access-control-allow-origin", origin);
              expectSame(
                response.headers["access-control-allow-credentials"],
                undefined,
                "credentials",
                response,
              );
              expectHeader(response, "vary", /(^|, *)origin($|,)/i);
              const exposed = (response.headers["access-control-expose-headers"] ?? "")
                .toLowerCase()
                .split(/, */)
                .sort();
              expectSame(
                exposed,
                [
                  "etag",
                  "link",
                  "location",
                  "ratelimit",
                  "ratelimit-policy",
                  "retry-after",
                  "x-request-id",
                ],
                "exposed headers",
                response,
              );
              const problem = await client.get(`${path}?limit=0`, { origin });
              expectProblem(problem, 400);
              expectHeader(problem, "access-control-allow-origin", origin);
            }
            for (const origin of [
              "https://c.example",
              "http://a.example",
              "https://a.example.evil",
              "null",
            ]) {
              const response = await client.get(path, { origin });
              expectStatus(response, 200);
              expectSame(
                response.headers["access-control-allow-origin"],
                undefined,
                `for ${origin}`,
                response,
              );
            }
            const without = await client.get(path);
            expectSame(
              without.headers["access-control-allow-origin"],
              undefined,
              "without Origin",
              without,
            );
            expectHeader(without, "vary", /(^|, *)origin($|,)/i);
          },
        );
      },
    );
    plan.on(
      writable,
      "CORS_ORIGINS: a preflight is answered",
      header("access-control-allow-methods", null),
      async (world, resource) => {
        await started(world, { CORS_ORIGINS: "https://a.example" }, async (client) => {
          const response = await client.send("OPTIONS", world.collection(resource), undefined, {
            origin: "https://a.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type, if-match",
          });
          expectStatus(response, 204);
          expectHeader(response, "access-control-allow-origin", "https://a.example");
          expectHeader(response, "access-control-allow-methods", /POST/);
          expectHeader(response, "access-control-allow-headers", /content-type/i);
          expectHeader(response, "access-control-allow-headers", /if-match/i);
        });
      },
    );
    plan.on(
      subject,
      "CORS_ORIGINS: a star allows every origin",
      environmentIgnored("CORS_ORIGINS"),
      async (world, resource) => {
        await started(world, { CORS_ORIGINS: "*" }, async (client) => {
          expectHeader(
            await client.get(world.collection(resource), { origin: "https://any.example" }),
            "access-control-allow-origin",
            "*",
          );
        });
      },
    );

    const moment = model.resources.flatMap((resource) =>
      resource.fields.flatMap((field) =>
        field.kind === "scalar" &&
        field.type.kind === "datetime" &&
        field.list === null &&
        !field.readonly &&
        field.filter &&
        resource === writable
          ? [{ resource, field }]
          : [],
      ),
    )[0];
    for (const zone of ["America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]) {
      plan.on(
        moment,
        `in ${zone} times are what they are in UTC`,
        responseMutant("local times", (r) =>
          altered(
            r.request,
            r.status,
            { ...r.headers },
            Buffer.from(
              r.text.replaceAll(
                /T(\d\d):/g,
                (_, h: string) => `T${String((Number(h) + 5) % 24).padStart(2, "0")}:`,
              ),
            ),
          ),
        ),
        async (world, { resource, field }) => {
          await started(world, { TZ: zone }, async (client, running) => {
            const rows = new Rows(model, world.client(running.url), world.rows.next());
            for (const value of [
              "2024-03-10T02:30:00.000Z",
              "1970-01-01T00:00:00.000Z",
              "2011-12-30T12:00:00.000Z",
              "0001-01-01T00:00:00.000Z",
              "9999-12-31T23:59:59.999Z",
            ]) {
              const bounds = field.type.kind === "datetime" ? field.type : { min: null, max: null };
              if (bounds.min !== null || bounds.max !== null) continue;
              const response = await client.post(
                world.collection(resource),
                await rows.body(resource, { [field.property]: value }),
              );
              expectStatus(response, 201);
              expectSame(rowOf(response)[field.property], value, field.property, response);
              if (!resource.operations.includes("list")) continue;
              const found = await client.get(
                `${world.collection(resource)}?${field.property}=${encodeURIComponent(value)}`,
              );
              expectSame(
                (rowOf(found)["data"] as unknown[]).length,
                1,
                `rows found by ${value}`,
                found,
              );
            }
            const day = resource.fields.find(
              (f) =>
                f.kind === "scalar" &&
                f.type.kind === "date" &&
                f.list === null &&
                !f.readonly &&
                "min" in f.type &&
                f.type.min === null &&
                f.type.max === null,
            );
            if (day !== undefined) {
              const response = await client.post(
                world.collection(resource),
                await rows.body(resource, { [day.property]: "2011-12-30" }),
              );
              expectSame(rowOf(response)[day.property], "2011-12-30", day.property, response);
            }
          });
        },
      );
    }

    plan.on(
      subject,
      "the log is one JSON line per request, with its id and without its body",
      { name: "the log is silenced", environment: (asked) => ({ ...asked, LOG_LEVEL: "silent" }) },
      async (world, resource) => {
        await started(world, { LOG_LEVEL: "info" }, async (client, running) => {
          await client.get(`${world.collection(resource)}?limit=1`, {
            "x-request-id": "seen-in-the-log",
          });
          await client.post(world.collection(resource), { secret: "not-in-the-log" });
          for (let at = 0; at < 40 && !running.logs().includes("seen-in-the-log"); at += 1)
            await pause(25);
          const lines = running
            .logs()
            .split("\n")
            .filter((line) => line.includes("seen-in-the-log"));
          expectTrue(
            lines.length >= 1,
            `the request is not in the log: ${running.logs().slice(-800)}`,
          );
          const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
          const entry = entries.find((one) => one["status"] === 200);
          expectTrue(entry !== undefined, `no entry with status 200: ${lines.join("\n")}`);
          expectSame(
            [entry["request_id"], entry["method"]],
            ["seen-in-the-log", "GET"],
            "request_id and method",
          );
          expectTrue(
            JSON.stringify(entry).includes(world.collection(resource)),
            "the path is not logged",
          );
          expectTrue(!running.logs().includes("not-in-the-log"), "a body is logged");
        });
      },
    );
    plan.on(
      subject,
      "LOG_LEVEL=silent logs nothing",
      {
        name: "the log cannot be silenced",
        environment: (asked) => ({ ...asked, LOG_LEVEL: "info" }),
      },
      async (world, resource) => {
        await started(world, { LOG_LEVEL: "silent" }, async (client, running) => {
          await client.get(world.collection(resource), { "x-request-id": "never-logged" });
          await pause(150);
          expectTrue(!running.logs().includes("never-logged"), `logged: ${running.logs()}`);
        });
      },
    );

    plan.on(
      writable,
      "SIGTERM: a request in flight is finished, then exit code 0",
      killedOutright,
      async (world, resource) => {
        const running = await world.launcher.launch({ LOG_LEVEL: "info" });
        try {
          const { port, hostname } = new URL(running.url);
          const socket = connect(Number(port), hostname);
          let received = "";
          socket.setEncoding("latin1").on("data", (chunk: string) => {
            received += chunk;
          });
          const closed = new Promise<void>((resolve) => {
            socket.on("close", () => resolve());
            socket.on("error", () => resolve());
          });
          const body = "{}";
          socket.write(
            `POST ${world.collection(resource)} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n{`,
          );
          await pause(150);
          running.signal("SIGTERM");
          await pause(300);
          socket.write("}");
          await Promise.race([closed, pause(3_000)]);
          socket.destroy();
          const exit = await Promise.race([running.exit, pause(11_000).then(() => null)]);
          expectTrue(
            /^HTTP\/1\.1 (422|201)/.test(received),
            `the request in flight got: ${JSON.stringify(received.slice(0, 200))}`,
          );
          expectSame(exit, { code: 0, signal: null }, `exit; log: ${running.logs().slice(-600)}`);
        } finally {
          await running.stop();
        }
      },
    );
    plan.check(
      "SIGTERM with an idle kept connection ends promptly",
      killedOutright,
      async (world) => {
        const running = await world.launcher.launch({});
        const client = world.client(running.url);
        expectStatus(await client.get("/healthz"), 200);
        const start = performance.now();
        const exit = await running.stop();
        expectSame(exit, { code: 0, signal: null }, `exit; log: ${running.logs().slice(-600)}`);
        expectTrue(performance.now() - start < 6_000, "it took more than 6 s");
      },
    );
  });

  plan.needing("database", () => {
    plan.on(
      subject,
      "without its database the service answers 503, and is well again afterwards",
      statusTo(503, 500),
      async (world, resource) => {
        const outage = world.launcher.outage;
        if (outage === null) throw new Error("this check needs a database that can be taken away");
        const { service, interrupt, resume } = await outage({});
        try {
          const client = world.client(service.url);
          expectStatus(await client.get("/readyz"), 200);
          // Whatever the body refers to is made while there is a database.
          const body = writable === null ? null : await world.rows.body(writable);
          await interrupt();
          expectStatus(await client.get("/healthz"), 200);
          for (const path of ["/readyz", world.collection(resource)]) {
            const response = await client.get(path);
            expectProblem(response, 503);
            if (path !== "/readyz") expectHeader(response, "retry-after", /^\d+$/);
          }
          if (writable !== null) {
            expectProblem(await client.post(world.collection(writable), body), 503);
          }
          await resume();
          let status = 0;
          for (let at = 0; at < 60 && status !== 200; at += 1) {
            ({ status } = await client.get("/readyz"));
            if (status !== 200) await pause(100);
          }
          expectSame(status, 200, "readyz afterwards");
          expectStatus(await client.get(world.collection(resource)), 200);
        } finally {
          await service.stop();
        }
      },
    );
  });
};
