/** From the schema that a project's databases have to the one that its declaration wants. */
import type { Storage } from "../storage/storage.ts";
import { Asking } from "./asking.ts";
import { creation } from "./creation.ts";
import { type Danger, dangersOf } from "./dangers.ts";
import { askAboutValues } from "./enum-questions.ts";
import type { Hints } from "./hints.ts";
import { identify } from "./identities.ts";
import { withoutUnfit } from "./judgements.ts";
import { askAboutLosses } from "./losses.ts";
import {
  addConstraints,
  changeColumns,
  clearNames,
  createTables,
  deleteSoftlyDeleted,
  dropConstraints,
  dropRest,
  renameColumns,
  renameConstraints,
  renameTables,
} from "./phases.ts";
import type { Consent, Question } from "./questions.ts";
import { copyRows, movesOf } from "./row-moves.ts";
import type { Step } from "./steps.ts";
import { Work } from "./work.ts";

export interface Wanted {
  readonly storage: Storage;
  readonly hints: Hints;
}

export interface Comparison {
  /** In the order in which they can run; none while there are questions. */
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  readonly dangers: readonly Danger[];
}

export const noConsent: Consent = { destructive: false, keys: new Set() };

/**
 * Pure. The steps make of `before` the wanted schema, up to the order of tables and columns and to what is kept in the
 * database out of the service; none where they are alike already.
 * @param before replay of the migrations that there are
 */
export function compare(
  before: Storage,
  { storage, hints }: Wanted,
  consent: Consent = noConsent,
): Comparison {
  const asking = new Asking(consent);
  const identities = withoutUnfit(identify(before.tables, storage.tables, hints), hints, asking);
  const moves = movesOf(identities, hints);
  askAboutLosses(identities, new Set(moves.map((move) => move.source)), hints, asking);
  for (const pair of identities.pairs) askAboutValues(pair, hints, asking);
  const { questions } = asking;
  const work = new Work(before, storage, { identities, hints, moves, asking });
  const steps = stepsOf(work);
  if (questions.length > 0) return { steps: [], questions, dangers: [] };
  return { steps, questions, dangers: dangersOf(steps) };
}

function stepsOf(work: Work): readonly Step[] {
  const { plan } = work;
  deleteSoftlyDeleted(work);
  dropConstraints(work);
  clearNames(work);
  renameTables(work);
  renameColumns(work);
  renameConstraints(work);
  const foreignKeys = createTables(work);
  changeColumns(work);
  for (const move of work.moves) copyRows(move, work);
  addConstraints(work);
  for (const { table, foreignKey } of foreignKeys)
    plan.addForeignKey(table, foreignKey, "in_table");
  dropRest(work);
  return plan.steps;
}

/** The steps from nothing. */
export function firstSteps(storage: Storage): readonly Step[] {
  const { tables, foreignKeys } = creation(storage.tables, []);
  return [...tables, ...foreignKeys];
}
