/** Relations seen from the other end: every one has a name there, declared or derived. */
import type { Field, Resource, ToManyField, ToOneField } from "./model.ts";
import type { Placed, Scope } from "./scope.ts";
import { camel, snake, wordsOf } from "./words.ts";

export type ResourceDraft = { -readonly [Key in keyof Resource]: Resource[Key] };

type Relation = ToOneField | ToManyField;

/** Fills `inverse` where nothing is declared; declared ones must be free. */
export function nameInverses(
  drafts: readonly ResourceDraft[],
  placed: ReadonlyMap<string, Placed<unknown>>,
  scope: Scope,
): void {
  const taken = new Map(
    drafts.map((draft) => [draft.name, new Set(draft.fields.map((one) => one.name))]),
  );
  for (const draft of drafts) {
    for (const field of draft.fields) {
      if (field.kind !== "scalar" && field.inverse !== "") {
        const names = taken.get(field.to) ?? new Set();
        if (names.has(field.inverse)) {
          const at = placed.get(`${draft.name}.${field.name}`)?.at ?? null;
          scope.collector.report("RW1408", { inverse: field.inverse, resource: field.to }, at);
        }
        names.add(field.inverse);
      }
    }
  }
  for (const draft of drafts) {
    draft.fields = draft.fields.map((field) => named(field, draft, taken, scope));
  }
}

function named(
  field: Field,
  owner: ResourceDraft,
  taken: ReadonlyMap<string, Set<string>>,
  scope: Scope,
): Field {
  if (field.kind === "scalar" || field.inverse !== "") {
    return field;
  }
  const names = taken.get(field.to) ?? new Set<string>();
  const spell = scope.naming === "camelCase" ? camel : snake;
  const candidates = candidateWords(field, owner).map(spell);
  let inverse = candidates.find((name) => !names.has(name));
  for (let count = 2; inverse === undefined; count++) {
    const name = `${candidates.at(-1) ?? ""}_${count}`;
    inverse = names.has(name) ? undefined : name;
  }
  names.add(inverse);
  return { ...field, inverse };
}

/** `books`, and where that is taken `editor_books`; of a parent, `children`. */
function candidateWords(field: Relation, owner: ResourceDraft): readonly (readonly string[])[] {
  const isSingle = field.kind === "to_one" && field.unique;
  const plain = isSingle ? owner.words : owner.pluralWords;
  const qualified = [...wordsOf(field.name), ...plain];
  if (field.to !== owner.name) {
    return [plain, qualified];
  }
  return field.name === "parent" && !isSingle ? [["children"], qualified] : [qualified];
}
