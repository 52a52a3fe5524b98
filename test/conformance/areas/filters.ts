/** Filters: every operator on every filterable property, against the rows themselves. */
import type { JsonValue, Resource, ScalarType } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { columns, keyColumn, listed, passes, stocked, walk, withQuery } from "../lists.ts";
import type { Column } from "../lists.ts";
import { expectSame, expectStatus } from "../mismatch.ts";
import { rowLost, wrongCode } from "../mutants/catalogue.ts";
import { parameterIgnored, requestMutant } from "../mutants/mutant.ts";
import { expectQueryFaults } from "../problem.ts";
import { listOf } from "../rows.ts";
import type { Body } from "../model.ts";
import { main, resources } from "../subjects.ts";
import { compareValues } from "../values/compare.ts";

const filtersIgnored = parameterIgnored(/^(?!limit$|cursor$)/);

const OPERATORS = [
  "eq",
  "ne",
  "in",
  "gt",
  "gte",
  "lt",
  "lte",
  "contains",
  "starts_with",
  "is_null",
];

export const filters: Area = (plan) => {
  const { model } = plan;
  const subjects = resources(model, "list");
  for (const operator of OPERATORS) {
    const all = subjects.flatMap(([name, resource]) =>
      columns(model, resource, "filter")
        .filter((column) => column.operators.includes(operator))
        .map((column) => [`${name}.${column.property}`, { resource, column }] as const),
    );
    plan.each(all, operator, filtersIgnored, async (world, { resource, column }) => {
      await stocked(world.rows, resource, 9);
      const at = world.collection(resource);
      const every = await walk(world.plain, at, { limit: "100" });
      for (const wanted of trials(every, column, operator)) {
        const seen = await walk(world.http, at, {
          limit: "100",
          [`${nameOf(column)}[${operator}]`]: wanted,
        });
        const expected = every.filter((row) => passes(row, column, operator, wanted));
        expectSame(
          ids(seen),
          ids(expected),
          `rows with ${column.property} ${operator} «${wanted}»`,
        );
      }
    });
    const others = subjects.flatMap(([name, resource]) =>
      columns(model, resource, "filter")
        .filter((column) => !column.operators.includes(operator))
        .map((column) => [`${name}.${column.property}`, { resource, column }] as const),
    );
    plan.each(
      others.slice(0, 4),
      `${operator} is unknown where it does not apply`,
      wrongCode,
      async ({ http, collection }, { resource, column }) => {
        const name = `${column.property}[${operator}]`;
        expectQueryFaults(await http.get(withQuery(collection(resource), { [name]: "1" })), [
          [name, "unknown_parameter"],
        ]);
      },
    );
  }

  plan.each(
    subjects.map(
      ([name, resource]) =>
        [
          name,
          {
            resource,
            column: columns(model, resource, "filter").find((one) => !RESERVED.has(one.property)),
          },
        ] as const,
    ),
    "a filter without an operator is eq",
    filtersIgnored,
    async (world, { resource, column }) => {
      if (column === undefined) return;
      await stocked(world.rows, resource, 9);
      const at = world.collection(resource);
      const every = await walk(world.plain, at, { limit: "100" });
      const [wanted] = trials(every, column, "eq");
      if (wanted === undefined) return;
      const seen = await walk(world.http, at, { limit: "100", [column.property]: wanted });
      expectSame(ids(seen), ids(every.filter((row) => passes(row, column, "eq", wanted))), "rows");
    },
  );

  const subject = main(model, "list");
  plan.on(
    subject,
    "all filters must hold",
    requestMutant("only the first filter counts", (request) => ({
      ...request,
      path: request.path.replace(/(\?[^&]*)&.*(&limit=100)?$/, "$1&limit=100"),
    })),
    async (world, resource) => {
      await stocked(world.rows, resource, 9);
      const at = world.collection(resource);
      const key = keyColumn(resource);
      const every = await walk(world.plain, at, { limit: "100" });
      const [one, two, three] = every.map((row) => String(row["id"]));
      if (one === undefined || two === undefined || three === undefined) return;
      const response = await world.http.get(
        withQuery(at, {
          "id[in]": [one, two, three].map(listed).join(","),
          "id[ne]": two,
          limit: "100",
        }),
      );
      expectSame(
        listOf(response).map((row) => row["id"]),
        every
          .filter((row) => [one, three].includes(String(row[key.property])))
          .map((row) => row["id"]),
        "rows",
        response,
      );
    },
  );

  const texts = subjects.flatMap(([name, resource]) =>
    columns(model, resource, "filter")
      .filter(({ type, relation }) => !relation && isFreeText(type))
      .map((column) => [`${name}.${column.property}`, { resource, column }] as const),
  );
  const hostile = [
    "%",
    "_",
    "\\",
    "%%",
    "a%b",
    "a_b",
    "\\%",
    "'",
    '"',
    "\u202e",
    "😀",
    "é",
    "E\u0301",
    "[a]",
    "*",
    "?",
    "\n",
    "a,b",
    ";",
  ];
  plan.each(
    texts.slice(0, 3),
    "hostile texts are found as themselves, and nothing else",
    filtersIgnored,
    async (world, { resource, column }) => {
      const at = world.collection(resource);
      for (const text of hostile)
        await world.rows.create(resource, {
          [column.property]: `x${text}Y${world.rows.next() % 1000}`,
        });
      const every = await walk(world.plain, at, { limit: "100" });
      for (const text of hostile) {
        for (const operator of ["contains", "starts_with", "eq", "in"]) {
          const wanted =
            operator === "starts_with"
              ? `X${text}y`
              : operator === "in"
                ? listed(`x${text}Y`)
                : text;
          const seen = await walk(world.http, at, {
            limit: "100",
            [`${nameOf(column)}[${operator}]`]: wanted,
          });
          expectSame(
            ids(seen),
            ids(every.filter((row) => passes(row, column, operator, wanted))),
            `${operator} «${text}»`,
          );
        }
      }
    },
  );
  plan.on(
    texts[0]?.[1],
    "in takes values that hold commas and backslashes",
    requestMutant("a backslash escapes nothing", (request) => ({
      ...request,
      path: request.path.replaceAll("%5C", ""),
    })),
    async (world, { resource, column }) => {
      const at = world.collection(resource);
      const made = [];
      for (const text of ["a,b", "c\\,d", "e\\f"])
        made.push(
          await world.rows.create(resource, {
            [column.property]: `${text}${world.rows.next() % 1000}`,
          }),
        );
      const wanted = made.map(({ row }) => listed(String(row[column.property]))).join(",");
      const seen = await walk(world.http, at, { limit: "100", [`${nameOf(column)}[in]`]: wanted });
      expectSame(new Set(ids(seen)), new Set(made.map(({ id }) => JSON.stringify(id))), "rows");
    },
  );

  plan.on(subject, "in takes 100 values", filtersIgnored, async (world, resource) => {
    await stocked(world.rows, resource, 9);
    const at = world.collection(resource);
    const [row] = listOf(await world.plain.get(`${at}?limit=1`));
    const value = listed(String(row?.["id"]));
    const response = await world.http.get(
      withQuery(at, { "id[in]": Array.from({ length: 100 }, () => value).join(",") }),
    );
    expectStatus(response, 200);
    expectSame(listOf(response).length, 1, "rows", response);
  });
  plan.on(subject, "in takes no 101 values", wrongCode, async ({ http, collection }, resource) => {
    const value =
      resource.id.strategy === "uuid"
        ? "00000000-0000-7000-8000-000000000000"
        : resource.id.strategy === "integer"
          ? "1"
          : "AA";
    const response = await http.get(
      withQuery(collection(resource), {
        "id[in]": Array.from({ length: 101 }, () => value).join(","),
      }),
    );
    expectQueryFaults(response, [["id[in]", "max_items"]]);
  });
  plan.on(
    subject,
    "in takes one value at least",
    wrongCode,
    async ({ http, collection }, resource) => {
      expectQueryFaults(await http.get(withQuery(collection(resource), { "id[in]": "" })), [
        ["id[in]", "min_items"],
      ]);
    },
  );

  const kinds = new Map<string, { resource: Resource; column: Column }>();
  for (const [, resource] of subjects) {
    for (const column of columns(model, resource, "filter")) {
      const kind =
        column.relation || column.property === "id" ? `id ${column.type.kind}` : column.type.kind;
      if (!kinds.has(kind)) kinds.set(kind, { resource, column });
    }
  }
  for (const [kind, values] of Object.entries(BAD)) {
    for (const [value, code] of values) {
      plan.on(
        kinds.get(kind),
        `${kind} = «${value.replace("\0", "NUL")}» is ${code}`,
        filtersIgnored,
        async ({ http, collection }, { resource, column }) => {
          const name = RESERVED.has(column.property) ? `${column.property}[eq]` : column.property;
          expectQueryFaults(await http.get(withQuery(collection(resource), { [name]: value })), [
            [name, code],
          ]);
        },
      );
    }
  }
  const datetime = kinds.get("datetime");
  plan.on(
    datetime,
    "a plus that became a blank is explained",
    wrongCode,
    async ({ http, collection }, { resource, column }) => {
      const name = `${column.property}[gte]`;
      const response = await http.get(
        `${collection(resource)}?${encodeURIComponent(name)}=2024-01-01T00:00:00+02:00`,
      );
      expectQueryFaults(response, [[name, "format"]]);
      expectSame(response.text.includes("%2B"), true, "a hint of %2B", response);
    },
  );
  plan.on(
    datetime,
    "a datetime is compared after conversion to UTC",
    filtersIgnored,
    async (world, { resource, column }) => {
      await stocked(world.rows, resource, 9);
      const at = world.collection(resource);
      const every = await walk(world.plain, at, { limit: "100" });
      const moment = every
        .map((row) => row[column.property])
        .find((value) => typeof value === "string");
      if (typeof moment !== "string") return;
      const local = new Date(Date.parse(moment) + 19_800_000).toISOString().replace("Z", "+05:30");
      const seen = await walk(world.http, at, { limit: "100", [`${column.property}[eq]`]: local });
      expectSame(ids(seen), ids(every.filter((row) => row[column.property] === moment)), "rows");
    },
  );
  const nullable = subjects.flatMap(([, resource]) =>
    columns(model, resource, "filter")
      .filter((c) => c.optional)
      .map((column) => ({ resource, column })),
  )[0];
  for (const value of ["1", "", "TRUE", "null"]) {
    plan.on(
      nullable,
      `is_null=«${value}» is type`,
      wrongCode,
      async ({ http, collection }, { resource, column }) => {
        const name = `${column.property}[is_null]`;
        expectQueryFaults(await http.get(withQuery(collection(resource), { [name]: value })), [
          [name, "type"],
        ]);
      },
    );
  }
  plan.on(subject, "names and values are read as forms are", rowLost, async (world, resource) => {
    await stocked(world.rows, resource, 9);
    const at = world.collection(resource);
    const whole = listOf(await world.plain.get(`${at}?limit=3&sort=id`));
    for (const query of ["&&limit=3&&sort=id&", "l%69mit=%33&sort=%69d", "limit=3&sort=id"]) {
      const response = await world.http.get(`${at}?${query}`);
      expectStatus(response, 200);
      expectSame(listOf(response), whole, query, response);
    }
    expectStatus(await world.plain.get(`${at}?`), 200);
  });
};

const RESERVED = new Set(["limit", "offset", "cursor", "count", "sort", "fields", "include", "q"]);

function nameOf(column: Column): string {
  return column.property;
}

const BAD: Readonly<Record<string, readonly [string, string][]>> = {
  "id integer": [
    ["x", "type"],
    ["", "type"],
    ["1.0", "type"],
    ["0", "min"],
    ["-1", "min"],
    ["9007199254740992", "max"],
    ["+1", "type"],
    ["01", "type"],
  ],
  "id uuid": [
    ["x", "format"],
    ["", "format"],
    ["00000000000000000000000000000000", "format"],
  ],
  integer: [
    ["x", "type"],
    ["", "type"],
    ["1.5", "type"],
    ["1.0", "type"],
    ["1e3", "type"],
    ["2147483648", "max"],
    ["-2147483649", "min"],
    ["true", "type"],
    ["٣", "type"],
    ["0x1", "type"],
    ["-0x1", "type"],
    ["01", "type"],
  ],
  bigint: [
    ["x", "type"],
    ["9007199254740992", "max"],
    ["-9007199254740992", "min"],
  ],
  float: [
    ["x", "type"],
    ["", "type"],
    ["NaN", "type"],
    ["Infinity", "type"],
    ["1e400", "type"],
    [".5", "type"],
    ["+1", "type"],
    ["1_0", "type"],
  ],
  decimal: [
    ["x", "format"],
    ["", "format"],
    ["1e2", "format"],
    ["+1", "format"],
    [".5", "format"],
    ["1,5", "format"],
  ],
  boolean: [
    ["1", "type"],
    ["0", "type"],
    ["yes", "type"],
    ["", "type"],
    ["True", "type"],
  ],
  date: [
    ["2023-02-29", "format"],
    ["x", "format"],
    ["", "format"],
    ["2023-1-1", "format"],
    ["0000-01-01", "format"],
  ],
  datetime: [
    ["2024-01-01T00:00:00", "format"],
    ["2024-01-01", "format"],
    ["x", "format"],
    ["", "format"],
    ["2024-01-01T24:00:00Z", "format"],
  ],
  time: [
    ["12:00", "format"],
    ["24:00:00", "format"],
    ["", "format"],
  ],
  uuid: [
    ["x", "format"],
    ["", "format"],
  ],
  enum: [
    ["no-such-value", "enum"],
    ["", "enum"],
  ],
  string: [["a\0b", "format"]],
};

function ids(rows: readonly Body[]): string[] {
  return rows.map((row) => JSON.stringify(row["id"])).sort();
}

function isFreeText(type: ScalarType): boolean {
  return (
    (type.kind === "string" || type.kind === "text") &&
    type.pattern === null &&
    (type.maxLength ?? 99) >= 12 &&
    type.minLength <= 4
  );
}

/** Values of a filter that keep some rows and leave out others, where the rows allow it. */
function trials(rows: readonly Body[], column: Column, operator: string): string[] {
  if (operator === "is_null") return ["true", "false"];
  const { kind } = column.type;
  const present = rows
    .map((row) => row[column.property])
    .filter((value) => value !== null && value !== undefined);
  const sorted = distinct(present).sort((a, b) => compareValues(kind, a, b));
  const [first, middle, last] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) return [];
  const texts = distinct([first, middle, last]).map(textOf);
  switch (operator) {
    case "in":
      return [texts.map(listed).join(","), listed(textOf(middle))];
    case "contains":
      return [
        textOf(middle).slice(1, 5) || textOf(middle),
        swapCase(textOf(middle).slice(-3)),
        textOf(first),
      ];
    case "starts_with":
      return [textOf(middle).slice(0, 4), swapCase(textOf(last).slice(0, 5)), textOf(first)];
    default:
      return texts;
  }
}

function distinct(values: readonly (JsonValue | undefined)[]): JsonValue[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value ?? null]));
  return [...seen.values()];
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function swapCase(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (c) => (c < "a" ? c.toLowerCase() : c.toUpperCase()));
}
