import { describe, expect, test } from "vitest";
import { writtenOut } from "../../src/contract/judge/decimal.ts";
import { judgeBody, type Circumstances } from "../../src/contract/judge/body.ts";
import type { JsonObject } from "../../src/contract/judge/json.ts";
import { judgeScalar, shownScalar } from "../../src/contract/judge/scalar.ts";
import { resourceNamed } from "../../src/contract/lookup.ts";
import type { Purpose } from "../../src/contract/shapes.ts";
import type { JsonValue, ScalarType } from "../../src/model/model.ts";
import { declared } from "./models.ts";

type Scalar = Exclude<ScalarType, { kind: "embedded" }>;

const none = { min: null, max: null } as const;
const text = { kind: "string", minLength: 2, maxLength: 3, pattern: null } as const;
const price = {
  kind: "decimal",
  precision: 5,
  scale: 2,
  min: { value: "0.01", exclusive: false },
  max: null,
} as const;
const cents = { kind: "decimal", precision: 2, scale: 2, ...none } as const;
const integer = { kind: "integer", ...none } as const;
const open = {
  kind: "float",
  min: { value: "0", exclusive: true },
  max: { value: "1", exclusive: true },
} as const;
const capital = {
  kind: "string",
  minLength: 0,
  maxLength: null,
  pattern: { source: "^[A-Z]", ecma: "^[A-Z]", python: "^[A-Z]", postgres: "^[A-Z]" },
} as const;

const scalars: readonly (readonly [Scalar, JsonValue, string | null])[] = [
  [text, "a", "min_length"],
  [text, "\u{1F4DA}\u{1F4DA}\u{1F4DA}", null],
  [text, "\u{1F4DA}\u{1F4DA}\u{1F4DA}a", "max_length"],
  [text, "a\0", "format"],
  [text, "a\uDFFF", "format"],
  [text, "\0\0\0\0", "max_length"],
  [text, 12, "type"],
  [capital, "a\0", "pattern"],
  [integer, 1.5, "type"],
  [integer, "1", "type"],
  [integer, true, "type"],
  [integer, -0, null],
  [integer, 2_147_483_648, "max"],
  [integer, -2_147_483_649, "min"],
  [integer, Infinity, "type"],
  [{ kind: "bigint", ...none }, 9_007_199_254_740_992, "max"],
  [{ kind: "bigint", ...none }, -9_007_199_254_740_991, null],
  [open, 0, "min"],
  [open, 1, "max"],
  [open, Number.MIN_VALUE, null],
  [{ kind: "float", ...none }, Infinity, "type"],
  [price, "0.01", null],
  [price, "0.009", "min"],
  [price, 0.015, "scale"],
  [price, "1.500", "scale"],
  [price, "001.5", null],
  [price, "0001.5", "max"],
  [price, "0000", "max"],
  [price, "999.99", null],
  [price, "1000", "max"],
  [price, "-1000", "min"],
  [price, "1e2", "format"],
  [price, "", "format"],
  [price, 1e2, null],
  [price, 1e21, "max"],
  [price, 1e-7, "min"],
  [price, true, "type"],
  [cents, "0.99", null],
  [cents, "00.99", "max"],
  [cents, 1, "max"],
  [{ kind: "datetime", ...none }, "9999-12-31T23:59:59-00:01", "format"],
  [{ kind: "datetime", ...none }, "0001-01-01T00:00:00+00:01", "format"],
  [
    { kind: "datetime", min: { value: "2024-01-01T00:00:00Z", exclusive: false }, max: null },
    "2024-01-01T01:00:00+01:00",
    null,
  ],
  [
    { kind: "datetime", min: { value: "2024-01-01T00:00:00Z", exclusive: false }, max: null },
    "2024-01-01T00:59:59.999+01:00",
    "min",
  ],
  [{ kind: "json" }, { a: "\0" }, "format"],
  [{ kind: "json" }, { "\uD800": 1 }, "format"],
  [{ kind: "enum", values: [{ value: "a", description: null }] }, "A", "enum"],
];

test.each(scalars)("%j with %j is %j", (type, value, code) => {
  expect(judgeScalar(type, value)).toBe(code);
});

test.each([
  [1e21, "1000000000000000000000"],
  [1.5e-7, "0.00000015"],
  [-2.5e22, "-25000000000000000000000"],
  [0.1, "0.1"],
  [-0, "0"],
])("the number %d is written out as %s", (number, written) => {
  expect(writtenOut(number)).toBe(written);
});

test.each([
  [price, 12.5, "12.50"],
  [price, "007", "7.00"],
  [price, "-0.0", "0.00"],
  [cents, ".5".padStart(3, "0"), "0.50"],
  [{ kind: "datetime", ...none }, "2024-02-29t23:59:59.9999+02:00", "2024-02-29T21:59:59.999Z"],
  [{ kind: "datetime", ...none }, "1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"],
  [
    { kind: "uuid" },
    "ABCDEF00-0000-0000-0000-000000000000",
    "abcdef00-0000-0000-0000-000000000000",
  ],
] as const)("%j takes %j and shows %j", (type, sent, shown) => {
  expect(shownScalar(type, sent)).toBe(shown);
});

const model = declared(`
restwright: 1
service: { name: shop, title: Shop, version: 1.0.0 }
framework: fastify
database: sqlite
resources:
  Shelf:
    fields:
      code: string(1..5)
  Item:
    fields:
      name: string(1..10)
      code: { type: string, max_length: 5, immutable: true }
      secret: { type: string, min_length: 3, max_length: 9, writeonly: true }
      low: integer = 0
      high: integer?
      made: { type: datetime, default: now, readonly: true }
      address: Address?
      extra: json?
      words: string(1..3)[0..2]
      shelf: -> Shelf
      others: <-> Item
    nested: [shelf]
    check: [low <= high]
types:
  Address:
    street: string(1..5)
    city: string(1..5)?
    country: string(2..2) = xx
`);
const item = resourceNamed(model, "Item");
const [nested] = item.nested;

const current: JsonObject = {
  id: 1,
  name: "a",
  code: "c",
  secret: "sss",
  low: 0,
  high: 5,
  made: "2024-01-01T00:00:00.000Z",
  address: { street: "s", city: null, country: "de" },
  extra: { a: { b: 1 } },
  words: [],
  shelf_id: 1,
  other_ids: [],
};
const good = { name: "a", code: "c", secret: "sss", shelf_id: 1 };

function faults(
  purpose: Exclude<Purpose, "read">,
  body: JsonValue,
  circumstances: Circumstances = {},
): string[] {
  return judgeBody(
    model,
    item,
    purpose,
    body,
    purpose === "create" ? circumstances : { current, ...circumstances },
  )
    .map(({ pointer, code }) => `${pointer} ${code}`)
    .sort();
}

describe("create", () => {
  test.each<[string, JsonValue, string[]]>([
    ["takes what is required", good, []],
    [
      "refuses all that is wrong at once",
      { nme: 1, low: "1", words: ["", "a", "a"] },
      [
        "/code required",
        "/low type",
        "/name required",
        "/nme unknown_property",
        "/secret required",
        "/shelf_id required",
        "/words max_items",
        "/words/0 min_length",
      ],
    ],
    [
      "ignores what is read-only, whatever it holds",
      { ...good, id: [], created_at: 1, made: {}, shelf: "x", others: 5 },
      [],
    ],
    [
      "points into embedded objects and lists",
      { ...good, address: { street: "", x: 1 }, words: [null] },
      ["/address/street min_length", "/address/x unknown_property", "/words/0 type"],
    ],
    ["judges checks with defaults", { ...good, high: -1 }, ["/low check"]],
    ["judges no check beside another fault of its fields", { ...good, high: "x" }, ["/high type"]],
    ["lets null pass a check", { ...good, high: null }, []],
    ["wants references of the form of an id", { ...good, shelf_id: 0 }, ["/shelf_id min"]],
    ["refuses a link twice", { ...good, other_ids: [1, 1] }, ["/other_ids unique_items"]],
    ["escapes pointers", { ...good, "a/b~c": 1 }, ["/a~1b~0c unknown_property"]],
    [
      "knows __proto__ for a name like any other",
      JSON.parse('{"name":"a","code":"c","secret":"sss","shelf_id":1,"__proto__":{}}') as JsonValue,
      ["/__proto__ unknown_property"],
    ],
  ])("%s", (_, body, expected) => expect(faults("create", body)).toEqual(expected));
});

describe("replace", () => {
  test.each<[string, JsonValue, string[]]>([
    ["lets immutable and write-only fields be absent", { name: "a", shelf_id: 1 }, []],
    ["wants the rest", {}, ["/name required", "/shelf_id required"]],
    ["takes an immutable value that is the same", { ...good, code: "c" }, []],
    ["refuses another", { ...good, code: "d" }, ["/code immutable"]],
    ["says type before immutable", { ...good, code: 5 }, ["/code type"]],
  ])("%s", (_, body, expected) => expect(faults("replace", body)).toEqual(expected));
});

describe("update", () => {
  test.each<[string, JsonValue, string[]]>([
    ["takes nothing at all", {}, []],
    [
      "refuses null for what is not nullable",
      { name: null, words: null, other_ids: null, low: null },
      ["/low type", "/name type", "/other_ids type", "/words type"],
    ],
    ["clears what is nullable", { high: null, address: null, extra: null }, []],
    ["merges embedded objects", { address: { city: "x" } }, []],
    ["refuses null for a required member", { address: { street: null } }, ["/address/street type"]],
    ["judges checks on the merged row", { low: 6 }, ["/low check"]],
    [
      "merges json deeply and judges the result",
      { extra: { a: { b: null, c: "\0" } } },
      ["/extra format"],
    ],
  ])("%s", (_, body, expected) => expect(faults("update", body)).toEqual(expected));

  test("a new embedded object must be whole", () => {
    expect(
      faults("update", { address: { city: "x" } }, { current: { ...current, address: null } }),
    ).toEqual(["/address/street required"]);
  });
});

describe("under a parent", () => {
  const parent = nested === undefined ? {} : { parent: { nested, id: 1 } };
  test("its property may be absent, or the path's", () => {
    const { shelf_id: _, ...without } = good;
    expect(faults("create", without, parent)).toEqual([]);
    expect(faults("create", good, parent)).toEqual([]);
    expect(faults("replace", { name: "a" }, parent)).toEqual([]);
  });
  test("another one is refused", () => {
    expect(faults("create", { ...good, shelf_id: 2 }, parent)).toEqual([
      "/shelf_id read_only_parent",
    ]);
    expect(faults("update", { shelf_id: 2 }, parent)).toEqual(["/shelf_id read_only_parent"]);
    expect(faults("update", { shelf_id: "2" }, parent)).toEqual(["/shelf_id type"]);
  });
});
