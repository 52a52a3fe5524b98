/** TypeScript: the views of targets written in it. */
import type { Language } from "../language.ts";
import { kebabCase } from "../case.ts";
import { seedFiles } from "../seeds.ts";
import { misplaced } from "./migration-order.ts";
import { migrationView } from "./migrations.ts";
import { resourceView } from "./resource-view.ts";
import { serviceView } from "./service-view.ts";
import { typeView } from "./type-view.ts";

export const typescript: Language = {
  name: "typescript",
  viewTypes: {
    file: "src/languages/typescript/views.ts",
    interfaces: {
      service: "ServiceView",
      resource: "ResourceView",
      type: "TypeView",
      migration: "MigrationView",
      seed: "SeedView",
    },
    placeholders: {
      service: [],
      resource: ["resource"],
      type: ["type"],
      migration: ["migration"],
      seed: ["table"],
    },
  },
  views({ model, migrations }) {
    return {
      service: [{ placeholders: {}, view: serviceView(model) }],
      resource: model.resources.map((resource) => ({
        placeholders: { resource: kebabCase(resource.words) },
        view: resourceView(model, resource),
      })),
      migration: migrations.map((migration) => ({
        placeholders: { migration: migration.name },
        view: migrationView(migration),
      })),
      seed: seedFiles(model).map(({ table, json }) => ({
        placeholders: { table },
        view: { json },
      })),
      type: model.types.map((type) => ({
        placeholders: { type: kebabCase(type.words) },
        view: typeView(model, type),
      })),
    };
  },
  lastMigrations: () => null,
  misplaced,
  followers: () => [],
};
