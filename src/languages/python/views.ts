/** Model, contract and storage said again in Python. */
import { openApiText } from "../../contract/openapi/document.ts";
import { exampleRequests } from "../../contract/example-requests.ts";
import type { Kept } from "../../migrations/kept.ts";
import type { Model, Resource } from "../../model/model.ts";
import type { Storage } from "../../storage/storage.ts";
import { snakeCase, wordsOf } from "../case.ts";
import type { Language, LanguageInput, Views } from "../language.ts";
import { seedFiles } from "../seeds.ts";
import { Imports } from "./imports.ts";
import { jsonLiteral, patternLiteral, stringLiteral, tomlLiteral } from "./literals.ts";
import { migrationView } from "./migrations.ts";
import { modelsView } from "./models.ts";
import { namesOf } from "./names.ts";
import { queriesView } from "./queries.ts";
import { repositoryView } from "./repository.ts";
import { followers, heads, misplaced } from "./revisions.ts";
import { convertorOf, routerView } from "./router.ts";
import { objectViews, schemasView } from "./schemas.ts";
import { resourceTests } from "../resource-tests.ts";
import { serviceModuleView } from "./service-module.ts";
import type { DatabaseView, KeyView, ResourceView, TestView, ServiceView } from "./view-types.ts";

export const python: Language = {
  name: "python",
  viewTypes: {
    file: "src/languages/python/view-types.ts",
    interfaces: {
      service: "ServiceView",
      resource: "ResourceView",
      migration: "MigrationView",
      seed: "SeedView",
    },
    placeholders: { service: [], resource: ["package"], migration: ["migration"], seed: ["table"] },
  },
  views,
  lastMigrations: heads,
  misplaced,
  followers,
};

function views({ model, storage, migrations, kept }: LanguageInput): Views {
  return {
    service: [{ placeholders: {}, view: serviceView(model, kept) }],
    resource: model.resources.map((resource) => ({
      placeholders: { package: namesOf(resource).package },
      view: resourceView(model, storage, resource),
    })),
    migration: migrations.map((migration) => ({
      placeholders: { migration: migration.name },
      view: migrationView(migration),
    })),
    seed: seedFiles(model).map(({ table, json }) => ({
      placeholders: { table },
      view: { json },
    })),
  };
}

function serviceView(model: Model, kept: readonly Kept[]): ServiceView {
  const { service } = model;
  const objectImports = new Imports("app.objects");
  const objects = objectViews(model, objectImports);
  const mainImports = new Imports();
  const modelImports = new Imports();
  const resources = model.resources.map((resource) => {
    const names = namesOf(resource);
    const router = `${names.plural}_router`;
    mainImports.name(`app.${names.package}.router`, `router as ${router}`);
    modelImports.name(`app.${names.package}.models`, names.class);
    const pluralWords = resource.pluralWords.join(" ");
    return { package: names.package, router, class: names.class, path: resource.path, pluralWords };
  });
  modelImports.name("alembic", "context");
  modelImports.name("alembic.util", "CommandError");
  if (kept.length > 0) modelImports.name("alembic.runtime", "environment");
  modelImports.name("app.config", "SettingsError", "get_settings");
  modelImports.name("app.database", "Database");
  modelImports.name("app.locks", "explained_locks");
  mainImports.name("collections.abc", "AsyncIterator");
  mainImports.name("contextlib", "asynccontextmanager");
  mainImports.name("fastapi", "FastAPI");
  mainImports.name("fastapi.concurrency", "run_in_threadpool");
  mainImports.name("app.config", "Settings", "get_settings");
  mainImports.name("anyio.to_thread", "current_default_thread_limiter");
  mainImports.name("app.database", "POOL_SIZE", "Database");
  mainImports.name("app.documentation", "install_documentation");
  mainImports.name("app.errors", "install_error_handlers");
  mainImports.name("app.health", "router as health_router");
  mainImports.name("app.middleware", "RequestMiddleware");
  const listed = model.resources.find((resource) => resource.operations.includes("list"));
  return {
    name: service.name,
    title: service.title,
    titleLiteral: stringLiteral(service.title),
    titleToml: tomlLiteral(service.title),
    descriptionLiteral: stringLiteral(service.description ?? ""),
    versionLiteral: stringLiteral(service.version),
    version: service.version,
    basePath: service.basePath,
    basePathLiteral: stringLiteral(service.basePath),
    summary: (service.description ?? `The HTTP interface of ${service.title}.`)
      .replace(/\s+/g, " ")
      .trim(),
    database: databaseView(model),
    resources,
    keys: model.resources.filter((resource) => resource.id.strategy === "client").map(keyView),
    hasObjects: objects.length > 0,
    objectImports: objectImports.print(),
    objects,
    mainImports: mainImports.print(),
    modelImports: modelImports.print(),
    hasKept: kept.length > 0,
    kept: kept.map(({ table, column }) => ({
      table: stringLiteral(table),
      column: column === null ? "None" : stringLiteral(column),
    })),
    openapi: openApiText(model),
    hasNumberedSeeds: seedFiles(model).some(({ identity }) => identity !== null),
    seedTables: seedFiles(model).map(({ table, identity }) => ({
      literal: stringLiteral(table),
      identity: identity === null ? "None" : stringLiteral(identity),
      isNumbered: identity !== null,
    })),
    service: { basePathText: service.basePath },
    requests: exampleRequests(model).map((request) => ({
      ...request,
      body: request.body ?? false,
    })),
    samplePath: listed ? `${service.basePath}/${listed.path}` : "/healthz",
  };
}

function databaseView(model: Model): DatabaseView {
  const name = snakeCase(wordsOf(model.service.name.replaceAll("-", "_")));
  const isSqlite = model.database === "sqlite";
  const url = isSqlite ? `sqlite:${name}.db` : `postgres://${name}:${name}@localhost:5432/${name}`;
  return {
    isSqlite,
    isPostgres: !isSqlite,
    name,
    url,
    urlLiteral: stringLiteral(url),
    urlPattern: isSqlite
      ? 'r"sqlite:(?!:memory:).+"'
      : 'r"postgres(?:ql)?://([^/@]*@)?([^/?:@\\[\\]]*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?/[^/?]+(\\?.*)?"',
    urlForm: isSqlite ? "sqlite:<path>" : "postgres://<user>:<password>@<host>/<database>",
  };
}

function keyView(resource: Resource): KeyView {
  const { type } = resource.id;
  const text = type.kind === "string" ? type : null;
  const parts = [
    String(text?.minLength ?? 1),
    text?.maxLength == null ? "None" : String(text.maxLength),
  ];
  if (text?.pattern) parts.push(patternLiteral(text.pattern.python));
  return {
    convertor: stringLiteral(convertorOf(resource.id, namesOf(resource))),
    arguments: parts.join(", "),
  };
}

function resourceView(model: Model, storage: Storage, resource: Resource): ResourceView {
  const names = namesOf(resource);
  return {
    class: names.class,
    package: names.package,
    singular: names.singular,
    plural: names.plural,
    words: names.words,
    pluralWords: resource.pluralWords.join(" "),
    constant: names.constant,
    id: names.id,
    idType: resource.id.strategy === "integer" ? "int" : "str",
    tagLiteral: stringLiteral(resource.name),
    collectionLiteral: stringLiteral(`${model.service.basePath}/${resource.path}`),
    models: modelsView(model, storage, resource),
    schemas: schemasView(model, resource),
    queries: queriesView(model, resource),
    repository: repositoryView(model, resource),
    service: serviceModuleView(model, resource),
    router: routerView(model, resource),
    test: testView(model, resource),
  };
}

function testView(model: Model, resource: Resource): TestView {
  const tests = resourceTests(model, resource, { jsonLiteral, stringLiteral });
  const { creation, filters, embedded, nested, linked, links } = tests;
  return {
    ...tests,
    usesCases: [filters, embedded, nested, linked, links].some((cases) => cases.length > 0),
    seeds: String(tests.seeds),
    creation: creation && {
      ...creation,
      bodyType: typeOfDict(creation.body),
      shownType: typeOfDict(creation.shown),
    },
  };
}

/** What is in an empty one, mypy cannot tell. */
function typeOfDict(literal: string): string {
  return literal === "{}" ? ": dict[str, object]" : "";
}
