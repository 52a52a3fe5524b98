/** The promises about examples, on declarations that nobody thought of. */
import { expect, test } from "vitest";
import { boundaryBodies, invalidBodies } from "../../src/contract/examples/invalid.ts";
import { validBody } from "../../src/contract/examples/valid.ts";
import { judgeBody } from "../../src/contract/judge/body.ts";
import type { BodyFault } from "../../src/contract/judge/value.ts";
import { openApiText } from "../../src/contract/openapi/document.ts";
import { operations } from "../../src/contract/operations.ts";
import { judge } from "../conformance/oracle/judge.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { declared } from "./models.ts";

function sorted(faults: readonly { pointer: string; code: string }[]): readonly string[] {
  return [...new Set(faults.map(({ pointer, code }) => `${pointer} ${code}`))].sort();
}

const seeds = Array.from({ length: 20 }, (_, index) => 1000 + index);

test.each(seeds)("declaration %d", (seed) => {
  const model = declared(randomDeclaration(seed));
  const ids = operations(model).map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(openApiText(model)).toBe(openApiText(declared(randomDeclaration(seed))));
  for (const resource of model.resources) {
    const faultsOf = (body: Parameters<typeof judgeBody>[3]): readonly BodyFault[] =>
      judgeBody(model, resource, "create", body);
    for (const [index, fill] of (["all", "required", "all"] as const).entries()) {
      const body = validBody(model, resource, index, { fill });
      expect({ body, faults: faultsOf(body) }).toEqual({ body, faults: [] });
    }
    for (const { name, body, faults } of invalidBodies(model, resource)) {
      const expected = sorted(faults);
      const theirs = sorted(judge(model, resource, body, { method: "POST" }));
      expect([resource.name, name, sorted(faultsOf(body)), theirs]).toEqual([
        resource.name,
        name,
        expected,
        expected,
      ]);
    }
    for (const { name, body } of boundaryBodies(model, resource)) {
      expect([name, sorted(judge(model, resource, body, { method: "POST" }))]).toEqual([name, []]);
    }
  }
});
