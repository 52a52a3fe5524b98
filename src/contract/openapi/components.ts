/** `components.schemas`: what operations send and answer, and nothing else, in declared order. */
import type { JsonValue, Model, Resource } from "../../model/model.ts";
import { embeddedNamed, resourceNamed } from "../lookup.ts";
import { operationsOf, type HttpOperation } from "../operations.ts";
import { embeddedShape, resourceShape, type Purpose, type Shape, type Value } from "../shapes.ts";
import { envelopeSchemas } from "./answers.ts";
import { object, type JsonObject } from "./json.ts";
import { bodyDescription, shapeSchema, type SchemaContext } from "./schemas.ts";
import { plural } from "./wording.ts";

export function schemas(context: SchemaContext, all: readonly HttpOperation[]): JsonObject {
  const { model, names } = context;
  const shown = shownResources(model, all);
  const lists = all.filter(({ query }) => query === "list");
  const listed = new Set(lists.map((operation) => operation.shown));
  return object(
    ...model.resources.flatMap((resource) => resourceSchemas(context, resource, shown, listed)),
    ...embeddedSchemas(context, all),
    ...envelopeSchemas(context).filter(
      ([name]) => name !== names.page || all.some(({ query }) => query === "list"),
    ),
  );
}

function resourceSchemas(
  context: SchemaContext,
  resource: Resource,
  shown: ReadonlySet<string>,
  listed: ReadonlySet<string>,
): readonly (readonly [string, JsonValue])[] {
  const { model, names } = context;
  const found = new Map<string, JsonValue>();
  for (const operation of operationsOf(model, resource.name)) {
    if (operation.body === null) continue;
    const { purpose } = operation.body;
    const shape = resourceShape(model, resource, purpose, operation.nested);
    const description = bodyDescription(resource, purpose);
    found.set(
      names.resource(resource, purpose, operation.nested),
      shapeSchema(context, shape, description),
    );
  }
  const read = shapeSchema(context, resourceShape(model, resource, "read"), resource.description);
  return [
    ...(shown.has(resource.name) ? [[resource.name, read] as const] : []),
    ...found,
    ...(listed.has(resource.name)
      ? [[names.list(resource), listSchema(context, resource)] as const]
      : []),
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
