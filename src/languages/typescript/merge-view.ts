/** How PATCH merges: member by member where a field is an object, as a whole where it is not. */
import { embeddedNamed } from "../../contract/lookup.ts";
import type { Model, Resource, ScalarField } from "../../model/model.ts";
import { propertyKey } from "./identifiers.ts";
import { namesOf } from "./names.ts";
import type * as Views from "./views.ts";

/** A rule for each field that is merged rather than replaced. */
export function mergeRulesOf(
  model: Model,
  fields: Resource["fields"] | readonly ScalarField[],
): readonly Views.MergeRule[] {
  return fields.flatMap((field) => {
    const rule = isMerged(field) ? ruleOf(model, field) : null;
    return rule === null ? [] : [{ key: propertyKey(field.property), rule }];
  });
}

/** Functions of `http/merge-patch.ts` and of types that rules call, by module as seen from `folder`. */
export function mergeImportsOf(
  model: Model,
  rules: readonly Views.MergeRule[],
  folder: { readonly http: string; readonly types: string },
): readonly (readonly [from: string, name: string])[] {
  return [
    [`${folder.http}/merge-patch.js`, "mergeMembers"],
    [`${folder.http}/merge-patch.js`, "mergePatch"],
    ...model.types
      .map(({ words }) => namesOf(words))
      .filter(({ camel }) => rules.some(({ rule }) => rule === `${camel}Merge`))
      .map(({ camel, file }) => [`${folder.types}/${file}.js`, `${camel}Merge`] as const),
  ];
}

/** Whether a field of the type is ever patched, so that its members are merged. */
export function isPatched(model: Model, type: string): boolean {
  const reached = new Set<string>();
  const reach = (fields: readonly (Resource["fields"][number] | ScalarField)[]): void => {
    for (const field of fields) {
      if (!isMerged(field) || field.type.kind !== "embedded" || reached.has(field.type.type)) {
        continue;
      }
      reached.add(field.type.type);
      reach(embeddedNamed(model, field.type.type).fields);
    }
  };
  for (const resource of model.resources) {
    if (resource.operations.includes("update")) reach(resource.fields);
  }
  return reached.has(type);
}

export function isMerged(field: Resource["fields"][number] | ScalarField): field is ScalarField {
  return field.kind === "scalar" && field.list === null && !field.readonly;
}

function ruleOf(model: Model, { type }: ScalarField): string | null {
  if (type.kind === "json") return "mergePatch";
  if (type.kind !== "embedded") return null;
  const { words, fields } = embeddedNamed(model, type.type);
  return mergeRulesOf(model, fields).length > 0 ? `${namesOf(words).camel}Merge` : "mergeMembers()";
}
