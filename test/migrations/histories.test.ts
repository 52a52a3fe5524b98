/** Chains of edits, as projects live through them: every schema leads to the next one and back. */
import { describe, expect, test } from "vitest";
import { nothing, replay } from "../../src/migrations/apply.ts";
import { compare, firstSteps } from "../../src/migrations/compare.ts";
import type { Step } from "../../src/migrations/steps.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { randomHistory } from "../random/edits.ts";
import { agreed, declaredBy, migrated, reach } from "./schemas.ts";

const CHAINS = 100;
const LENGTH = 4;
/** Long enough for a busy machine. */
const PATIENCE = 900_000;

const everyKind: readonly Step["kind"][] = [
  "create_table",
  "drop_table",
  "rename_table",
  "retire_table",
  "add_column",
  "drop_column",
  "rename_column",
  "alter_type",
  "set_not_null",
  "drop_not_null",
  "alter_default",
  "retire_column",
  "create_unique",
  "drop_unique",
  "create_index",
  "drop_index",
  "add_foreign_key",
  "drop_foreign_key",
  "add_check",
  "drop_check",
  "rename_constraint",
  "backfill",
  "delete_rows",
  "reshape",
  "copy_rows",
];

describe("random chains of edits", () => {
  test(
    `${CHAINS} chains of ${LENGTH}: the steps of each edit lead to what is declared, and back`,
    () => {
      const kinds = new Set<string>();
      for (let seed = 1; seed <= CHAINS; seed += 1) {
        const [first, ...rest] = randomHistory(randomDeclaration(seed), seed, LENGTH);
        if (!first) throw new Error("The history is empty.");
        const start = declaredBy(first.text);
        const created = firstSteps(start.storage);
        let schema = reach(nothing, start, { steps: created, questions: [], dangers: [] });
        let last = first.text;
        for (const { text, what } of rest) {
          try {
            const { after, steps } = migrated(schema, declaredBy(text), agreed);
            schema = after;
            for (const { kind } of steps) kinds.add(kind);
          } catch (error) {
            throw new Error(`seed ${seed}: ${what}\n${last}\n----\n${text}`, { cause: error });
          }
          last = text;
        }
      }
      expect(everyKind.filter((kind) => !kinds.has(kind))).toEqual([]);
    },
    PATIENCE,
  );
});

test("the steps from nothing are those of a comparison with nothing", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const wanted = declaredBy(randomDeclaration(seed));
    const { steps } = compare(nothing, wanted);
    expect(steps).toEqual(firstSteps(wanted.storage));
    expect(replay(nothing, steps).tables.length).toBe(wanted.storage.tables.length);
  }
});
