/** Embedded types: objects of scalars, stored and sent as one value. */
import type { TypeForm } from "../language/declaration.ts";
import type { Form } from "../language/form.ts";
import { scalarField } from "./fields.ts";
import type { EmbeddedType } from "./model.ts";
import type { Scope } from "./scope.ts";
import { wordsOf } from "./words.ts";

/** What a database, a list or a migration would do with a field of its own. */
const meaningless: readonly (keyof Form)[] = [
  "unique",
  "index",
  "readonly",
  "writeonly",
  "immutable",
  "filter",
  "sort",
  "was",
  "backfill",
  "map",
  "drop",
];

export function embeddedTypes(scope: Scope): readonly EmbeddedType[] {
  const types = scope.declaration.types.map((form) => embeddedType(form, scope));
  checkCycles(types, scope);
  return types;
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

/** A type may hold itself through a list that may be empty or a value that may be null: data ends there. */
function checkCycles(types: readonly EmbeddedType[], scope: Scope): void {
  const byName = new Map(types.map((type) => [type.name, type]));
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    if (chain.includes(name)) {
      const cycle = [...chain.slice(chain.indexOf(name)), name];
      const at = scope.types.get(name)?.nameAt ?? null;
      scope.collector.report("RW1322", { chain: cycle.join(" → ") }, at);
      return;
    }
    if (done.has(name)) {
      return;
    }
    for (const field of byName.get(name)?.fields ?? []) {
      if (field.type.kind === "embedded") {
        visit(field.type.type, [...chain, name]);
      }
    }
    done.add(name);
  };
  for (const type of types) {
    visit(type.name, []);
  }
}
