/** What each type admits and refuses, on every field of the declaration, by pointer and code. */
import type { JsonValue, ScalarField } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { expectSame, expectStatus } from "../mismatch.ts";
import { valuesChanged, wrongCode, wrongPointer } from "../mutants/catalogue.ts";
import { keepsCheck } from "../model.ts";
import { judge } from "../oracle/judge.ts";
import { represent } from "../oracle/represent.ts";
import { expectJudged } from "../problem.ts";
import { rowOf } from "../rows.ts";
import { scalarFields } from "../subjects.ts";
import type { FieldOf } from "../subjects.ts";
import { borderline, foreign } from "../values/borderline.ts";
import type { World } from "../world.ts";

export const types: Area = (plan) => {
  const { model } = plan;
  const fields = scalarFields(model, () => true);

  plan.each(
    fields,
    "every value at its limits is judged right",
    wrongCode,
    async (world, subject) => {
      await tryAll(world, subject, borderline(model, subject.field, world.rows.next()));
    },
  );

  const typed = scalarFields(model, ({ type, list }) => type.kind !== "json" || list !== null);
  plan.each(typed, "values of other types are refused", wrongPointer, async (world, subject) => {
    await tryAll(world, subject, foreign(subject.field));
  });

  plan.each(
    scalarFields(model, (field) => !field.writeonly),
    "values at the limits come back as they must be shown",
    valuesChanged,
    async (world, subject) => {
      await tryAll(world, subject, borderline(model, subject.field, world.rows.next()), "sound");
    },
  );
};

/** Each value in an otherwise sound body: 201 and the value as shown, or exactly the predicted faults. */
async function tryAll(
  { http, rows, model, collection }: World,
  { resource, field }: FieldOf<ScalarField>,
  values: readonly JsonValue[],
  only?: "sound",
): Promise<void> {
  const base = await rows.body(resource);
  for (const value of values) {
    let body = { ...base, [field.property]: value };
    const faults = judge(model, resource, body, { method: "POST" });
    const shapely = faults.every((fault) => fault.code !== "check");
    if (faults.length > 0 && shapely) {
      if (only !== undefined) continue;
      expectJudged(await http.post(collection(resource), body), faults);
      continue;
    }
    // Sound in itself: everything unique anew, and in keeping with the checks where that can be had.
    try {
      body = await rows.body(resource, { [field.property]: value });
    } catch {
      expectJudged(await http.post(collection(resource), body), faults);
      continue;
    }
    const response = await http.post(collection(resource), body);
    if (response.status === 409) continue;
    expectStatus(response, 201);
    const expected = represent(model, resource, body, { method: "POST" });
    if (!field.writeonly) {
      expectSame(
        rowOf(response)[field.property],
        JSON.parse(JSON.stringify(expected[field.property] ?? null)),
        field.property,
        response,
      );
    }
    if (!resource.checks.every((check) => keepsCheck(model, resource, check, expected))) {
      throw new Error("the suite made a body that breaks a check");
    }
  }
}
