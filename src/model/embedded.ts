/** Embedded types: objects of scalars, stored and sent as one value. */
import type { TypeForm } from "../language/declaration.ts";
import type { Form } from "../language/form.ts";
import { scalarField } from "./fields.ts";
import type { EmbeddedType } from "./model.ts";
import type { Scope } from "./scope.ts";
import { wordsOf } from "./words.ts";

/** What a database or a list would do with a field of its own. */
const meaningless: readonly (keyof Form)[] = [
  "unique",
  "index",
  "readonly",
  "writeonly",
  "immutable",
  "filter",
  "sort",
  "drop",
];

export function embeddedTypes(scope: Scope): readonly EmbeddedType[] {
  return scope.declaration.types.flatMap((form) => embeddedNamed(form.name, [], scope) ?? []);
}

const deepest = 20;

/** Resolved when first asked for, because defaults and examples are judged by it. Null for a type that holds itself. */
export function embeddedNamed(
  name: string,
  chain: readonly string[],
  scope: Scope,
): EmbeddedType | null {
  const known = scope.embedded.get(name);
  const form = scope.types.get(name);
  if (known === "open" || form === undefined) {
    return null;
  }
  if (known !== undefined) {
    return known;
  }
  scope.embedded.set(name, "open");
  for (const field of form.fields) {
    const inner = field.keys.type?.value ?? "";
    const way = [...chain, name];
    if (way.length > deepest) {
      scope.collector.report("RW1323", { limit: deepest }, field.keys.type?.at ?? field.at);
    } else if (way.includes(inner)) {
      const circle = [...way.slice(way.indexOf(inner)), inner].join(" → ");
      scope.collector.report("RW1322", { chain: circle }, field.keys.type?.at ?? field.at);
    } else if (scope.types.has(inner)) {
      embeddedNamed(inner, way, scope);
    }
  }
  const resolved = embeddedType(form, scope);
  scope.embedded.set(name, resolved);
  return resolved;
}

function embeddedType(form: TypeForm, scope: Scope): EmbeddedType {
  if (form.fields.length === 0 && form.broken.size === 0) {
    scope.collector.report("RW1512", { type: form.name }, form.nameAt);
  }
  const fields = form.fields.flatMap((field) => {
    if (field.keys.to !== undefined) {
      const params = { type: form.name, field: field.name };
      scope.collector.report("RW1513", params, field.keys.to.at);
      return [];
    }
    for (const key of meaningless) {
      const written = field.keys[key];
      if (written !== undefined) {
        scope.collector.report("RW1514", { key }, written.at);
      }
    }
    const resolved = scalarField(field, form.name, scope);
    return resolved === null ? [] : [{ ...resolved, filter: false, sort: false }];
  });
  return { name: form.name, words: wordsOf(form.name), description: null, fields };
}
