/**
 * The OpenAPI 3.1 document of a service: everything that the contract promises under the base path, in declared order.
 * The same model gives the same bytes. Health, the document itself and its page are not part of it.
 */
import type { JsonValue, Model, Resource } from "../../model/model.ts";
import { documentedBody } from "../examples/valid.ts";
import { fieldNamed, resourceNamed } from "../lookup.ts";
import { operations, operationsOf, routes, type Body, type HttpOperation } from "../operations.ts";
import { resourceShape, type Purpose } from "../shapes.ts";
import { headerComponents, responseComponents, responsesOf } from "./answers.ts";
import { object, prose, type JsonObject } from "./json.ts";
import { componentNames } from "./names.ts";
import { parameterComponents, parametersOf, type ParameterComponents } from "./parameters.ts";
import type { SchemaContext } from "./schemas.ts";
import { schemas } from "./components.ts";
import { explanation, plural, summary } from "./wording.ts";

export function openApiDocument(model: Model): JsonObject {
  const context = { model, names: componentNames(model) };
  const all = operations(model);
  const parameters = parameterComponents(model, all);
  return object(
    ["openapi", "3.1.1"],
    ["info", info(model)],
    ["servers", [{ url: "/" }]],
    ["security", []],
    ["tags", tags(model)],
    ["paths", paths(context, all, parameters)],
    [
      "components",
      object(
        ["schemas", schemas(context, all)],
        ["parameters", parameters.length > 0 ? object(...parameters) : undefined],
        ["responses", responseComponents(context, all)],
        ["headers", headerComponents(all)],
        ["securitySchemes", securitySchemes(model)],
      ),
    ],
  );
}

/** The text of the file, indented by two blanks; the final newline is its template's. */
export function openApiText(model: Model): string {
  return JSON.stringify(openApiDocument(model), null, 2);
}

/** Linters ask for a contact and a licence. A declaration knows neither, so these say no more than is true. */
function info({ service }: Model): JsonObject {
  return {
    title: prose(service.title),
    description: prose(service.description ?? `The HTTP interface of ${service.title}.`),
    version: service.version,
    contact: { name: service.title },
    license: { name: "See the service's terms", identifier: "LicenseRef-Unspecified" },
  };
}

function tags(model: Model): JsonValue {
  return model.resources
    .filter((resource) => operationsOf(model, resource.name).length > 0)
    .map((resource) => ({
      name: resource.name,
      description: prose(resource.description ?? `Everything about ${plural(resource)}.`),
    }));
}

function paths(
  context: SchemaContext,
  all: readonly HttpOperation[],
  parameters: ParameterComponents,
): JsonObject {
  return object(
    ...routes(all).map((route): [string, JsonValue] => [
      route.path,
      object(
        ...route.operations.map((operation): [string, JsonValue] => [
          operation.method.toLowerCase(),
          operationObject(context, operation, parameters),
        ]),
      ),
    ]),
  );
}

function operationObject(
  context: SchemaContext,
  operation: HttpOperation,
  components: ParameterComponents,
): JsonObject {
  const parameters = parametersOf(context, operation, components);
  return object(
    ["operationId", operation.operationId],
    ["summary", summary(context.model, operation)],
    ["description", explanation(operation)],
    ["tags", [operation.resource]],
    ["security", security(context.model, operation)],
    ["parameters", parameters.length > 0 ? parameters : undefined],
    [
      "requestBody",
      operation.body === null ? undefined : requestBody(context, operation, operation.body),
    ],
    ["responses", responsesOf(context, operation)],
  );
}

function requestBody(
  { model, names }: SchemaContext,
  { resource: name, nested }: HttpOperation,
  { purpose, mediaTypes }: Body,
): JsonObject {
  const resource = resourceNamed(model, name);
  const schema = { $ref: `#/components/schemas/${names.resource(resource, purpose, nested)}` };
  const example = bodyExample(model, resource, purpose, nested?.field ?? null);
  const media = object(["schema", schema], ["example", example]);
  return {
    required: true,
    content: object(...mediaTypes.map((type): [string, JsonValue] => [type, media])),
  };
}

/** What may be sent, without the parent that the path names; in a patch, the first property that can be changed. */
function bodyExample(
  model: Model,
  resource: Resource,
  purpose: Purpose,
  parent: string | null,
): JsonObject {
  const parentName = parent === null ? null : fieldNamed(resource, parent).property;
  const { properties } = resourceShape(model, resource, purpose);
  const fixed = (name: string): boolean =>
    purpose !== "create" &&
    properties.some((property) => property.name === name && property.immutable);
  const members = Object.entries(documentedBody(model, resource)).filter(
    ([name]) => name !== parentName && !fixed(name),
  );
  // Common validators take an absent `constructor` for the one that every object of JavaScript inherits.
  const inherited = members.filter(([name]) => name in Object.prototype);
  return object(...(purpose === "update" ? [...members.slice(0, 1), ...inherited] : members));
}

/** Undefined where the whole service is open: then the document's own `security` says so. */
function security(model: Model, { resource, declared }: HttpOperation): JsonValue | undefined {
  const rules = resourceNamed(model, resource).access?.[declared];
  if (model.auth === null || rules === undefined) return undefined;
  return rules.some(({ kind }) => kind === "public") ? [] : [{ bearer: [] }];
}

function securitySchemes({ auth }: Model): JsonValue | undefined {
  return auth === null
    ? undefined
    : { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } };
}
