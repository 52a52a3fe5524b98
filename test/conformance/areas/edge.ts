/** What a server may answer before its application sees the request: kept near the contract, and never a 500. */
import type { Area } from "../check.ts";
import { expectTrue } from "../mismatch.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { responseMutant } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { expectProblem } from "../problem.ts";
import { main } from "../subjects.ts";

const fault: Mutant = {
  name: "every refusal is a fault of ours",
  raw: () => "HTTP/1.1 500 Internal Server Error",
};
const faultAnswer = responseMutant("every refusal is a fault of ours", (r) =>
  r.status >= 400 ? altered(r.request, 500, { ...r.headers }, r.bytes) : r,
);

function status(text: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
}

export const edge: Area = (plan) => {
  const { model } = plan;
  const listable = main(model, "list");
  plan.edge(() => {
    const raws: [string, (path: string) => string][] = [
      ["no HTTP at all", () => "hello\r\n\r\n"],
      ["an unknown version", (path) => `GET ${path} HTTP/9.9\r\nhost: x\r\n\r\n`],
      ["no Host", (path) => `GET ${path} HTTP/1.1\r\n\r\n`],
      ["a header without a colon", (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\nnonsense\r\n\r\n`],
      [
        "an unknown method",
        (path) => `FROBNICATE ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`,
      ],
      [
        "a content length that is no number",
        (path) => `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n`,
      ],
      [
        "two content lengths",
        (path) =>
          `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}`,
      ],
      [
        "length and chunks at once",
        (path) =>
          `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      ],
      [
        "a malformed chunk",
        (path) =>
          `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      ],
      [
        "headers of 100 kB",
        (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(100_000)}\r\n\r\n`,
      ],
      [
        "a control character in the path",
        (path) => `GET ${path}/\u0001 HTTP/1.1\r\nhost: x\r\n\r\n`,
      ],
      ["an absolute form of the path", (path) => `GET http://x${path} HTTP/1.1\r\nhost: x\r\n\r\n`],
      ["a star as the path", () => "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n"],
      ["CONNECT", () => "CONNECT x:80 HTTP/1.1\r\nhost: x\r\n\r\n"],
      ["TRACE", (path) => `TRACE ${path} HTTP/1.1\r\nhost: x\r\n\r\n`],
    ];
    for (const [label, bytes] of raws) {
      plan.on(listable, `${label} is never a 500`, fault, async ({ raw, collection }, resource) => {
        const answer = status(await raw(bytes(collection(resource))));
        expectTrue(answer < 500 || [501, 505].includes(answer), `${answer}`);
      });
    }
    plan.on(
      main(model, "list", "retrieve"),
      "a path with a line end or an encoded slash leads nowhere",
      responseMutant("they lead somewhere", (r) =>
        altered(r.request, 200, { ...r.headers }, r.bytes),
      ),
      async ({ http, rows, collection }, resource) => {
        const { path } = await rows.shared(resource);
        const id = path.slice(path.lastIndexOf("/") + 1);
        const all = collection(resource);
        const paths = [`${all}%0a`, `${all}%2F${id}`, `${all}%2f${id}`, "/healthz%0A"];
        if (resource.id.strategy !== "client") paths.push(`${path}%0A`);
        for (const one of paths) expectProblem(await http.get(one), 404);
      },
    );
    plan.on(
      listable,
      "headers of 100 kB are refused",
      { name: "headers of any size are taken", raw: () => "HTTP/1.1 200 OK" },
      async ({ raw, collection }, resource) => {
        const head = `GET ${collection(resource)} HTTP/1.1\r\nhost: x\r\n`;
        for (const fields of [`x: ${"y".repeat(100_000)}`, "x: y\r\n".repeat(16_000)]) {
          const answer = status(await raw(`${head}${fields}\r\n\r\n`));
          expectTrue([400, 431].includes(answer), `${answer}`);
        }
      },
    );
    for (const path of [
      "/%",
      "/%zz",
      "/%E0%A4",
      "/%ff",
      "/%00",
      "/..%2f..%2fetc%2fpasswd",
      "/.",
      "/..",
      "/%2e%2e",
      "/a;b",
      "/a%2Fb",
      `/${"a".repeat(2000)}`,
    ]) {
      plan.on(
        listable,
        `the path …${path.slice(0, 24)} is 400 or 404`,
        faultAnswer,
        async ({ http, collection }, resource) => {
          const response = await http.get(`${collection(resource)}${path}`);
          expectTrue([400, 404, 414].includes(response.status), `${response.status}`, response);
        },
      );
    }
    plan.on(
      listable,
      "a connection closed in the middle of a body harms nobody",
      fault,
      async ({ raw, http, collection }, resource) => {
        const text = await raw(
          `POST ${collection(resource)} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":`,
        );
        expectTrue(
          status(text) === 0 || status(text) === 400 || status(text) === 408,
          text.slice(0, 60),
        );
        expectTrue((await http.get("/healthz")).status === 200, "the service is gone");
        expectTrue(
          status(
            await raw(
              `GET ${collection(resource)}?limit=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
            ),
          ) === 200,
          "the service is ill",
        );
      },
    );
  });
};
