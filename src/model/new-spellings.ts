/**
 * What was renamed or removed between the model that a project was last generated from and the one of now, as
 * spellings: every form of a name that an output may hold. Identity is the uid, which `was:` keeps across renames.
 */
import * as z from "zod";
import type { Model } from "./model.ts";
import { camel, kebab, snake, title, wordsOf } from "./words.ts";

export interface Spelling {
  readonly from: string;
  /** Names of resources are found inside longer names (`listBooks`); those of fields stand alone. */
  readonly within: boolean;
}

export interface RenamedSpelling extends Spelling {
  readonly to: string;
}

export interface RemovedSpelling extends Spelling {
  readonly to: null;
}

const acceptedSchema = z.object({
  resources: z.array(
    z.object({
      uid: z.string(),
      words: z.array(z.string()),
      pluralWords: z.array(z.string()),
      path: z.string(),
      table: z.string(),
      fields: z.array(
        z.object({
          uid: z.string(),
          name: z.string(),
          property: z.string(),
          column: z.string().optional(),
        }),
      ),
    }),
  ),
});

/** What is known of a model that was accepted earlier. */
export type Accepted = z.infer<typeof acceptedSchema>;

/** @param before null: nothing is known */
export function renamesSince(before: Accepted | null, model: Model): RenamedSpelling[] {
  if (before === null) return [];
  const spellings = new Map<string, RenamedSpelling>();
  const add = (from: string, to: string, within: boolean) => {
    if (from !== to && from !== "" && !spellings.has(from))
      spellings.set(from, { from, to, within });
  };
  const known = new Map(before.resources.map((old) => [old.uid, old]));
  for (const resource of model.resources) {
    const old = known.get(resource.uid);
    if (old === undefined) continue;
    addForms(old.words, resource.words, (from, to) => add(from, to, true));
    addForms(old.pluralWords, resource.pluralWords, (from, to) => add(from, to, true));
    add(old.path, resource.path, true);
    add(old.table, resource.table, true);
    for (const field of resource.fields) {
      const past = old.fields.find(({ uid }) => uid === field.uid);
      if (past === undefined) continue;
      const column = "column" in field ? field.column : field.property;
      for (const [from, to] of [
        [past.name, field.name],
        [past.property, field.property],
        [past.column ?? past.property, column],
      ] as const) {
        addForms(wordsOf(from), wordsOf(to), (one, other) => add(one, other, false));
      }
    }
  }
  return [...spellings.values()];
}

/** What is in the accepted model and no longer in the model of now: the names in code of such resources and fields. */
export function removedSince(before: Accepted | null, model: Model): RemovedSpelling[] {
  if (before === null) return [];
  const spellings = new Map<string, RemovedSpelling>();
  const add = (from: string, within: boolean) => {
    if (from !== "" && !spellings.has(from)) spellings.set(from, { from, to: null, within });
  };
  const kept = new Map<string, Model["resources"][number]>(
    model.resources.map((resource) => [resource.uid, resource]),
  );
  for (const old of before.resources) {
    const resource = kept.get(old.uid);
    if (resource === undefined) {
      for (const words of [old.words, old.pluralWords])
        for (const form of CODE_FORMS) add(form(words), true);
      add(old.path, true);
      add(old.table, true);
      continue;
    }
    const left = new Set<string>(resource.fields.map(({ uid }) => uid));
    for (const { uid, name, property, column } of old.fields) {
      if (left.has(uid)) continue;
      for (const one of new Set([name, property, column ?? property]))
        for (const form of CODE_FORMS) add(form(wordsOf(one)), false);
    }
  }
  return [...spellings.values()];
}

const loud = (words: readonly string[]) => snake(words).toUpperCase();
const pascal = (words: readonly string[]) => title(words).replaceAll(" ", "");
const plain = (words: readonly string[]) => words.join(" ");
const CODE_FORMS = [camel, pascal, snake, kebab, loud] as const;

function addForms(
  from: readonly string[],
  to: readonly string[],
  add: (from: string, to: string) => void,
): void {
  if (from.join(" ") === to.join(" ")) return;
  for (const form of [...CODE_FORMS, plain, title]) add(form(from), form(to));
}

/** @param accepted the text of the accepted model. Null where there is none, or it is of another version of the tool */
export function acceptedModel(accepted: string | null): Accepted | null {
  if (accepted === null) return null;
  try {
    return acceptedSchema.parse(JSON.parse(accepted));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
