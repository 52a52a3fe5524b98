/** Every shorthand means exactly one long form. */
import { describe, expect, test } from "vitest";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import type { Field } from "../../src/model/model.ts";

function fieldOf(written: string): Field {
  const text = `
restwright: 1
service: { name: demo }
framework: fastify
database: postgres
resources:
  Book:
    fields:
      field: ${written}
  Author:
    fields:
      name: string
types:
  Address:
    city: string
`;
  const { model, diagnostics } = loadModelFromText(text, "restwright.yaml");
  const field = model?.resources[0]?.fields[0];
  if (field === undefined) {
    throw new Error(formatDiagnostics(diagnostics));
  }
  return field;
}

const table: readonly (readonly [given: string, want: string])[] = [
  ["string", "{ type: string, max_length: 255 }"],
  ["string(80)", "{ type: string, max_length: 80 }"],
  ["string(1..80)", "{ type: string, min_length: 1, max_length: 80 }"],
  ["string(..80)", "{ type: string, max_length: 80 }"],
  ["text?", "{ type: text, optional: true }"],
  [
    "string(13) /^[0-9]{13}$/ unique",
    '{ type: string, max_length: 13, pattern: "^[0-9]{13}$", unique: true }',
  ],
  ["string /a\\/b/", String.raw`{ type: string, pattern: 'a\/b' }`],
  ["string /[/]/", '{ type: string, pattern: "[/]" }'],
  ["integer >= 1 <= 5", "{ type: integer, min: 1, max: 5 }"],
  [
    "integer? > 0 < 10 index",
    "{ type: integer, exclusive_min: 0, exclusive_max: 10, optional: true, index: true }",
  ],
  ["bigint = 9007199254740991", "{ type: bigint, default: 9007199254740991 }"],
  [
    "decimal(10,2) >= 0.01 = 1.5",
    '{ type: decimal, precision: 10, scale: 2, min: "0.01", default: "1.50" }',
  ],
  ["decimal( 10 , 2 )", "{ type: decimal, precision: 10, scale: 2 }"],
  ["boolean = true", "{ type: boolean, default: true }"],
  ["date >= 2000-01-01 = now", "{ type: date, min: 2000-01-01, default: now }"],
  [
    "datetime = 2020-01-01T00:00:00+02:00",
    '{ type: datetime, default: "2019-12-31T22:00:00.000Z" }',
  ],
  ["enum(draft, published) = draft", "{ type: enum, values: [draft, published], default: draft }"],
  [`enum("in print", 'it''s', 1a)`, `{ type: enum, values: [in print, "it's", 1a] }`],
  ['string = "two words"', "{ type: string, default: two words }"],
  ["string(1..3)[0..5]", "{ type: string, min_length: 1, max_length: 3, items: 0..5 }"],
  [
    "string(1..3) /^a/ [1..5]?",
    '{ type: string, min_length: 1, max_length: 3, pattern: "^a", items: { min: 1, max: 5 }, optional: true }',
  ],
  ["integer[] = [1, 2]", "{ type: integer, items: {}, default: [1, 2] }"],
  ["integer[]", "{ type: integer, items: {}, default: [] }"],
  ["Address?", "{ type: Address, optional: true }"],
  ["Address[1..2]", "{ type: Address, items: 1..2 }"],
  ["-> Author", "{ to: Author }"],
  ["->Author?", "{ to: Author, optional: true, on_delete: restrict }"],
  ["-> Author unique", "{ to: Author, unique: true }"],
  ["<-> Author", "{ to: Author, many: true }"],
  ["string readonly = x", "{ type: string, readonly: true, default: x }"],
  ["string? writeonly", "{ type: string, optional: true, writeonly: true }"],
  ["string immutable", "{ type: string, immutable: true }"],
  ["'string = \"a: b # c\"'", '{ type: string, default: "a: b # c" }'],
  [
    "{ type: 'string(1..80)?', unique: true }",
    "{ type: string, min_length: 1, max_length: 80, optional: true, unique: true }",
  ],
];

describe("a shorthand means its long form", () => {
  test.each(table)("%s", (given, want) => {
    expect(fieldOf(given)).toEqual(fieldOf(want));
  });
});

test("digits of decimals and bounds are kept, however many", () => {
  const field = fieldOf("decimal(38,20) >= 0.12345678901234567890 = 123456789012345678.1");
  expect(field).toMatchObject({
    type: { min: { value: "0.1234567890123456789" } },
    default: { kind: "value", value: "123456789012345678.10000000000000000000" },
  });
});

test("numbers in the long form are read from their source text", () => {
  const field = fieldOf("{ type: enum, values: [1.10, 007, 1e3], default: 1.10 }");
  expect(field).toMatchObject({
    type: { values: [{ value: "1.10" }, { value: "007" }, { value: "1e3" }] },
    default: { value: "1.10" },
  });
});
