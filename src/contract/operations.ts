/**
 * Every operation of a service, in declared order: canonical ones of a resource first, then its mounts under parents,
 * then its links (docs/http-contract.md, "Paths and methods"). HEAD and OPTIONS follow from the rest and are not listed.
 */
import type {
  Field,
  IdField,
  Model,
  Nested,
  Operation,
  Resource,
  ToManyField,
} from "../model/model.ts";
import { oncePerModel } from "../model/once.ts";
import { resourceNamed } from "./lookup.ts";
import { operationNames } from "./operation-names.ts";
import { responsesOf, type Answer } from "./responses.ts";
import type { Purpose } from "./shapes.ts";

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
export type Kind = Operation | "list_links" | "add_link" | "remove_link";

export interface HttpOperation {
  /** Unique in the service, in lower camel case: `listBooks`, `retrieveBookByAuthor`, `linkTagsOfBook`. */
  readonly operationId: string;
  readonly kind: Kind;
  readonly method: Exclude<Method, "HEAD" | "OPTIONS">;
  /** Below the base path, with parameters in braces: `/books/{id}`. */
  readonly route: string;
  /** With the base path. */
  readonly path: string;
  /** The resource whose routes these are: the child of a nested mount, the owner of links. */
  readonly resource: string;
  /** Resource of the representation that is answered, and of the list parameters that are taken. */
  readonly shown: string;
  /** The declared operation that it belongs to: links inherit `retrieve` and `update`. Access goes by it. */
  readonly declared: Operation;
  readonly nested: Nested | null;
  /** The relation, for links. */
  readonly link: ToManyField | null;
  readonly pathParameters: readonly PathParameter[];
  readonly query: "list" | "row" | "none";
  readonly body: Body | null;
  /** Headers of the request that it heeds, besides those of negotiation. */
  readonly conditional: "if_none_match" | "if_match" | null;
  /** `require_if_match`: 428 without `If-Match`. */
  readonly requireIfMatch: boolean;
  /** Every status that it can answer, ascending. */
  readonly responses: readonly Answer[];
}

export interface PathParameter {
  readonly name: string;
  /** The resource whose id it is. */
  readonly resource: string;
  readonly id: IdField;
}

export interface Body {
  readonly purpose: Exclude<Purpose, "read">;
  readonly mediaTypes: readonly string[];
}

export interface Route {
  readonly route: string;
  readonly path: string;
  readonly operations: readonly HttpOperation[];
  /** For `Allow`, in its order: HEAD beside GET, OPTIONS last. */
  readonly allow: readonly Method[];
}

export const operations: (model: Model) => readonly HttpOperation[] = oncePerModel(derive);

/** Those of one resource's routes, in their order. */
export function operationsOf(model: Model, resource: string): readonly HttpOperation[] {
  return byResource(model).get(resource) ?? [];
}

const byResource = oncePerModel((model): ReadonlyMap<string, readonly HttpOperation[]> => {
  const found = new Map<string, HttpOperation[]>();
  for (const operation of operations(model)) {
    const own = found.get(operation.resource) ?? [];
    own.push(operation);
    found.set(operation.resource, own);
  }
  return found;
});

function derive(model: Model): readonly HttpOperation[] {
  const mounts = model.resources.flatMap((resource) => mountsOf(model, resource));
  const names = operationNames(model, mounts);
  return mounts.map((mount, index) => ({
    operationId: names[index] ?? "",
    ...mount,
    responses: responsesOf(model, mount),
  }));
}

/** Paths with what they allow, in the order of their first operation; a path without operations does not exist. */
export function routes(all: readonly HttpOperation[]): readonly Route[] {
  const byRoute = new Map<string, HttpOperation[]>();
  for (const operation of all) {
    byRoute.set(operation.route, [...(byRoute.get(operation.route) ?? []), operation]);
  }
  return [...byRoute].map(([route, members]) => ({
    route,
    path: members[0]?.path ?? route,
    operations: members,
    allow: allowOrder.filter(
      (method) =>
        method === "OPTIONS" ||
        members.some(
          (member) => member.method === method || (method === "HEAD" && member.method === "GET"),
        ),
    ),
  }));
}

const allowOrder: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** An operation before it has its name and its answers. */
export type Mount = Omit<HttpOperation, "operationId" | "responses">;

function mountsOf(model: Model, resource: Resource): readonly Mount[] {
  const collection = `/${resource.path}`;
  return [
    ...crud(model, resource, collection, null),
    ...resource.nested.flatMap((nested) => crud(model, resource, nested.path, nested)),
    ...resource.fields.flatMap((field) => links(model, resource, field)),
  ];
}

const methods = {
  list: "GET",
  create: "POST",
  retrieve: "GET",
  replace: "PUT",
  update: "PATCH",
  delete: "DELETE",
} as const;

const onCollection: readonly Operation[] = ["list", "create"];
const onRow: readonly Operation[] = ["retrieve", "replace", "update", "delete"];

function crud(
  model: Model,
  resource: Resource,
  collection: string,
  nested: Nested | null,
): readonly Mount[] {
  const above = nested === null ? [] : [pathParameter(model, nested.parameter, nested.parent)];
  return [...onCollection, ...onRow]
    .filter((operation) => resource.operations.includes(operation))
    .map((kind) => {
      const row = onRow.includes(kind);
      const route = row ? `${collection}/{id}` : collection;
      const conditional = conditionalOf(kind);
      return {
        kind,
        method: methods[kind],
        route,
        path: model.service.basePath + route,
        resource: resource.name,
        shown: resource.name,
        declared: kind,
        nested,
        link: null,
        pathParameters: row ? [...above, pathParameter(model, "id", resource.name)] : above,
        query: kind === "list" ? "list" : kind === "retrieve" ? "row" : "none",
        body: bodyOf(kind),
        conditional,
        requireIfMatch: conditional === "if_match" && resource.requireIfMatch,
      };
    });
}

function links(model: Model, resource: Resource, field: Field): readonly Mount[] {
  if (field.kind !== "to_many") return [];
  const own = pathParameter(model, "id", resource.name);
  // A relation to the resource itself would otherwise have two parameters of one name.
  const other = pathParameter(model, linkParameter(field), field.to);
  const collection = `/${resource.path}/{id}/${field.path}`;
  const common = {
    resource: resource.name,
    shown: field.to,
    nested: null,
    link: field,
    body: null,
    conditional: null,
    requireIfMatch: false,
  } as const;
  const read: Mount = {
    ...common,
    kind: "list_links",
    method: "GET",
    route: collection,
    path: model.service.basePath + collection,
    declared: "retrieve",
    pathParameters: [own],
    query: "list",
  };
  const row = `${collection}/{${other.name}}`;
  const write = {
    ...common,
    route: row,
    path: model.service.basePath + row,
    declared: "update",
    pathParameters: [own, other],
    query: "none",
  } as const;
  const writable = field.writable && !field.readonly;
  return [
    ...(resource.operations.includes("retrieve") ? [read] : []),
    ...(writable && resource.operations.includes("update")
      ? ([
          { ...write, kind: "add_link", method: "PUT" },
          { ...write, kind: "remove_link", method: "DELETE" },
        ] satisfies Mount[])
      : []),
  ];
}

/** `tag_ids` holds many; the path names one: `tag_id`. A property without that ending gets it. */
function linkParameter(field: ToManyField): string {
  const singular = field.property.replace(/_ids$/, "_id").replace(/Ids$/, "Id");
  return singular === field.property ? `${field.property}_id` : singular;
}

function pathParameter(model: Model, name: string, resource: string): PathParameter {
  return { name, resource, id: resourceNamed(model, resource).id };
}

function conditionalOf(kind: Operation): HttpOperation["conditional"] {
  switch (kind) {
    case "retrieve":
      return "if_none_match";
    case "replace":
    case "update":
    case "delete":
      return "if_match";
    case "list":
    case "create":
      return null;
  }
}

function bodyOf(kind: Operation): Body | null {
  switch (kind) {
    case "create":
    case "replace":
      return { purpose: kind, mediaTypes: ["application/json"] };
    case "update":
      return { purpose: kind, mediaTypes: ["application/json", "application/merge-patch+json"] };
    case "list":
    case "retrieve":
    case "delete":
      return null;
  }
}
