/** The migrations that a declaration asks for, after those that a project has. */
import type { Model } from "../model/model.ts";
import type { Storage } from "../storage/storage.ts";
import { compare } from "./compare.ts";
import type { Danger } from "./dangers.ts";
import { hintsOf } from "./hints.ts";
import type { History } from "./history.ts";
import { migrationName, numberOf } from "./name.ts";
import { isBeside, stages } from "./program.ts";
import type { Consent, Question } from "./questions.ts";
import type { MigrationRecord } from "./record.ts";

export interface Wanted {
  readonly model: Model;
  readonly storage: Storage;
  readonly consent: Consent;
  /** Names of migrations that are on disk, also of those that people wrote by hand. */
  readonly written: readonly string[];
}

export interface NextMigrations {
  /**
   * None where the schema is as declared, and while there are questions. Several, one after the other, where PostgreSQL
   * does some beside requests and others in a transaction.
   */
  readonly records: readonly MigrationRecord[];
  readonly questions: readonly Question[];
  readonly dangers: readonly Danger[];
}

export function nextMigrations(history: History, wanted: Wanted): NextMigrations {
  const { storage, model, consent, written } = wanted;
  const compared = compare(history.storage, { storage, hints: hintsOf(model) }, consent);
  const { steps, questions } = compared;
  if (questions.length > 0) return { records: [], questions, dangers: compared.dangers };
  const parts = stages(steps, model);
  const beside = new Set(parts.filter((stage) => isBeside(stage, model)).flat());
  const dangers = compared.dangers.filter(
    ({ kind, step }) => kind !== "locks" || !beside.has(step),
  );
  const records: MigrationRecord[] = [];
  const names = [...history.records.map(({ name }) => name), ...written];
  const numbers = names.flatMap((name) => numberOf(name) ?? []);
  let parents = history.heads;
  for (const stage of parts) {
    const name = migrationName(stage, numbers);
    records.push({ name, parents, steps: stage });
    parents = [name];
    numbers.push(numberOf(name) ?? 0);
  }
  return { records, questions, dangers };
}
