/** The rules of scalar types, each broken and just kept. */
import type { Bound, JsonValue, ScalarType } from "../../model/model.ts";
import type { Pattern } from "../../language/pattern.ts";
import type { Code } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Variation } from "./variations.ts";

type Scalar = Exclude<ScalarType, { kind: "embedded" }>;

/** Whether values of the type are JSON strings. */
export function isText(type: Scalar): boolean {
  return !["integer", "bigint", "float", "decimal", "boolean", "json"].includes(type.kind);
}

/** Values of every JSON type but that one; null is judged by its property. */
export function wrongTypes(family: "text" | "number" | "boolean"): readonly Variation[] {
  const all: readonly (readonly [string, JsonValue, string])[] = [
    ["as text", "text", "text"],
    ["as a number", 1, "number"],
    ["as a boolean", true, "boolean"],
    ["as a list", [], "list"],
    ["as an object", {}, "object"],
  ];
  return all
    .filter(([, , of]) => of !== family)
    .map(([name, value]) => ({ name, value, code: "type" as const }));
}

export function ofScalar(type: Scalar): readonly Variation[] {
  switch (type.kind) {
    case "string":
    case "text":
      return [...wrongTypes("text"), ...ofText(type)];
    case "email":
    case "url":
    case "slug":
    case "uuid":
    case "ip":
    case "date":
    case "datetime":
    case "time":
      return [...wrongTypes("text"), ...ofFormat(type)];
    case "integer":
      return [...wrongTypes("number"), ...ofInteger(type, [limits.integerMin, limits.integerMax])];
    case "bigint":
      return [
        ...wrongTypes("number"),
        ...ofInteger(type, [-limits.safeInteger, limits.safeInteger]),
      ];
    case "float":
      return [...wrongTypes("number"), ...bounds(type.min, type.max, (text) => Number(text))];
    case "decimal":
      return ofDecimal(type);
    case "boolean":
      return [
        ...wrongTypes("boolean"),
        { name: "false", value: false, code: null },
        { name: "true", value: true, code: null },
      ];
    case "enum":
      return [
        ...wrongTypes("text"),
        {
          name: "outside its values",
          value: `${type.values.map(({ value }) => value).join("")}?`,
          code: "enum",
        },
        ...type.values.map(({ value }) => ({
          name: `of its value ${JSON.stringify(value)}`,
          value,
          code: null,
        })),
      ];
    case "json":
      return [
        { name: "nested too deep", value: nested(limits.jsonDepth + 1), code: "depth" },
        { name: "nested as deep as allowed", value: nested(limits.jsonDepth), code: null },
        { name: "with U+0000 within", value: { a: ["\0"] }, code: "format" },
        { name: "as a number", value: 0, code: null },
        {
          name: "with a member named __proto__",
          value: JSON.parse('{"__proto__":{"a":1}}') as JsonValue,
          code: null,
        },
      ];
  }
}

function nested(depth: number): JsonValue {
  return Array.from({ length: depth }).reduce<JsonValue>((inner) => [inner], 1);
}

/** A character outside the basic plane: one code point, two UTF-16 units, four bytes. */
const astral = "\u{1F4DA}";

function ofText(type: Extract<Scalar, { kind: "string" | "text" }>): readonly Variation[] {
  const { minLength, maxLength, pattern } = type;
  const most = maxLength !== null && maxLength <= 20_000 ? maxLength : null;
  return [
    ...(minLength > 0
      ? [{ name: "too short", value: astral.repeat(minLength - 1), code: "min_length" } as const]
      : []),
    ...(most === null
      ? []
      : [{ name: "too long", value: "a".repeat(most + 1), code: "max_length" } as const]),
    ...(pattern === null ? plainTexts(minLength, maxLength) : againstPattern(type)),
    ...(pattern === null && most !== null && most > 0
      ? [{ name: "as long as allowed, in code points", value: astral.repeat(most), code: null }]
      : []),
    ...(pattern === null && minLength > 0
      ? [
          {
            name: "as short as allowed, in code points",
            value: astral.repeat(minLength),
            code: null,
          },
        ]
      : []),
  ];
}

/** A text of a fitting length that does not match, where one of a few is such. */
function againstPattern({ minLength, maxLength, pattern }: Texts): readonly Variation[] {
  if (pattern === null) return [];
  const expression = new RegExp(pattern.ecma, "u");
  const lengths = [minLength, maxLength ?? minLength + 1, minLength + 1].filter(
    (length) => length <= Math.min(maxLength ?? Infinity, 1000),
  );
  const found = ["!", "~", "a", "A", "0", " ", astral, ""]
    .flatMap((character) => lengths.map((length) => character.repeat(length)))
    .find((text) => Array.from(text).length >= minLength && !expression.test(text));
  return found === undefined
    ? []
    : [{ name: "against its pattern", value: found, code: "pattern" }];
}

type Texts = Extract<Scalar, { readonly pattern: Pattern | null }>;

/** What is text and looks like something else; and what is not. */
function plainTexts(least: number, most: number | null): readonly Variation[] {
  const texts: readonly (readonly [string, string, Code | null])[] = [
    ["with U+0000", "\0", "format"],
    ["with half a surrogate pair", "\uD800", "format"],
    ["of quotes and escapes", "'\"`\\%_${x}{{y}}", null],
    ["from right to left", "\u202Eשלום\u202C", null],
    ["with line breaks", "a\r\nb\u2028c", null],
    ["that reads like a number", "007", null],
    ["with a combining accent, kept as sent", "e\u0301", null],
    ["of blanks", "  ", null],
  ];
  return texts
    .map(([name, text, code]) => ({
      name,
      value: text + "a".repeat(Math.max(0, least - Array.from(text).length)),
      code,
    }))
    .filter(({ value }) => most === null || Array.from(value).length <= most);
}

type FormatKind = "email" | "url" | "slug" | "uuid" | "ip" | "date" | "datetime" | "time";
type Formatted = Extract<Scalar, { readonly kind: string }> & {
  readonly kind: FormatKind | "json";
};

const misformatted: Readonly<Record<FormatKind, readonly string[]>> = {
  email: ["reader", "reader@host", "reader@example.com\n", "lésèr@example.com"],
  url: ["example.com", "ftp://example.com/", "http://example.com/a b", "javascript:alert(1)"],
  slug: ["Upper", "a--b", "-a", "a\n"],
  uuid: ["0", "00000000000000000000000000000000", "{00000000-0000-0000-0000-000000000000}"],
  ip: ["1.2.3", "256.1.1.1", "01.2.3.4", "::1%eth0", "1.2.3.4/8"],
  date: ["2023-02-29", "2023-1-1", "0000-01-01", "2023-01-01T00:00:00Z", "20230101"],
  datetime: [
    "2024-01-01T00:00:00",
    "2024-01-01 00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:60Z",
    "9999-12-31T23:59:59-00:01",
  ],
  time: ["24:00:00", "12:00", "12:00:00Z", "12:00:00.5"],
};

function ofFormat(type: Formatted): readonly Variation[] {
  const texts = (type.kind === "json" ? [] : misformatted[type.kind]).map((text) => ({
    name: `as ${JSON.stringify(text)}`,
    value: text,
    code: "format" as const,
  }));
  switch (type.kind) {
    case "json":
      return [];
    case "email":
    case "url":
    case "slug": {
      const fits = (text: string): boolean =>
        text.length >= type.minLength && text.length <= type.maxLength;
      const long: Variation = {
        name: "too long",
        value: "a".repeat(type.maxLength + 1),
        code: "max_length",
      };
      const misfits = texts.filter(({ value }) => fits(value));
      return [...(type.pattern === null ? misfits : againstPattern(type)), long];
    }
    case "uuid":
      return [
        ...texts,
        { name: "in upper case", value: "01890A5D-AC96-774B-BCCE-B302099A8057", code: null },
      ];
    case "ip":
      return [...texts, { name: "of version 6", value: "2001:db8::ff", code: null }];
    case "date":
    case "time":
      return [...texts, ...bounds(type.min, type.max, (text) => text)];
    case "datetime":
      return [
        ...texts,
        ...bounds(type.min, type.max, (text) => text),
        ...(type.min === null && type.max === null
          ? [
              { name: "with an offset", value: "2024-02-29T23:59:59.999999999+14:00", code: null },
              { name: "in lower case", value: "2024-01-01t00:00:00z", code: null },
            ]
          : []),
      ];
  }
}

function ofInteger(
  { min, max }: { readonly min: Bound | null; readonly max: Bound | null },
  [least, most]: readonly [number, number],
): readonly Variation[] {
  const all: readonly Variation[] = [
    { name: "with a fraction", value: 1.5, code: "type" },
    ...(min === null || Number(min.value) < least
      ? ([
          { name: "below its range", value: least - 1, code: "min" },
          { name: "at the bottom of its range", value: least, code: null },
        ] as const)
      : []),
    ...(max === null || Number(max.value) > most
      ? ([
          { name: "above its range", value: most + 1, code: "max" },
          { name: "at the top of its range", value: most, code: null },
        ] as const)
      : []),
    { name: "far above its range", value: 1e300, code: "max" },
    ...bounds(min, max, Number),
    ...(min === null
      ? []
      : [
          {
            name: "just below its minimum",
            value: Math.ceil(Number(min.value)) - 1,
            code: "min",
          } as const,
        ]),
    ...(max === null
      ? []
      : [
          {
            name: "just above its maximum",
            value: Math.floor(Number(max.value)) + 1,
            code: "max",
          } as const,
        ]),
  ];
  return all.filter(({ value }) => value === 1e300 || Math.abs(Number(value)) <= 2 ** 53);
}

/** At a bound: right where it is inclusive, wrong where it is not. */
function bounds(
  min: Bound | null,
  max: Bound | null,
  write: (text: string) => JsonValue,
): readonly Variation[] {
  return [
    ...(min === null
      ? []
      : [
          {
            name: "at its minimum",
            value: write(min.value),
            code: min.exclusive ? ("min" as const) : null,
          },
        ]),
    ...(max === null
      ? []
      : [
          {
            name: "at its maximum",
            value: write(max.value),
            code: max.exclusive ? ("max" as const) : null,
          },
        ]),
  ];
}

function ofDecimal(type: Extract<Scalar, { kind: "decimal" }>): readonly Variation[] {
  const { precision, scale, min, max } = type;
  const whole = Math.max(precision - scale, 0);
  const inRange = validDecimal(type);
  const texts: readonly (readonly [string, string])[] = [
    ["with an exponent", "1e0"],
    ["with a plus sign", "+1"],
    ["with a blank", " 1"],
    ["with an underscore", "1_0"],
    ["with a comma", "1,0"],
    ["without a digit before the point", ".5"],
    ["empty", ""],
    ["as NaN", "NaN"],
  ];
  return [
    { name: "as a boolean", value: true, code: "type" },
    { name: "as a list", value: [], code: "type" },
    ...texts.map(([name, value]) => ({ name, value, code: "format" as const })),
    { name: "with too many digits before the point", value: `1${"0".repeat(whole)}`, code: "max" },
    ...(inRange === null
      ? []
      : ([
          {
            name: "with too many digits after the point",
            value: `${inRange}${scale === 0 ? ".0" : "0"}`,
            code: "scale",
          },
        ] as const)),
    ...bounds(min, max, (text) => text),
    ...(min === null && max === null && whole > 0
      ? ([
          {
            name: "with as many digits as allowed",
            value: "9".repeat(whole) + (scale > 0 ? `.${"9".repeat(scale)}` : ""),
            code: null,
          },
          { name: "below zero", value: "-1", code: null },
          { name: "as a number", value: 1, code: null },
        ] as const)
      : []),
  ];
}

/** A decimal at or near its lower bound with all its digits, where one is easily told. */
function validDecimal({ scale, min, max }: Extract<Scalar, { kind: "decimal" }>): string | null {
  const candidates = [min, max].flatMap((bound) =>
    bound === null || bound.exclusive ? [] : [bound.value],
  );
  const [text = min === null && max === null ? "0" : null] = candidates;
  if (text === null) return null;
  const [integer = "0", fraction = ""] = text.split(".");
  if (fraction.length > scale) return null;
  return scale === 0 ? integer : `${integer}.${fraction.padEnd(scale, "0")}`;
}
