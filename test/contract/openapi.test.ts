import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument, openApiText } from "../../src/contract/openapi/document.ts";
import { operations } from "../../src/contract/operations.ts";
import type { Model } from "../../src/model/model.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { everything } from "../storage/sample.ts";
import { declared, extremes, hostile, reference, starters } from "./models.ts";

const models: readonly (readonly [string, Model])[] = [
  ["reference", await reference()],
  ["hostile", hostile],
  ["extremes", extremes],
  ["every-column", everything],
  ...(await starters()),
  ["random", declared(randomDeclaration(4))],
];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "openapi-"));
  await writeFile(join(folder, "spectral.yaml"), 'extends: [["spectral:oas", "recommended"]]\n');
  await writeFile(join(folder, "redocly.yaml"), "extends: [recommended]\n");
});
afterAll(() => rm(folder, { recursive: true }));

function bin(name: string): string {
  return fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
}

async function redocly(...files: readonly string[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const file of files) {
    const { stdout } = await execa(
      bin("redocly"),
      ["lint", "--config", "redocly.yaml", "--format", "json", file],
      {
        cwd: folder,
        reject: false,
        env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      },
    );
    const { problems } = JSON.parse(stdout) as { problems: readonly unknown[] };
    found.push(...problems);
  }
  return found;
}

async function spectral(...files: readonly string[]): Promise<unknown[]> {
  const { stdout } = await execa(
    bin("spectral"),
    [
      "lint",
      "--ruleset",
      "spectral.yaml",
      "--fail-severity",
      "hint",
      "--quiet",
      "--format",
      "json",
      ...files,
    ],
    { cwd: folder, reject: false },
  );
  return JSON.parse(stdout) as unknown[];
}

describe("linters", () => {
  beforeAll(async () => {
    for (const [name, model] of models)
      await writeFile(join(folder, `${name}.json`), openApiText(model));
  });
  const files = models.map(([name]) => `${name}.json`);

  test("Redocly's recommended rules find nothing", async () => {
    expect(await redocly(...files)).toEqual([]);
  }, 300_000);

  test("Spectral's recommended rules find nothing", async () => {
    expect(await spectral(...files)).toEqual([]);
  }, 300_000);

  test("both see a fault that is put in", async () => {
    const { servers: _, ...without } = openApiDocument(extremes);
    const spoilt = JSON.stringify(without).replace(
      '"format":"date-time"',
      '"$ref":"#/components/schemas/None"',
    );
    await writeFile(join(folder, "spoilt.json"), spoilt);
    expect((await redocly("spoilt.json")).length).toBeGreaterThan(0);
    expect((await spectral("spoilt.json")).length).toBeGreaterThan(0);
  }, 300_000);
});

test.each(models)("%s: the same model gives the same bytes", (_, model) => {
  const copy = JSON.parse(JSON.stringify(model)) as Model;
  expect(openApiText(copy)).toBe(openApiText(model));
});

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; responses: object }>>>
  >;
  readonly components: Readonly<Record<string, Readonly<Record<string, { required?: string[] }>>>>;
}

function documentOf(model: Model): Document {
  return openApiDocument(model) as unknown as Document;
}

test.each(models)(
  "%s: every operation stands there with every status that it answers",
  (_, model) => {
    const { paths } = documentOf(model);
    const stated = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId, responses }]) =>
        [method.toUpperCase(), path, operationId, Object.keys(responses).join()].join(" "),
      ),
    );
    const derived = operations(model).map(({ method, path, operationId, responses }) =>
      [method, path, operationId, responses.map(({ status }) => status).join()].join(" "),
    );
    expect([...stated].sort()).toEqual([...derived].sort());
  },
);

test("the user's names come first where components would clash", () => {
  const { schemas = {} } = documentOf(hostile).components;
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining([
      "Problem",
      "ProblemCreate",
      "ProblemCreate2",
      "ProblemList",
      "ProblemList2",
      "Page",
      "Page2",
      "Problem2",
    ]),
  );
  expect(schemas["Problem2"]?.required).toContain("request_id");
});

test("under a parent the body need not name it", async () => {
  const { schemas = {} } = documentOf(await reference()).components;
  expect(schemas["BookCreate"]?.required).toContain("author_id");
  expect(schemas["BookCreateByAuthor"]?.required).not.toContain("author_id");
});

test("text that looks like code stays text", () => {
  const texts = ["*/", "${x}", "{{x}}", '\\"', "\\u2028", "'''", '"""', "<!--", "%s", "`"];
  const model = declared(
    JSON.stringify({
      restwright: 1,
      service: { name: "texts", title: texts.join(" "), version: "1.0.0" },
      framework: "fastify",
      database: "sqlite",
      resources: {
        Thing: {
          description: texts.join("\n"),
          fields: Object.fromEntries(
            texts.map((text, index) => [
              `f${String(index)}`,
              { type: "string", default: text, description: text },
            ]),
          ),
        },
      },
    }),
  );
  const { schemas = {} } = documentOf(model).components;
  const { properties = {} } = (schemas["ThingCreate"] ?? {}) as { properties?: object };
  texts.forEach((text, index) => {
    expect(properties).toMatchObject({
      [`f${String(index)}`]: { default: text, description: text },
    });
  });
});
