/** Keys of the client's own that paths must escape: where `Location` and `Link` name them. */
import type { Area } from "../check.ts";
import { pageOf, stocked, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { header, responseMutant } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { judge } from "../oracle/judge.ts";
import { listOf, rowOf } from "../rows.ts";
import { nestings, resources } from "../subjects.ts";
import type { Resource } from "../../../src/model/model.ts";
import type { World } from "../world.ts";

const KEYS: readonly (readonly [string, string])[] = [
  ["letters of other scripts", "Žluť-日本-😀"],
  ["reserved characters", "a?b#c[d]@e&f=g;h:i"],
  ["percent sequences", "100%25 of%2Fit"],
  ["quotes and brackets", "a'b\"c<d>e`f|g^h"],
  ["blanks and signs", "a b+c,d$e!f(g)*~"],
];

const unescaped = responseMutant("Location and Link are not escaped", (r) => {
  const headers = Object.fromEntries(
    Object.entries(r.headers).map(([name, value]) => [
      name,
      ["location", "link"].includes(name) ? unescapedAll(value) : value,
    ]),
  );
  return altered(r.request, r.status, headers, r.bytes);
});

export const keys: Area = (plan) => {
  const { model } = plan;
  const isFree = (resource: Resource): boolean =>
    resource.id.strategy === "client" &&
    KEYS.every(([, key]) => {
      const longest = { [resource.id.property]: `${key}${"0".repeat(DIGITS)}` };
      const faults = judge(model, resource, longest, { method: "POST" });
      return !faults.some(({ pointer }) => pointer === `/${resource.id.property}`);
    });
  const subject = resources(model, "list", "retrieve").find(([, one]) => isFree(one))?.[1];
  const nesting = nestings(model, "list").find(([, { parent }]) => isFree(parent))?.[1];

  for (const [label, start] of KEYS) {
    plan.on(subject, `Location escapes a key: ${label}`, unescaped, async (world, resource) => {
      const key = keyOf(world, start);
      const path = await made(world, resource, key);
      const read = await world.plain.get(path);
      expectStatus(read, 200);
      expectSame(rowOf(read)[resource.id.property], key, "id", read);
    });
    plan.on(
      subject,
      `Link keeps a key among its parameters: ${label}`,
      header("link", '</x>; rel="next"'),
      async (world, resource) => {
        const key = keyOf(world, start);
        await made(world, resource, key);
        await stocked(world.rows, resource, 4);
        const query = withQuery(world.collection(resource), { limit: "1", "id[ne]": key });
        const first = await world.http.get(query);
        const second = await world.plain.get(linkOf(first.headers["link"]));
        const whole = await world.plain.get(query.replace("limit=1", "limit=2"));
        expectSame([...listOf(first), ...listOf(second)], listOf(whole), "both pages", second);
        expectSame(pageOf(second).limit, 1, "limit", second);
      },
    );
    plan.on(
      nesting,
      `Link of what is nested escapes a key: ${label}`,
      unescaped,
      async (world, { resource, nested, field, parent }) => {
        const key = keyOf(world, start);
        await made(world, parent, key);
        for (let at = 0; at < 2; at += 1) {
          await world.rows.create(resource, { [field.property]: key });
        }
        const path = world.paths.nested(nested, key);
        const response = await world.http.get(withQuery(path, { limit: "1" }));
        const next = linkOf(response.headers["link"]);
        expectTrue(isOfPath(next), `not a path as it is sent: ${next}`, response);
        const second = await world.plain.get(next);
        const whole = await world.plain.get(withQuery(path, { limit: "2" }));
        expectSame([...listOf(response), ...listOf(second)], listOf(whole), "both pages", second);
      },
    );
  }
};

/** Digits that are put to a key, so that no row has it, not even one that is softly deleted. */
const DIGITS = 10;

function keyOf(world: World, start: string): string {
  return `${start}${String(world.rows.next()).slice(-DIGITS)}`;
}

/** Makes the row with the key. @returns its path, as `Location` tells it */
async function made(world: World, resource: Resource, key: string): Promise<string> {
  const body = await world.rows.body(resource, { [resource.id.property]: key });
  const response = await world.http.post(world.collection(resource), body);
  expectStatus(response, 201);
  const location = response.headers["location"] ?? "";
  expectTrue(isOfPath(location), `not a path as it is sent: ${location}`, response);
  expectSame(
    decodeURIComponent(location),
    `${world.collection(resource)}/${key}`,
    "path",
    response,
  );
  return location;
}

function linkOf(link: string | undefined): string {
  const target = /^<([^>]*)>; rel="next"$/.exec(link ?? "")?.[1];
  expectTrue(target !== undefined, `no next page in Link: ${link ?? "absent"}`);
  return target;
}

/** RFC 3986, 3.3 and 3.4, in ASCII. */
function isOfPath(target: string): boolean {
  return /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*(?:\?(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?$/.test(
    target,
  );
}

function unescapedAll(value: string): string {
  return value.replaceAll(/%[0-9A-F]{2}/gi, (piece) =>
    String.fromCodePoint(parseInt(piece.slice(1), 16)),
  );
}
