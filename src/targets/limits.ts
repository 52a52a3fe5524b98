/** What a declaration asks for that its target cannot give: told at that line, never left out in silence. */
import { diagnostic } from "../diagnostics/collector.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Model, Resource } from "../model/model.ts";
import type { Feature, Manifest } from "./manifest.ts";

type KeyPath = readonly string[];

export function beyondLimits(
  model: Model,
  manifest: Manifest,
  place: (path: KeyPath) => Span | null,
): Diagnostic[] {
  return manifest.limits.flatMap(({ feature, because }) =>
    USES[feature](model).map((path) => {
      const words = feature.replaceAll("_", " ");
      const params = { target: manifest.title, feature: words, because };
      return diagnostic("RW2001", params, place(path));
    }),
  );
}

/** Feature → the places of a declaration that ask for it. */
const USES: Readonly<Record<Feature, (model: Model) => KeyPath[]>> = {
  accounts: (model) => (model.auth === null ? [] : [["auth"]]),
  access: (model) => where(model, ({ access }) => access !== null, "access"),
  nested: (model) => where(model, ({ nested }) => nested.length > 0, "nested"),
  many_to_many: (model) =>
    model.resources.flatMap(({ name, fields }) =>
      fields
        .filter(({ kind }) => kind === "to_many")
        .map((field) => ["resources", name, "fields", field.name]),
    ),
  soft_delete: (model) => where(model, ({ softDelete }) => softDelete !== null, "soft_delete"),
  embedded_types: (model) => model.types.map(({ name }) => ["types", name]),
  client_keys: (model) => where(model, ({ id }) => id.strategy === "client", "fields", "id"),
  uuid_keys: (model) => where(model, ({ id }) => id.strategy === "uuid", "fields", "id"),
  checks: (model) => where(model, ({ checks }) => checks.length > 0, "check"),
  require_if_match: (model) =>
    where(model, ({ requireIfMatch }) => requireIfMatch, "require_if_match"),
};

function where(
  model: Model,
  asks: (resource: Resource) => boolean,
  ...keys: readonly string[]
): KeyPath[] {
  return model.resources.filter(asks).map(({ name }) => ["resources", name, ...keys]);
}
