/** Cursors that no page gave: one is good as it was given, and otherwise refused, whatever it decodes to. */
import type { Area } from "../check.ts";
import { pageOf, stocked, withQuery } from "../lists.ts";
import { wrongCode } from "../mutants/catalogue.ts";
import { expectQueryFaults } from "../problem.ts";
import { main } from "../subjects.ts";

/** What stands in the place of the last value, where a cursor holds JSON as those of these services do. */
const LAST: readonly (readonly [string, string])[] = [
  ["another value", "1"],
  ["another text", '"x"'],
  ["null", "null"],
  ["a boolean", "true"],
  ["an object", '{"id":1}'],
  ["a list", "[1]"],
  ["no value", ""],
  ["one value more", "1,1"],
  ["U+0000", '"\\u0000"'],
  ["a lone surrogate", '"\\ud800"'],
  ["SQL", '"\'); drop table books; --"'],
  ["a number beyond all bounds", "1e999"],
  ["a number of 4,000 digits", "9".repeat(4000)],
  ["a text of 4,000 letters", `"${"x".repeat(4000)}"`],
  ["lists in 2,000 lists", "[".repeat(2000) + "]".repeat(2000)],
  ["what only some readers of JSON know", "NaN"],
  ["a character that is half there", '"\xc3"'],
];

export const cursors: Area = (plan) => {
  const subject = main(plan.model, "list");
  for (const [label, value] of LAST) {
    plan.on(subject, `a forged cursor is 400: ${label}`, wrongCode, async (world, resource) => {
      await stocked(world.rows, resource, 3);
      const at = world.collection(resource);
      const query = { limit: "1", sort: "id" };
      const { next } = pageOf(await world.plain.get(withQuery(at, query)));
      const cursor = withLast(next ?? "", value);
      expectQueryFaults(await world.http.get(withQuery(at, { ...query, cursor })), [
        ["cursor", "format"],
      ]);
    });
  }
  plan.on(
    subject,
    "a cursor in base64 with another alphabet, or padded, is 400",
    wrongCode,
    async (world, resource) => {
      await stocked(world.rows, resource, 3);
      const at = world.collection(resource);
      const { next } = pageOf(await world.plain.get(withQuery(at, { limit: "1" })));
      for (const end of ["=", "==", "\n", " ", "+"]) {
        const spoilt = withQuery(at, { limit: "1", cursor: `${next ?? ""}${end}` });
        expectQueryFaults(await world.http.get(spoilt), [["cursor", "format"]]);
      }
    },
  );
};

function withLast(cursor: string, value: string): string {
  const decoded = Buffer.from(cursor, "base64url").toString("latin1");
  const forged = decoded.replace(/[^[,]*\]$/, () => `${value}]`);
  return Buffer.from(forged === decoded ? decoded + value : forged, "latin1").toString("base64url");
}
