/** What the plan of the next migrations tells of what they do to a database in use. */
import { expect, test } from "vitest";
import { firstSteps, noConsent } from "../../src/migrations/compare.ts";
import { historyOf } from "../../src/migrations/history.ts";
import { nextMigrations } from "../../src/migrations/next.ts";
import { modelAndSchema } from "./schemas.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: postgres
online: true
resources:
  Book:
    fields:
      title: string(1..80)
      shelf: integer?
`;
const CHANGED = DECLARATION.replace("(1..80)", "(1..80) index").replace(
  "shelf: integer?",
  "shelf: { type: integer, backfill: 1 }\n      isbn: string(13)? unique",
);

function dangers(before: string, after: string): string[] {
  const steps = firstSteps(modelAndSchema(before).storage);
  const history = historyOf([{ name: "0001_initial", parents: [], steps }]);
  const { model, storage } = modelAndSchema(after);
  const next = nextMigrations(history, { model, storage, consent: noConsent, written: [] });
  return next.dangers.map(({ kind, step }) => `${step.kind} ${kind}`);
}

test("what runs beside requests locks nobody out", () => {
  const elsewhere = (text: string) => text.replace("online: true\n", "");
  expect(dangers(DECLARATION, CHANGED)).toEqual(["backfill rewrites", "create_unique checks"]);
  expect(dangers(elsewhere(DECLARATION), elsewhere(CHANGED))).toEqual([
    "backfill rewrites",
    "set_not_null locks",
    "create_unique locks",
    "create_unique checks",
    "create_index locks",
  ]);
});
