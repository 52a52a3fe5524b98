/** Views of the routes of a resource, for FastAPI. */
import { operationsOf, type HttpOperation } from "../../contract/operations.ts";
import { resourceNamed } from "../../contract/lookup.ts";
import type { IdField, Model, Resource } from "../../model/model.ts";
import { pascalCase, snakeCase, wordsOf } from "../case.ts";
import { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { idType, namesOf, type ResourceNames } from "./names.ts";
import type { OperationView, RouterView } from "./view-types.ts";

export function routerView(model: Model, resource: Resource): RouterView {
  const names = namesOf(resource);
  const own = operationsOf(model, resource.name);
  const imports = new Imports();
  if (own.length > 0) {
    imports.name("fastapi", "Response");
    imports.name(`app.${names.package}`, "service");
    imports.name("app.dependencies", "DatabaseDep");
  }
  imports.name("app.routing", "ContractRouter");
  const pathTypes = new Map<string, { name: string; type: string; aliasLiteral: string }>();
  const views = own.map((operation) => {
    for (const parameter of operation.pathParameters) {
      const name = pathType(names, parameter.name);
      pathTypes.set(name, {
        name,
        type: idType(parameter.id),
        aliasLiteral: stringLiteral(parameter.name),
      });
      imports.name(`app.${names.package}.dependencies`, name);
    }
    return operationView(model, operation, names, imports);
  });
  const dependencies = new Imports();
  dependencies.name("typing", "Annotated");
  dependencies.name("fastapi", "Depends");
  if (pathTypes.size > 0) dependencies.name("fastapi", "Path");
  dependencies.name(`app.${names.package}.queries`, names.constant);
  dependencies.name("app.dependencies", "list_query_of", "row_query_of");
  dependencies.name("app.http.queries", "ListQuery", "Selection");
  return {
    dependencyImports: dependencies.print(),
    imports: imports.print(),
    pathTypes: [...pathTypes.values()],
    operations: views,
    usesRow: own.some((operation) => operation.kind === "create"),
  };
}

function pathType(names: ResourceNames, parameter: string): string {
  return parameter === "id" ? `${names.class}Id` : `Path${pascalCase(wordsOf(parameter))}`;
}

export function convertorOf(id: IdField, names: ResourceNames): string {
  return { integer: "integer_id", uuid: "uuid_id", client: `${names.singular}_key` }[id.strategy];
}

function operationView(
  model: Model,
  operation: HttpOperation,
  names: ResourceNames,
  imports: Imports,
): OperationView {
  const shown = namesOf(resourceNamed(model, operation.shown));
  const parent = operation.nested;
  const field =
    parent &&
    resourceNamed(model, operation.resource).fields.find((entry) => entry.name === parent.field);
  const path = operation.pathParameters.reduce((route, parameter) => {
    const owner = resourceNamed(model, parameter.resource);
    return route.replace(
      `{${parameter.name}}`,
      `{${parameter.name}:${convertorOf(parameter.id, namesOf(owner))}}`,
    );
  }, operation.route);
  const parameters: string[] = [];
  const needs = (module: string, ...wanted: string[]): void => imports.name(module, ...wanted);
  if (operation.query !== "none") {
    needs("fastapi", "Request");
    parameters.push("request: Request");
  }
  const ownId = operation.pathParameters.find((parameter) => parameter.name === "id");
  const other = operation.pathParameters.find((parameter) => parameter.name !== "id");
  if (parent && other) {
    needs("app.validation.rules", "Parent");
    parameters.push(`parent_id: ${pathType(names, other.name)}`);
  }
  if (ownId) parameters.push(`${names.id}: ${pathType(names, "id")}`);
  if (operation.link && other) parameters.push(`other_id: ${pathType(names, other.name)}`);
  if (operation.query === "list") {
    needs(`app.${shown.package}.dependencies`, `${shown.class}ListQuery`);
    parameters.push(`query: ${shown.class}ListQuery`);
  }
  if (operation.query === "row") {
    needs(`app.${shown.package}.dependencies`, `${shown.class}Selection`);
    parameters.push(`selection: ${shown.class}Selection`);
  }
  if (operation.body) {
    const suffix = { create: "Create", replace: "Replace", update: "Update" }[
      operation.body.purpose
    ];
    needs(`app.${names.package}.schemas`, `${names.class}${suffix}`);
    needs("app.routing", "Unjudged");
    parameters.push(`body: Unjudged[${names.class}${suffix}]`);
  }
  if (operation.conditional === "if_match") {
    needs("app.dependencies", "IfMatchDep");
    parameters.push("if_match: IfMatchDep");
  }
  parameters.push("database: DatabaseDep");
  const parentArgument =
    parent && field ? [`Parent(${stringLiteral(field.property)}, parent_id)`] : [];
  return {
    function: snakeCase(wordsOf(operation.operationId)),
    operationIdLiteral: stringLiteral(operation.operationId),
    method: operation.method.toLowerCase(),
    pathLiteral: stringLiteral(path),
    status:
      operation.kind === "create"
        ? ", status_code=201"
        : operation.method === "DELETE" || operation.kind === "add_link"
          ? ", status_code=204"
          : "",
    parameters,
    body: statements(operation, names, parentArgument, needs),
  };
}

function statements(
  operation: HttpOperation,
  names: ResourceNames,
  parent: readonly string[],
  needs: (module: string, ...wanted: string[]) => void,
): string[] {
  const call = (name: string, ...given: string[]): string =>
    `service.${name}(${["database", ...given, ...parent].join(", ")})`;
  const link = operation.link?.name.replace(/^_+/, "").toLowerCase();
  const shape = `${names.constant}.shape`;
  const respond = (...helpers: string[]): void => needs("app.responses", ...helpers);
  switch (operation.kind) {
    case "list":
      respond("page_response");
      return [`return page_response(request, query, ${call(`list_${names.plural}`, "query")})`];
    case "list_links":
      respond("page_response");
      return [
        `return page_response(request, query, ${call(`list_${link}_of_${names.singular}`, names.id, "query")})`,
      ];
    case "create":
      respond("created_response");
      needs(`app.${names.package}.queries`, names.constant);
      return [
        `return created_response(${call(`create_${names.singular}`, "body.document")}, ${shape}, COLLECTION)`,
      ];
    case "retrieve":
      respond("selected_response");
      needs(`app.${names.package}.queries`, names.constant);
      return [
        `stored = ${call(`retrieve_${names.singular}`, names.id, "selection")}`,
        `return selected_response(request, stored, ${shape}, selection)`,
      ];
    case "replace":
    case "update":
      respond("row_response");
      needs(`app.${names.package}.queries`, names.constant);
      return [
        `return row_response(${call(`${operation.kind}_${names.singular}`, names.id, "body.document", "if_match")}, ${shape})`,
      ];
    case "delete":
      respond("no_content");
      return [call(`delete_${names.singular}`, names.id, "if_match"), "return no_content()"];
    case "add_link":
    case "remove_link":
      respond("no_content");
      return [
        call(
          `${operation.kind === "add_link" ? "link" : "unlink"}_${link}_of_${names.singular}`,
          names.id,
          "other_id",
        ),
        "return no_content()",
      ];
  }
}
