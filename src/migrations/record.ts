/**
 * What is remembered of a migration: `.restwright/migrations/<name>.json`, one file each and never changed once written,
 * so that two branches merge in git. The schema of a project's databases is what the steps of all of them make of nothing.
 */
import * as z from "zod";
import type { Step } from "./steps.ts";

const FORMAT = 1;

export interface MigrationRecord {
  /** Also the name of its file in the project: `0002_add_isbn_to_books`. */
  readonly name: string;
  /** Names of the migrations that it was made upon; several after branches met, none for the first. */
  readonly parents: readonly string[];
  readonly steps: readonly Step[];
}

const recordSchema = z.object({
  format: z.number().int(),
  name: z.string().regex(/^\d{4,}_[a-z0-9_]+$/),
  parents: z.array(z.string()),
  // Written by us and read by us alone; what does not fit the schema before it is noticed by the replay.
  steps: z.array(z.looseObject({ kind: z.string() })),
});

export type Parsed =
  | { readonly record: MigrationRecord }
  | { readonly fault: "damaged" | "newer"; readonly record: null };

/** @param file name of the record's file, without its extension */
export function parseRecord(text: string, file: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: "damaged", record: null };
  }
  const format = z.object({ format: z.number() }).safeParse(json);
  if (format.success && format.data.format > FORMAT) return { fault: "newer", record: null };
  const result = recordSchema.safeParse(json);
  if (!result.success || result.data.name !== file) return { fault: "damaged", record: null };
  const { name, parents, steps } = result.data;
  return { record: { name, parents, steps: steps as unknown as readonly Step[] } };
}

/** One step to a line: enough to see in a diff what a migration does. */
export function printRecord({ name, parents, steps }: MigrationRecord): string {
  const head = [
    `  "format": ${FORMAT},`,
    `  "name": ${JSON.stringify(name)},`,
    `  "parents": ${JSON.stringify(parents)},`,
  ];
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`);
  return `{\n${head.join("\n")}\n  "steps": [\n${lines.join(",\n")}\n  ]\n}\n`;
}
