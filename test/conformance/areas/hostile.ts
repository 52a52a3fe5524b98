/** Texts and bytes that break careless services: they are kept as they are, or refused, and never a 500. */
import type { Area } from "../check.ts";
import { walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { stringsCut, valuesChanged, wrongCode } from "../mutants/catalogue.ts";
import { responseMutant, statusTo } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { expectFaults } from "../problem.ts";
import { rowOf } from "../rows.ts";
import { main, resources, scalarFields } from "../subjects.ts";

const KEPT: readonly [string, string][] = [
  ["percent and underscore", "100%_done"],
  ["backslashes", "a\\b\\\\c\\"],
  ["quotes", "'\"`´"],
  ["SQL", "'); drop table books; --"],
  ["HTML", "<script>alert(1)</script>&amp;"],
  ["template syntax", "{{x}} ${y} #{z} <%= w %> {% v %}"],
  ["right-to-left marks", "\u202egnirts\u202c\u200f"],
  ["zero-width characters", "a\u200b\u200d\ufeffb"],
  ["line and paragraph separators", "a\u2028b\u2029c\u0085d"],
  ["line ends", "a\r\nb\nc\rd"],
  ["control characters", "\u0001\u0007\u001b[31m\u007f"],
  ["astral characters", "😀𝒳👨‍👩‍👧"],
  ["decomposed letters", "e\u0301 n\u0303"],
  ["composed letters", "é ñ"],
  ["noncharacters", "\uffff\ufffe\u{10ffff}"],
  ["blanks around", "  a  "],
  ["Turkish letters", "İıIi"],
  ["sharp s", "ßẞSS"],
  ["null as text", "null"],
  ["a number as text", "1e5"],
  ["percent sequences", "%00%0a%2F%"],
  ["format directives", "%s %d %n {0} {}"],
  ["regular expression", ".*^$[a](b)|?+{1}"],
  ["path", "../../etc/passwd"],
];

const faultOfOurs = responseMutant("every refusal is a fault of ours", (r) =>
  r.status >= 400 ? altered(r.request, 500, { ...r.headers }, r.bytes) : r,
);

export const hostile: Area = (plan) => {
  const { model } = plan;
  const texts = scalarFields(
    model,
    (f, resource) =>
      f.list === null &&
      !f.writeonly &&
      (f.type.kind === "string" || f.type.kind === "text") &&
      f.type.pattern === null &&
      f.type.minLength <= 3 &&
      (f.type.maxLength ?? 99) >= 40 &&
      !resource.uniques.some((u) => u.fields.includes(f.name)),
    "retrieve",
  );
  const text = texts[0]?.[1];
  for (const [label, value] of KEPT) {
    plan.on(
      text,
      `kept as sent: ${label}`,
      stringsCut,
      async ({ http, rows, collection }, { resource, field }) => {
        const response = await http.post(
          collection(resource),
          await rows.body(resource, { [field.property]: value }),
        );
        expectStatus(response, 201);
        expectSame(rowOf(response)[field.property], value, field.property, response);
        const read = await http.get(response.headers["location"] ?? "");
        expectSame(rowOf(read)[field.property], value, field.property, read);
      },
    );
  }
  const long = scalarFields(
    model,
    (f, resource) =>
      f.list === null &&
      !f.writeonly &&
      f.type.kind === "text" &&
      f.type.pattern === null &&
      f.type.maxLength === null &&
      !resource.uniques.some((u) => u.fields.includes(f.name)),
  )[0]?.[1];
  for (const [label, value] of [
    ["10,000 letters", "x".repeat(10_000)],
    ["10,000 astral characters", "😀".repeat(10_000)],
    ["300,000 letters", "y".repeat(300_000)],
  ] as const) {
    plan.on(
      long,
      `kept as sent: ${label}`,
      stringsCut,
      async ({ http, rows, collection }, { resource, field }) => {
        const response = await http.post(
          collection(resource),
          await rows.body(resource, { [field.property]: value }),
        );
        expectStatus(response, 201);
        expectSame(rowOf(response)[field.property], value, field.property, response);
      },
    );
  }
  const limited = scalarFields(
    model,
    (f) =>
      f.list === null &&
      f.type.kind === "string" &&
      f.type.maxLength !== null &&
      f.type.pattern === null,
  )[0]?.[1];
  plan.on(
    limited,
    "10,000 characters where fewer are allowed are max_length",
    wrongCode,
    async ({ http, rows, collection }, { resource, field }) => {
      expectFaults(
        await http.post(
          collection(resource),
          await rows.body(resource, { [field.property]: "x".repeat(10_000) }),
        ),
        422,
        [[`/${field.property}`, "max_length"]],
      );
    },
  );
  for (const [label, value] of [
    ["U+0000", "a\0bcdef"],
    ["a lone high surrogate", "ab\ud800cdef"],
    ["a lone low surrogate", "\udc00abcdef"],
    ["surrogates the wrong way round", "abc\udc00\ud800"],
  ] as const) {
    plan.on(
      text,
      `refused: ${label}`,
      wrongCode,
      async ({ http, rows, collection }, { resource, field }) => {
        const body = { ...(await rows.body(resource)), [field.property]: value };
        expectFaults(await http.post(collection(resource), body), 422, [
          [`/${field.property}`, "format"],
        ]);
      },
    );
    plan.on(
      main(model),
      `as the name of a property: ${label}`,
      wrongCode,
      async ({ http, rows, collection }, resource) => {
        const body = { ...(await rows.body(resource)), [value]: 1 };
        const response = await http.post(collection(resource), body);
        expectStatus(response, 422);
        const problem = rowOf(response);
        expectTrue(
          Array.isArray(problem["errors"]) &&
            (problem["errors"] as { code: string }[])[0]?.code === "unknown_property",
          "unknown_property",
          response,
        );
      },
    );
  }
  plan.on(
    text,
    "a text read back can be found by itself",
    stringsCut,
    async ({ http, plain, rows, collection }, { resource, field }) => {
      if (!field.filter) return;
      for (const [, value] of KEPT.slice(0, 9)) {
        const made = await rows.create(resource, { [field.property]: value });
        const found = await walk(http, collection(resource), {
          limit: "100",
          [`${field.property}[eq]`]: value,
        });
        expectTrue(
          found.some((row) => row["id"] === made.id),
          `not found by «${value}»`,
        );
        expectSame(
          (await plain.get(made.path)).json,
          found.find((row) => row["id"] === made.id),
          "the row",
        );
      }
    },
  );
  const listable = main(model, "list");
  const queries = [
    "?%00",
    "?%FF=1",
    "?id=%FF",
    "?id=%00",
    "?sort=%00",
    "?fields=%F0%9F%98%80",
    "?=",
    "?limit=%31%00",
    "?a[b][c]=1",
    "?__proto__[x]=1",
    `?x=${"y".repeat(6000)}`,
    "?limit=1;offset=2",
    "?limit=%",
    "?limit=%zz",
  ];
  for (const query of queries) {
    plan.on(
      listable,
      `a query of ${query.slice(0, 30)} is no fault of ours`,
      faultOfOurs,
      async ({ http, collection }, resource) => {
        const response = await http.get(collection(resource) + query);
        expectTrue(response.status < 500, `${response.status}`, response);
        expectTrue(
          response.status === 400 || response.status === 414,
          `expected 400, got ${response.status}`,
          response,
        );
      },
    );
  }
  plan.on(
    listable !== null && listable.search.length > 0 ? listable : null,
    "a query that is not UTF-8 is refused",
    statusTo(400, 200),
    async ({ http, collection }, resource) => {
      for (const query of ["?q=%ED%A0%80", "?q=%FF", "?limit=1&q=a%C3"]) {
        expectStatus(await http.get(collection(resource) + query), 400);
      }
    },
  );
  plan.on(
    listable,
    "empty pieces of a query are skipped",
    statusTo(200, 400),
    async ({ http, collection }, resource) => {
      expectStatus(await http.get(`${collection(resource)}?&&`), 200);
    },
  );
  plan.on(
    listable,
    "a filter by a hostile text is no fault of ours",
    faultOfOurs,
    async ({ http, collection }, resource) => {
      for (const [, value] of KEPT) {
        const response = await http.get(
          withQuery(collection(resource), { "id[contains]": value, sort: value }),
        );
        expectTrue(response.status === 400, `expected 400, got ${response.status}`, response);
      }
    },
  );
  const jsonField = scalarFields(
    model,
    (f) => f.type.kind === "json" && f.list === null && !f.writeonly,
  )[0]?.[1];
  plan.on(
    jsonField,
    "json keeps __proto__, constructor and the empty name",
    valuesChanged,
    async ({ http, rows, collection }, { resource, field }) => {
      const sent =
        '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":"x"},"":"empty","toString":"s"}';
      const body = JSON.stringify(await rows.body(resource, { [field.property]: "@" })).replace(
        '"@"',
        sent,
      );
      const response = await http.post(collection(resource), body);
      expectStatus(response, 201);
      expectSame(
        sortedText(rowOf(response)[field.property]),
        sortedText(JSON.parse(sent)),
        field.property,
        response,
      );
    },
  );
  plan.each(
    resources(model).slice(0, 3),
    "a thousand unknown names are named, or some of them, without a fault of ours",
    faultOfOurs,
    async ({ http, rows, collection }, resource) => {
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${at}`, at]));
      expectStatus(
        await http.post(collection(resource), { ...(await rows.body(resource)), ...many }),
        422,
      );
    },
  );
};

/** JSON text with names in order, since the order of members is not kept. */
function sortedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${sortedText(member)}`,
  );
  return `{${members.sort().join(",")}}`;
}
