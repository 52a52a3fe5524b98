/** Values at and just beyond the limits of a type, and values of other types. Which of them are sound, the oracle says. */
import type { JsonValue, Model, ScalarField, ScalarType } from "../../../src/model/model.ts";
import { datetimeText, dateText, timeText } from "./calendar.ts";
import { decimalText } from "./decimal.ts";
import { dayLimits, decimalLimits, integerLimits, momentLimits, secondLimits } from "./limits.ts";
import { fieldValues, sample, typeValues } from "./arbitrary.ts";

/** `seed` decides the sound samples among them, so that unique ones are not taken already. */
export function borderline(model: Model, field: ScalarField, seed: number): JsonValue[] {
  const one = typeBorders(model, field.type, seed);
  if (field.list === null) return one;
  const { minItems, maxItems } = field.list;
  const some = (count: number): JsonValue[] =>
    Array.from({ length: Math.max(0, count) }, (_, at) =>
      sample(typeValues(field.type, model, "plain"), seed + at),
    );
  const first = sample(typeValues(field.type, model, "plain"), seed);
  return [
    ...[minItems - 1, minItems, minItems + 1].filter((count) => count >= 0).map(some),
    ...(maxItems === null ? [] : [some(maxItems), some(maxItems + 1)]),
    ...one.map((item) => [item]),
    [first, first],
    [null],
    [first, null, ...one.slice(0, 3)],
  ];
}

/** One or two values of every JSON type. */
export function foreign(field: ScalarField): JsonValue[] {
  const values: JsonValue[] = [
    true,
    0,
    1.5,
    -7,
    "",
    "x",
    "1",
    "true",
    [],
    {},
    ["a"],
    { a: 1 },
    [[]],
  ];
  return field.type.kind === "json" && field.list === null ? [] : values;
}

function typeBorders(model: Model, type: ScalarType, seed: number): JsonValue[] {
  switch (type.kind) {
    case "string":
    case "text":
      return textBorders(model, type, seed);
    case "email":
      return [
        ...lengths(
          type.minLength,
          type.maxLength,
          (n) => `${filler(seed, Math.max(1, n - 7))}@ex.org`,
        ),
        "a@b",
        "a b@c.de",
        "a@b.co\n",
        "ä@b.co",
        "a..b@c.de",
        "A.b+c@D-e.Org",
        "a@-b.co",
        "@b.co",
      ];
    case "url":
      return [
        ...lengths(type.minLength, type.maxLength, (n) => `http://e.org/${filler(seed, n - 13)}`),
        "ftp://a.b/",
        "http://",
        "HTTPS://Ex.org:8080/a?b=c&d#e",
        "http://[::1]/x",
        "javascript:alert(1)",
        "http://a b/",
        "http://e.org/ü",
        "http://e.org/%20",
        "http://e.org/%2",
        "//e.org",
      ];
    case "slug":
      return [
        ...lengths(type.minLength, type.maxLength, (n) => filler(seed, n)),
        "a-b-c",
        "-a",
        "a--b",
        "A",
        "a_b",
        "a\n",
        "0",
      ];
    case "integer":
    case "bigint": {
      const { lowest, highest } = integerLimits(type);
      const whole =
        type.kind === "integer"
          ? [-2147483649, -2147483648, 2147483647, 2147483648]
          : [-9007199254740992, -9007199254740991, 9007199254740991, 9007199254740992];
      return [
        lowest - 1,
        lowest,
        lowest + 1,
        highest - 1,
        highest,
        highest + 1,
        0,
        -0,
        ...whole,
        1e300,
      ];
    }
    case "float":
      return [
        0,
        -0,
        1e-300,
        1e300,
        -1e300,
        0.1,
        1 / 3,
        5e-324,
        Number.MAX_VALUE,
        ...bounds(type).flatMap((n) => [n - 1, n, n + 1, n - 0.001, n + 0.001]),
      ];
    case "decimal": {
      const { lowest, highest } = decimalLimits(type);
      const text = (value: bigint): string => decimalText(value, type.scale);
      const zeros = "0".repeat(type.scale);
      return [
        ...[lowest - 1n, lowest, lowest + 1n, highest - 1n, highest, highest + 1n].map(text),
        Number(text(lowest < 0n ? 0n : lowest)),
        1,
        1e3,
        1e21,
        1e-9,
        "0",
        "-0",
        `-0.${zeros}0`,
        "007",
        "1e2",
        "+1",
        " 1",
        "1 ",
        ".5",
        "5.",
        "1,5",
        "",
        "1_0",
        "٣",
        "NaN",
        `1.${zeros}1`,
        `1.${zeros}0`,
        "9".repeat(type.precision - type.scale + 1),
        `-${"9".repeat(type.precision - type.scale + 1)}`,
        "9".repeat(5000),
        `0.${"1".repeat(40)}`,
      ];
    }
    case "boolean":
      return [true, false, 0, "true"];
    case "date": {
      const { lowest, highest } = dayLimits(type);
      return [
        ...[lowest, lowest + 1, highest - 1, highest].map(dateText),
        "0001-01-01",
        "9999-12-31",
        "0000-12-31",
        "2024-02-29",
        "2023-02-29",
        "1900-02-29",
        "2000-02-29",
        "2023-04-31",
        "2023-13-01",
        "2023-1-1",
        "20230101",
        "2023-01-01T00:00:00Z",
        "2023-01-01 ",
        "2023-01-01\n",
        "-2023-01-01",
        "02023-01-01",
      ];
    }
    case "datetime": {
      const { lowest, highest } = momentLimits(type);
      return [...[lowest, lowest + 1, highest - 1, highest].map(datetimeText), ...MOMENTS];
    }
    case "time": {
      const { lowest, highest } = secondLimits(type);
      return [
        ...[lowest, lowest + 1, highest - 1, highest].map(timeText),
        "00:00:00",
        "23:59:59",
        "24:00:00",
        "12:00",
        "12:00:60",
        "12:60:00",
        "1:00:00",
        "12:00:00.5",
        "12:00:00Z",
        "12:00:00\n",
      ];
    }
    case "uuid":
      return [
        "00000000-0000-0000-0000-000000000000",
        "ABCDEF01-2345-6789-ABCD-EF0123456789",
        "abcdef0123456789abcdef0123456789",
        "{00000000-0000-0000-0000-000000000000}",
        "00000000-0000-0000-0000-00000000000",
        "g0000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-000000000000\n",
        "urn:uuid:00000000-0000-0000-0000-000000000000",
      ];
    case "ip":
      return [
        "0.0.0.0",
        "255.255.255.255",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3",
        "::",
        "::1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7",
        "::ffff:1.2.3.4",
        "::1%eth0",
        "::1/64",
        "1.2.3.4/24",
        "1.2.3.4\n",
        "AbCd::1",
        "1::2::3",
      ];
    case "enum":
      return [
        ...type.values.map(({ value }) => value),
        `${type.values[0]?.value ?? ""}x`,
        (type.values[0]?.value ?? "").toUpperCase(),
        ` ${type.values[0]?.value ?? ""}`,
        "",
      ];
    case "json":
      return [
        {},
        [],
        0,
        "",
        "x",
        false,
        1.5,
        { a: { b: [1, "two", null] } },
        nested(31),
        nested(32),
        nested(33),
        { "": 1, __proto: 2 },
        JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
        ["\0"],
        { "a\0": 1 },
        { a: "\ud800" },
        "\u202e",
        1e300,
        -0,
      ];
    case "embedded":
      return embeddedBorders(model, type.type, seed);
  }
}

const MOMENTS = [
  "2024-02-29T12:34:56Z",
  "2024-02-29t12:34:56z",
  "2024-02-29T12:34:56.7Z",
  "2024-02-29T12:34:56.789999999Z",
  "2024-02-29T12:34:56.7891234567Z",
  "2024-02-29T12:34:56.Z",
  "2024-02-29T12:34:56+05:30",
  "2024-02-29T12:34:56-00:00",
  "2024-02-29T23:59:59.999-23:59",
  "2024-02-29T12:34:56",
  "2024-02-29 12:34:56Z",
  "2024-02-29T12:34Z",
  "2024-02-29T24:00:00Z",
  "2024-02-29T12:34:60Z",
  "2023-02-29T12:34:56Z",
  "2024-02-29T12:34:56+24:00",
  "2024-02-29T12:34:56+0530",
  "2024-02-29T12:34:56+05",
  "0001-01-01T00:00:00Z",
  "0001-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59.999Z",
  "9999-12-31T23:59:59-00:01",
  "0000-12-31T23:59:59Z",
  "2024-02-29",
  "1709210096",
  "2024-02-29T12:34:56Z\n",
  "2024-02-29T12:34:56.1239Z",
  "1969-12-31T23:59:59.9999Z",
];

/** Letters and digits of a length; of different seeds they differ, where there is room. */
function filler(seed: number, length: number): string {
  return seed.toString(36).repeat(Math.max(0, length)).slice(0, Math.max(0, length));
}

function lengths(min: number, max: number | null, text: (length: number) => string): string[] {
  const counts = [min - 1, min, min + 1, ...(max === null ? [] : [max - 1, max, max + 1])];
  return counts.filter((count) => count >= 0).map(text);
}

function textBorders(
  model: Model,
  type: ScalarType & { kind: "string" | "text" },
  seed: number,
): string[] {
  const hostile = [
    "a\0b",
    "\0",
    "\ud800",
    "a\udfff",
    "\u202eabc",
    "😀",
    "é",
    "e\u0301",
    "%_\\",
    "'; --",
    '"',
    " ",
    "\n",
    "\u2028",
    "<b>",
    "${x}",
    "{{x}}",
  ];
  const sound = sample(typeValues(type, model, "plain"), seed);
  if (type.pattern !== null) {
    const text = String(sound);
    return [
      text,
      `${text}\n`,
      `\n${text}`,
      `${text}x`,
      text.slice(1),
      text.toLowerCase(),
      text.toUpperCase(),
      ...hostile,
      "x".repeat((type.maxLength ?? 50) + 1),
    ];
  }
  const astral = lengths(type.minLength, type.maxLength, (n) => "😀".repeat(n));
  return [
    ...lengths(type.minLength, type.maxLength, (n) => filler(seed, n)),
    ...astral,
    ...hostile.map((text) => text.padEnd(type.minLength, "x")),
  ];
}

function bounds(type: ScalarType & { kind: "float" }): number[] {
  return [type.min, type.max].flatMap((bound) => (bound === null ? [] : [Number(bound.value)]));
}

/** Arrays within each other. */
function nested(depth: number): JsonValue {
  let value: JsonValue = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

function embeddedBorders(model: Model, name: string, seed: number): JsonValue[] {
  const type = model.types.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`no embedded type ${name}`);
  const whole: Record<string, JsonValue> = {};
  type.fields.forEach((field, at) => {
    whole[field.property] = sample(fieldValues(field, model, "plain"), 81_000 + at);
  });
  const altered = type.fields.flatMap((field) => {
    const { [field.property]: _left, ...rest } = whole;
    const borders = borderline(model, field, seed).map((value) => ({
      ...whole,
      [field.property]: value,
    }));
    return [
      rest,
      { ...whole, [field.property]: null },
      { ...whole, [field.property]: [{}] },
      ...borders,
    ];
  });
  return [whole, {}, { ...whole, unknown: 1 }, { ...whole, "a/b~c": null }, ...altered];
}
