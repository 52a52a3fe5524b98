/**
 * What was renamed between the model that a project was last generated from and the one of now, as spellings: every
 * form of a name that an output may hold. Identity is the uid, which `was:` keeps across renames.
 */
import { z } from "zod";
import type { Model } from "./model.ts";
import { camel, kebab, snake, title, wordsOf } from "./words.ts";

export interface RenamedSpelling {
  readonly from: string;
  readonly to: string;
  /** Names of resources are found inside longer names (`listBooks`); those of fields stand alone. */
  readonly within: boolean;
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

/** @param accepted the text of the accepted model; null, or of another version of the tool: nothing is known */
export function renamesSince(accepted: string | null, model: Model): RenamedSpelling[] {
  const before = parse(accepted);
  if (before === null) return [];
  const spellings = new Map<string, RenamedSpelling>();
  const add = (from: string, to: string, within: boolean) => {
    if (from !== to && from !== "" && !spellings.has(from))
      spellings.set(from, { from, to, within });
  };
  for (const resource of model.resources) {
    const old = before.resources.find(({ uid }) => uid === resource.uid);
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

function addForms(
  from: readonly string[],
  to: readonly string[],
  add: (from: string, to: string) => void,
): void {
  if (from.join(" ") === to.join(" ")) return;
  const loud = (words: readonly string[]) => snake(words).toUpperCase();
  const pascal = (words: readonly string[]) => title(words).replaceAll(" ", "");
  const plain = (words: readonly string[]) => words.join(" ");
  for (const form of [camel, pascal, snake, kebab, loud, plain, title]) add(form(from), form(to));
}

function parse(accepted: string | null): z.infer<typeof acceptedSchema> | null {
  if (accepted === null) return null;
  try {
    return acceptedSchema.parse(JSON.parse(accepted));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
