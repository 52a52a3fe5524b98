/**
 * The OpenAPI 3.1 document of a service: everything that the contract promises under the base path, in declared order.
 * The same model gives the same bytes. Health, the document itself and its page are not part of it.
 */
import type { JsonValue, Model, Resource } from "../../model/model.ts";
import { validBody } from "../examples/valid.ts";
import { embeddedNamed, fieldNamed, resourceNamed } from "../lookup.ts";
import { operations, routes, type Body, type HttpOperation } from "../operations.ts";
import { embeddedShape, resourceShape, type Purpose, type Shape, type Value } from "../shapes.ts";
import { envelopeSchemas, headerComponents, responseComponents, responsesOf } from "./answers.ts";
import { object, prose, type JsonObject } from "./json.ts";
import { componentNames } from "./names.ts";
import { parameterComponents, parametersOf, type ParameterComponents } from "./parameters.ts";
import { bodyDescription, shapeSchema, type SchemaContext } from "./schemas.ts";

export function openApiDocument(model: Model): JsonObject {
  const context = { model, names: componentNames(model) };
  const all = operations(model);
  const parameters = parameterComponents(model, all);
  return object(
    ["openapi", "3.1.1"],
    ["info", info(model)],
    ["servers", [{ url: "/" }]],
    ["security", []],
    ["tags", tags(model, all)],
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

/** The file: two blanks of indentation and a final newline. */
export function openApiText(model: Model): string {
  return `${JSON.stringify(openApiDocument(model), null, 2)}\n`;
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

function tags(model: Model, all: readonly HttpOperation[]): JsonValue {
  return model.resources
    .filter((resource) => all.some((operation) => operation.resource === resource.name))
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
  const members = Object.entries(validBody(model, resource, 0)).filter(
    ([name]) => name !== parentName && !fixed(name),
  );
  // Common validators take an absent `constructor` for the one that every object of JavaScript inherits.
  const inherited = members.filter(([name]) => name in Object.prototype);
  return object(...(purpose === "update" ? [...members.slice(0, 1), ...inherited] : members));
}

function schemas(context: SchemaContext, all: readonly HttpOperation[]): JsonObject {
  const { model, names } = context;
  const shown = shownResources(model, all);
  return object(
    ...model.resources.flatMap((resource) => resourceSchemas(context, resource, all, shown)),
    ...embeddedSchemas(context, all),
    ...envelopeSchemas(context).filter(
      ([name]) => name !== names.page || all.some(({ query }) => query === "list"),
    ),
  );
}

function resourceSchemas(
  context: SchemaContext,
  resource: Resource,
  all: readonly HttpOperation[],
  shownNames: ReadonlySet<string>,
): readonly (readonly [string, JsonValue])[] {
  const { model, names } = context;
  const found = new Map<string, JsonValue>();
  for (const operation of all.filter((candidate) => candidate.resource === resource.name)) {
    if (operation.body === null) continue;
    const { purpose } = operation.body;
    const shape = resourceShape(model, resource, purpose, operation.nested);
    const description = bodyDescription(resource, purpose);
    found.set(
      names.resource(resource, purpose, operation.nested),
      shapeSchema(context, shape, description),
    );
  }
  const shown = shownNames.has(resource.name);
  const listed = all.some(({ shown: name, query }) => name === resource.name && query === "list");
  const read = shapeSchema(context, resourceShape(model, resource, "read"), resource.description);
  return [
    ...(shown ? [[resource.name, read] as const] : []),
    ...found,
    ...(listed ? [[names.list(resource), listSchema(context, resource)] as const] : []),
  ];
}

/** Resources whose representation is answered, by itself or embedded in one that is. */
function shownResources(model: Model, all: readonly HttpOperation[]): ReadonlySet<string> {
  const shown = new Set<string>();
  const add = (name: string): void => {
    if (shown.has(name)) return;
    shown.add(name);
    for (const { value } of resourceShape(model, resourceNamed(model, name), "read").properties) {
      if (value.kind === "included") add(value.to);
    }
  };
  for (const { responses, shown: name } of all) {
    if (responses.some(({ body }) => body === "row" || body === "list")) add(name);
  }
  return shown;
}

function listSchema({ names }: SchemaContext, resource: Resource): JsonObject {
  return {
    type: "object",
    description: `A page of ${plural(resource)}.`,
    properties: {
      data: { type: "array", items: { $ref: `#/components/schemas/${resource.name}` } },
      page: { $ref: `#/components/schemas/${names.page}` },
    },
    required: ["data", "page"],
  };
}

/** Every form of an embedded type that a resource's schemas refer to, through other embedded types too. */
function embeddedSchemas(
  context: SchemaContext,
  all: readonly HttpOperation[],
): readonly (readonly [string, JsonValue])[] {
  const { model, names } = context;
  const used = new Map<string, { type: string; purpose: Purpose }>();
  const visit = (shape: Shape): void => {
    for (const property of shape.properties) {
      if (shape.purpose !== "read" && property.readOnly) continue;
      for (const { type, purpose } of embeddedIn(property.value, shape.purpose)) {
        const name = names.embedded(type, purpose);
        if (used.has(name)) continue;
        used.set(name, { type, purpose });
        visit(embeddedShape(model, embeddedNamed(model, type), purpose));
      }
    }
  };
  for (const name of shownResources(model, all))
    visit(resourceShape(model, resourceNamed(model, name), "read"));
  for (const { body, resource } of all) {
    if (body !== null) visit(resourceShape(model, resourceNamed(model, resource), body.purpose));
  }
  const wanted = model.types.flatMap(({ name }) =>
    (["read", "create", "update"] as const).map((purpose) => names.embedded(name, purpose)),
  );
  return wanted.flatMap((name) => {
    const entry = used.get(name);
    if (entry === undefined) return [];
    const type = embeddedNamed(model, entry.type);
    return [
      [
        name,
        shapeSchema(context, embeddedShape(model, type, entry.purpose), type.description),
      ] as const,
    ];
  });
}

function embeddedIn(value: Value, purpose: Purpose): readonly { type: string; purpose: Purpose }[] {
  if (value.kind === "embedded") return [{ type: value.type, purpose }];
  return value.kind === "list"
    ? embeddedIn(value.items, purpose === "read" ? "read" : "create")
    : [];
}

function singular({ words }: Resource): string {
  return words.join(" ");
}

function plural({ pluralWords }: Resource): string {
  return pluralWords.join(" ");
}

function summary(model: Model, operation: HttpOperation): string {
  const resource = resourceNamed(model, operation.resource);
  const one = singular(resource);
  const article = /^[aeiou]/.test(one) ? "an" : "a";
  const under =
    operation.nested === null
      ? ""
      : ` by ${fieldNamed(resource, operation.nested.field).name.replaceAll("_", " ")}`;
  const link = operation.link?.name.replaceAll("_", " ") ?? "";
  switch (operation.kind) {
    case "list":
      return `List ${plural(resource)}${under}`;
    case "create":
      return `Create ${article} ${one}${under}`;
    case "retrieve":
      return `Retrieve ${article} ${one}${under}`;
    case "replace":
      return `Replace ${article} ${one}${under}`;
    case "update":
      return `Update ${article} ${one}${under}`;
    case "delete":
      return `Delete ${article} ${one}${under}`;
    case "list_links":
      return `List the ${link} of ${article} ${one}`;
    case "add_link":
      return `Add to the ${link} of ${article} ${one}`;
    case "remove_link":
      return `Remove from the ${link} of ${article} ${one}`;
  }
}

function explanation({ kind, nested }: HttpOperation): string {
  const under = nested === null ? "" : " The row must be one of this parent.";
  switch (kind) {
    case "list":
    case "list_links":
      return "One page; follow `Link` or `page.next_cursor` for the next.";
    case "create":
      return nested === null
        ? "The new row is answered."
        : "The new row gets this parent and is answered.";
    case "retrieve":
      return `With \`If-None-Match\`, 304 while nothing changed.${under}`;
    case "replace":
      return `What is absent takes its default, or none.${under}`;
    case "update":
      return `A JSON merge patch (RFC 7396): what is absent stays as it is.${under}`;
    case "delete":
      return `The row is gone afterwards.${under}`;
    case "add_link":
      return "Linking what is linked changes nothing.";
    case "remove_link":
      return "Taking away a link that is not there changes nothing.";
  }
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
