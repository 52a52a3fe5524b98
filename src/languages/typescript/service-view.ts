/** The service as a whole, as templates of TypeScript targets print it. */
import { openApiText } from "../../contract/openapi/document.ts";
import { idValue } from "../../contract/shapes.ts";
import { resourceNamed } from "../../contract/lookup.ts";
import { exampleRequests } from "../../contract/example-requests.ts";
import type { Model } from "../../model/model.ts";
import { seedFiles } from "../seeds.ts";
import { kebabCase, snakeCase, wordsOf } from "../case.ts";
import { commentLines } from "./comments.ts";
import { propertyKey } from "./identifiers.ts";
import { stringLiteral } from "./literals.ts";
import { resourceNames } from "./names.ts";
import { idCode } from "./property-code.ts";
import type * as Views from "./views.ts";

export function serviceView(model: Model): Views.ServiceView {
  const { service, database } = model;
  const words = wordsOf(service.name.replace(/[^A-Za-z0-9]+/g, "_"));
  const idType = (resource: string): string =>
    idCode(database, idValue(resourceNamed(model, resource).id)).tsType;
  return {
    service: {
      title: oneLine(service.title),
      description: oneLine(service.description ?? `The HTTP interface of ${service.title}.`),
      name: inQuotes(service.name),
      version: inQuotes(service.version),
      quotedDescription: inQuotes(
        oneLine(service.description ?? `The HTTP interface of ${service.title}.`),
      ),
      basePath: stringLiteral(service.basePath),
      basePathText: service.basePath,
    },
    deployment: {
      name: kebabCase(words) || "service",
      databaseName: snakeCase(words) || "service",
    },
    database: { sqlite: database === "sqlite", postgres: database === "postgres" },
    resources: model.resources.map((resource) => ({
      names: resourceNames(resource),
      tableKey: propertyKey(resource.table),
      description: oneLine(resource.description ?? ""),
      path: `/${resource.path}`,
    })),
    joins: model.joins.map((join) => ({
      tableKey: propertyKey(join.table),
      left: { key: propertyKey(join.left.column), tsType: idType(join.left.resource) },
      right: { key: propertyKey(join.right.column), tsType: idType(join.right.resource) },
    })),
    seedTables: seedFiles(model).map(({ table, identity }) => ({
      literal: stringLiteral(table),
      identityLiteral: identity === null ? "null" : stringLiteral(identity),
    })),
    openapi: openApiText(model),
    requests: exampleRequests(model),
  };
}

/** Prose on one line, without what would hide or turn it. */
function oneLine(text: string): string {
  return commentLines(text).join(" ").replace(/\s+/g, " ").trim();
}

function inQuotes(text: string): string {
  return stringLiteral(text).slice(1, -1);
}
