/** Schemas from declarations, and what is to be true of every comparison of two. */
import { expect } from "vitest";
import { apply, describeTable, replay } from "../../src/migrations/apply.ts";
import { compare, noConsent, type Comparison } from "../../src/migrations/compare.ts";
import { hintsOf, type Hints } from "../../src/migrations/hints.ts";
import type { Consent } from "../../src/migrations/questions.ts";
import { reversed, type Step } from "../../src/migrations/steps.ts";
import type { Model } from "../../src/model/model.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import { storageOf } from "../../src/storage/build.ts";
import type { Storage } from "../../src/storage/storage.ts";

export interface Declared {
  readonly storage: Storage;
  readonly hints: Hints;
}

/** @param resources YAML of what stands under `resources:`, indented or not */
export function declared(resources: string): Declared {
  const lines = resources.split("\n").filter((line) => line.trim() !== "");
  const least = Math.min(...lines.map((line) => line.search(/\S/)));
  const body = lines.map((line) => `  ${line.slice(least)}`).join("\n");
  return declaredBy(
    `restwright: 1\nservice: { name: sample }\nframework: fastify\ndatabase: postgres\nresources:\n${body}\n`,
  );
}

export function declaredBy(text: string): Declared {
  const { storage, hints } = modelAndSchema(text);
  return { storage, hints };
}

export function modelAndSchema(text: string): Declared & { readonly model: Model } {
  const { model, diagnostics } = loadModelFromText(text, "restwright.yaml");
  if (!model) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`);
  return { model, storage: storageOf(model), hints: hintsOf(model) };
}

export const agreed: Consent = { destructive: true, keys: new Set() };

/** What the service uses, in an order of its own. */
export function served(storage: Storage): unknown {
  return storage.tables
    .filter((table) => !table.retired)
    .map((table) => ({ ...table, columns: table.columns.filter((column) => !column.retired) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(describeTable);
}

/** Everything, in an order of its own. */
export function whole(storage: Storage): unknown {
  return [...storage.tables]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((table) => ({ ...(describeTable(table) as object), retired: table.retired ?? false }));
}

/** The steps lead there and back, and nothing is left to do. @returns the schema after them */
export function reach(
  before: Storage,
  wanted: Declared,
  { steps, questions }: Comparison,
): Storage {
  expect(questions).toEqual([]);
  const after = replay(before, steps);
  expect(served(after)).toEqual(served(wanted.storage));
  expect(whole(replay(after, reversed(steps)))).toEqual(whole(before));
  expect(compare(after, wanted).steps).toEqual([]);
  expect(compare(after, wanted).questions).toEqual([]);
  // Steps are kept as JSON.
  const kept = JSON.parse(JSON.stringify(steps)) as Step[];
  expect(kept.reduce(apply, before)).toEqual(after);
  return after;
}

/** From one declaration to the other, without questions. */
export function migrated(
  before: Storage,
  wanted: Declared,
  consent: Consent = noConsent,
): { readonly after: Storage; readonly steps: readonly Step[]; readonly comparison: Comparison } {
  const comparison = compare(before, wanted, consent);
  return { after: reach(before, wanted, comparison), steps: comparison.steps, comparison };
}
