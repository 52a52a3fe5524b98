/** Responses and their headers. Problems are components, one per status; the rest stands with its operation. */
import type { JsonValue, Model } from "../../model/model.ts";
import { codes, problemType, type ProblemType } from "../errors.ts";
import { documentedRow, exampleIds } from "../examples/valid.ts";
import { limits } from "../limits.ts";
import { resourceNamed } from "../lookup.ts";
import type { HttpOperation } from "../operations.ts";
import { pascal } from "../operation-names.ts";
import type { Answer } from "../responses.ts";
import { object, type JsonObject } from "./json.ts";
import type { SchemaContext } from "./schemas.ts";

/** `responses` of an operation. */
export function responsesOf(context: SchemaContext, operation: HttpOperation): JsonObject {
  return object(
    ...operation.responses.map((answer): [string, JsonValue] => [
      String(answer.status),
      answer.body === "problem"
        ? { $ref: `#/components/responses/${responseName(answer.status)}` }
        : success(context, operation, answer),
    ]),
  );
}

/** `components.responses`: problems that some operation answers, ascending. */
export function responseComponents(
  context: SchemaContext,
  operations: readonly HttpOperation[],
): JsonObject {
  const problems = operations.flatMap(({ responses }) =>
    responses.filter(({ body }) => body === "problem"),
  );
  const statuses = [...new Set(problems.map(({ status }) => status))].sort((a, b) => a - b);
  return object(
    ...statuses.map((status): [string, JsonValue] => {
      const answer = problems.find((problem) => problem.status === status);
      return [
        responseName(status),
        problemResponse(context, problemType(status), answer?.headers ?? []),
      ];
    }),
  );
}

/** Schemas that lists and problems share: the page and the problem document. */
export function envelopeSchemas(context: SchemaContext): readonly (readonly [string, JsonValue])[] {
  return [
    [
      context.names.page,
      {
        type: "object",
        description: "Where this page stands.",
        properties: {
          limit: { type: "integer", minimum: 1, maximum: limits.pageMax },
          offset: { type: "integer", minimum: 0, description: "Absent beside a cursor." },
          next_cursor: { type: ["string", "null"], description: "Null on the last page." },
          total: { type: "integer", minimum: 0, description: "Present with `count=true`." },
        },
        required: ["limit", "next_cursor"],
      },
    ],
    [context.names.problem, problemSchema],
  ];
}

const problemSchema: JsonObject = {
  type: "object",
  description: "What went wrong. (RFC 9457)",
  properties: {
    type: { type: "string", format: "uri", description: "For programs." },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string", description: "For people." },
    instance: { type: "string", format: "uri-reference", description: "The path of the request." },
    request_id: {
      type: "string",
      description: "To be quoted in questions; the header X-Request-Id.",
    },
    errors: {
      type: "array",
      description: "Single faults, where there are some.",
      items: {
        type: "object",
        properties: {
          pointer: { type: "string", description: "Place in the body. (RFC 6901)" },
          parameter: { type: "string", description: "Name of the query parameter." },
          code: { type: "string", enum: codes },
          message: { type: "string", description: "For people." },
        },
        required: ["code", "message"],
      },
    },
  },
  required: ["type", "title", "status", "detail", "instance", "request_id"],
};

/** `components.headers`, those that the document refers to. */
export function headerComponents(operations: readonly HttpOperation[]): JsonObject {
  const used = new Set(
    operations.flatMap(({ responses }) => responses.flatMap(({ headers }) => headers)),
  );
  const always = new Set(["X-Request-Id", "RateLimit", "RateLimit-Policy"]);
  return object(
    ...Object.entries(headers)
      .filter(([name]) => always.has(name) || [...used].some((header) => header === name))
      .map(([name, header]): [string, JsonValue] => [headerKey(name), header]),
  );
}

const headers: Readonly<Record<string, JsonObject>> = {
  ETag: {
    description: "Tag of this version of the row; absent beside `fields` and `include`.",
    schema: { type: "string" },
    example: '"3f2a91bc-7"',
  },
  Location: {
    description: "Path of the new row.",
    schema: { type: "string", format: "uri-reference" },
  },
  Link: {
    description: 'The next page, `rel="next"`, while there is one. (RFC 8288)',
    schema: { type: "string" },
  },
  "Retry-After": {
    description: "Seconds to wait.",
    schema: { type: "integer", minimum: 0 },
    example: 5,
  },
  "WWW-Authenticate": { description: "How to present credentials.", schema: { type: "string" } },
  "X-Request-Id": {
    description: "That of the request, or a new one; it stands in the log.",
    schema: { type: "string" },
  },
  RateLimit: {
    description: "What is left of the limit, where there is one.",
    schema: { type: "string" },
    example: '"default";r=599;t=60',
  },
  "RateLimit-Policy": {
    description: "The limit, where there is one.",
    schema: { type: "string" },
    example: '"default";q=600;w=60',
  },
};

function headerKey(name: string): string {
  return name.replaceAll("-", "");
}

function headersOf(names: readonly string[]): JsonObject {
  return object(
    ...[...names, "X-Request-Id"].map((name): [string, JsonValue] => [
      name,
      { $ref: `#/components/headers/${headerKey(name)}` },
    ]),
  );
}

function success(context: SchemaContext, operation: HttpOperation, answer: Answer): JsonObject {
  return object(
    ["description", described(operation, answer)],
    ["headers", headersOf(answer.headers)],
    ["content", content(context, operation, answer)],
  );
}

function described(operation: HttpOperation, { status, body }: Answer): string {
  if (status === 304) return "The client has the current representation.";
  if (body === "list") return "A page of rows.";
  if (operation.kind === "create") return "The row that was created.";
  if (operation.kind === "delete") return "The row is gone.";
  if (operation.kind === "add_link") return "They are linked.";
  return operation.kind === "remove_link" ? "They are not linked." : "The row.";
}

function content(
  { model, names }: SchemaContext,
  operation: HttpOperation,
  { body }: Answer,
): JsonObject | undefined {
  const resource = resourceNamed(model, operation.shown);
  if (body === "none" || body === "problem") return undefined;
  const row = documentedRow(model, resource);
  const name = body === "list" ? names.list(resource) : names.resource(resource, "read", null);
  const page = { limit: limits.pageDefault, offset: 0, next_cursor: null };
  return {
    "application/json": {
      schema: { $ref: `#/components/schemas/${name}` },
      example: body === "list" ? { data: [row], page } : row,
    },
  };
}

/** `BadRequest`, `NotFound`: the name of a problem without blanks. */
function responseName(status: number): string {
  return pascal(problemType(status).title.toLowerCase().split(" "));
}

function problemResponse(
  { model, names }: SchemaContext,
  problem: ProblemType,
  own: readonly string[],
): JsonObject {
  const limited = problem.status === 429 ? ["RateLimit", "RateLimit-Policy"] : [];
  return {
    description: problem.when,
    headers: headersOf([...own, ...limited]),
    content: {
      "application/problem+json": {
        schema: { $ref: `#/components/schemas/${names.problem}` },
        example: problemExample(model, problem),
      },
    },
  };
}

function problemExample(model: Model, { status, type, title, when }: ProblemType): JsonObject {
  const [resource] = model.resources;
  const instance = `${model.service.basePath}/${resource?.path ?? ""}`;
  const id = resource === undefined ? 1 : exampleIds(model)(resource.name, 0);
  const faults: Readonly<Record<number, JsonObject>> = {
    400: { parameter: "limit", code: "max", message: "must be at most 100" },
    422: { pointer: "", code: "type", message: "must be an object" },
  };
  const fault = faults[status];
  return object(
    ["type", type],
    ["title", title],
    ["status", status],
    ["detail", when],
    ["instance", status === 404 ? `${instance}/${encodeURIComponent(String(id))}` : instance],
    ["request_id", "0199c2d4-5b1e-7c3a-9f20-6d1f0a7be342"],
    ["errors", fault === undefined ? undefined : [fault]],
  );
}
