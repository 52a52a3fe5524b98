import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestService, startService } from "./support/service.js";

type Members<Value> = Readonly<Record<string, Value>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly readOnly?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly items?: Schema;
  readonly properties?: Members<Schema>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
}

interface Carried {
  readonly content?: Members<{ readonly schema: Schema }>;
}

interface Operation {
  readonly requestBody?: Carried;
  readonly responses: Members<Carried>;
}

interface Description {
  readonly paths: Members<Members<Operation>>;
  readonly components: { readonly schemas: Members<Schema> };
}

// Without `uniqueItems`: items that are brought into one form are judged after that, by no schema.
const keywords = new Set([
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minItems",
  "maxItems",
  "additionalProperties",
  "enum",
]);

// Said of numbers beside their bounds, for the programs of clients.
const widths = new Set(["int32", "int64", "double"]);

const anyType = ["array", "boolean", "null", "number", "object", "string"];

const file = new URL("../openapi.json", import.meta.url);
const described: Description = JSON.parse(readFileSync(file, "utf8"));

let service: TestService;

beforeAll(async () => {
  service = await startService();
});

afterAll(async () => {
  await service.stop();
});

describe("documentation", () => {
  test("the live document says all that openapi.json says", async () => {
    const answer = await service.app.inject({ url: "/openapi.json" });
    expect(answer.statusCode).toBe(200);
    // Other routes may stand beside them.
    expect(answer.json()).toMatchObject(described);
  });

  test("every described operation has a route of its own", async () => {
    const { app } = service;
    const missing = Object.entries(described.paths).flatMap(([path, operations]) => {
      const url = path.replace(/\{([^}]+)\}/g, ":$1");
      return Object.keys(operations)
        .map((method) => method.toUpperCase())
        .filter((method) => !app.hasRoute({ method: method as "GET", url }))
        .map((method) => `${method} ${path}`);
    });
    expect(missing).toEqual([]);
  });

  test("routes judge and answer by the schemas that are described", () => {
    const own = service.app.swagger() as unknown as Description;
    for (const [path, operations] of Object.entries(described.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const route = own.paths[path]?.[method];
        expect(route && shapes(method, route), `${method} ${path}`).toEqual(
          shapes(method, operation),
        );
      }
    }
  });

  test("the page loads nothing from elsewhere", async () => {
    const answer = await service.app.inject({ url: "/docs/" });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});

/** What an operation takes and answers. */
function shapes(method: string, { requestBody, responses }: Operation) {
  const answers = Object.entries(responses)
    .filter(([status, { content }]) => status.startsWith("2") && content)
    .map(([status, answer]) => [status, membersOf(schemaOf(answer))]);
  const body = schemaOf(requestBody);
  return { body: body && rulesOf(body, method), answers };
}

/** What an answer always has: of relations, which are there where they are asked for, routes say nothing. */
function membersOf(schema: Schema | undefined): object {
  const row = schema?.properties?.["data"]?.items;
  const members = (schema?.required ?? []).toSorted();
  return row === undefined ? members : [members, membersOf(resolved(row))];
}

function schemaOf(carried: Carried | undefined): Schema | undefined {
  const schema = carried?.content?.["application/json"]?.schema;
  return schema && resolved(schema);
}

/** The schema that a reference names; what may be null stands in `anyOf` there. */
function resolved({ $ref, anyOf, ...schema }: Schema): Schema {
  if (anyOf?.[0]) return { ...resolved(anyOf[0]), type: ["object", "null"], ...schema };
  const name = $ref?.slice("#/components/schemas/".length);
  return name === undefined ? schema : { ...described.components.schemas[name], ...schema };
}

/** What a schema asks of a value, in words that are the same for both. A PATCH is judged as the row that comes of it. */
function rulesOf(given: Schema, method: string): object {
  const schema = resolved(given);
  const types = [schema.type ?? anyType.filter((type) => type !== schema.not?.type)].flat().toSorted();
  // An exact decimal's digits and bounds are a keyword of the service's own.
  if ("decimal" in schema || schema.format === "decimal") return { types, format: "decimal" };
  const members = Object.entries(schema.properties ?? {}).filter(([, value]) => !value.readOnly);
  const said = Object.entries(schema).filter(
    ([key]) => keywords.has(key) && !(exclusive(key) in schema),
  );
  return {
    types,
    format: widths.has(schema.format ?? "") ? undefined : schema.format,
    ...Object.fromEntries(said),
    items: schema.items && rulesOf(schema.items, method),
    properties: members.map(([key, value]) => [key, rulesOf(value, method)]),
    required: method === "patch" ? [] : (schema.required ?? []).toSorted(),
  };
}

/** Beside an exclusive bound the one of the type says nothing. */
function exclusive(key: string): string {
  return `exclusive${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
