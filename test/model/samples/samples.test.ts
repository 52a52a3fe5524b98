import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Bound, ScalarType } from "../../../src/model/model.ts";
import { matchingText } from "../../../src/model/samples/pattern.ts";
import { sampleScalar, sampleValue, wordsOf } from "../../../src/model/samples/sample.ts";
import { enumeration, model, resource, scalar, string } from "../../support/models.ts";

const empty = model([]);
const seeds = fc.nat(5000);
const pattern = (ecma: string) => ({ source: ecma, ecma, python: ecma, postgres: ecma });

function sample(type: ScalarType, seed: number) {
  return sampleScalar(empty, type, ["first", "name"], seed);
}

test.each([
  [String.raw`^[0-9]{13}$`, 13, 13],
  [String.raw`^[A-Z]{2}$`, 0, 100],
  [String.raw`[a-z]+-[0-9]+`, 20, 25],
  [String.raw`^(?:a|bb|ccc){2,4}$`, 9, 9],
  [String.raw`^[^@\s]+@[^@\s]+\.[a-z]{2,}$`, 30, 40],
  [String.raw`^(?:foo|bar)?(?:[0-9]{2})*x$`, 7, 8],
  [String.raw`a|^b$`, 1, 1],
  [String.raw`^\u{1F389}{3}$`, 3, 3],
  [String.raw`^[^\u0020-\u007e]$`, 1, 1],
  [String.raw`^a{1000}$`, 1000, 1000],
  [String.raw`\bword\b`, 10, 12],
  [String.raw`^[\w.\-]{1,64}$`, 64, 64],
  [String.raw`^.*$`, 0, 0],
  [String.raw`^\x41\\\/[\]\-]+$`, 5, 6],
])("a text matches %s with a length from %d to %d", (source, min, max) => {
  const texts = new Set<string>();
  for (let seed = 0; seed < 20; seed += 1) {
    const text = matchingText(pattern(source), { min, max }, seed);
    expect(text).toMatch(new RegExp(source, "u"));
    const length = [...(text ?? "")].length;
    expect(length).toBeGreaterThanOrEqual(min);
    expect(length).toBeLessThanOrEqual(max);
    texts.add(text ?? "");
  }
  expect(texts.size).toBeGreaterThan(0);
});

test("a pattern that admits no text of the length gives none", () => {
  expect(matchingText(pattern("^[a-z]{3}$"), { min: 4, max: 9 }, 1)).toBeUndefined();
  expect(matchingText(pattern("^[a-z]{3}$"), { min: 0, max: 2 }, 1)).toBeUndefined();
});

const bound = (value: number, exclusive: boolean): Bound => ({ value: String(value), exclusive });

test("integers lie within any bounds that admit one", () => {
  const property = fc.property(
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.nat(50),
    fc.boolean(),
    fc.boolean(),
    seeds,
    (low, size, openLow, openHigh, seed) => {
      const high = Math.min(low + size, 2 ** 31 - 1);
      const value = sample(
        { kind: "integer", min: bound(low, openLow), max: bound(high, openHigh) },
        seed,
      );
      const least = low + Number(openLow);
      const most = high - Number(openHigh);
      if (least > most) return value === undefined;
      return typeof value === "number" && value >= least && value <= most;
    },
  );
  fc.assert(property);
});

test.each([
  [null, null],
  [bound(5, true), null],
  [null, bound(-5, true)],
  [null, bound(5, false)],
  [bound(0.001, true), bound(0.002, true)],
])("floats and decimals lie between %o and %o", (min, max) => {
  for (let seed = 0; seed < 50; seed += 1) {
    const float = Number(sample({ kind: "float", min, max }, seed));
    const decimal = sample({ kind: "decimal", precision: 10, scale: 4, min, max }, seed);
    expect(decimal).toMatch(/^-?\d{1,6}\.\d{4}$/);
    for (const value of [float, Number(decimal)]) {
      if (min) expect(value - Number(min.value)).toBeGreaterThan(0);
      if (max?.exclusive) expect(value).toBeLessThan(Number(max.value));
      if (max) expect(value).toBeLessThanOrEqual(Number(max.value));
    }
  }
});

test("a decimal never has more digits than its precision", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    expect(sample({ kind: "decimal", precision: 2, scale: 2, min: null, max: null }, seed)).toMatch(
      /^0\.\d\d$/,
    );
  }
});

test("moments are real, in the form of the contract, and within bounds", () => {
  const min = { value: "2031-02-27T23:00:00-05:00", exclusive: true };
  const max = { value: "2031-02-28T04:00:00.002Z", exclusive: false };
  const found = new Set<unknown>();
  for (let seed = 0; seed < 30; seed += 1) {
    found.add(sample({ kind: "datetime", min, max }, seed));
    expect(sample({ kind: "date", min: null, max: null }, seed)).toMatch(/^2024-\d\d-\d\d$/);
    expect(sample({ kind: "time", min: null, max: null }, seed)).toMatch(/^\d\d:\d\d:00$/);
    const past = sample({ kind: "date", min: null, max: until }, seed);
    expect(String(past) < until.value).toBe(true);
  }
  expect([...found].sort()).toEqual(["2031-02-28T04:00:00.001Z", "2031-02-28T04:00:00.002Z"]);
});

const until = { value: "0101-01-01", exclusive: true };

test("texts have the length that is asked, in every format", () => {
  const property = fc.property(
    fc.constantFrom("string", "text", "email", "url", "slug"),
    fc.integer({ min: 12, max: 200 }),
    fc.nat(20),
    seeds,
    (kind, min, size, seed) => {
      const type = { kind, minLength: min, maxLength: min + size, pattern: null } as const;
      const text = String(sample(type, seed));
      return text.length >= min && text.length <= min + size;
    },
  );
  fc.assert(property);
  expect(sample(string(1, 1), 7)).toHaveLength(1);
  expect(sample(string(40), 7)).toBe("First name 8");
});

test("a pattern and a format hold together", () => {
  const company = { kind: "email", minLength: 0, maxLength: 60 } as const;
  expect(sample({ ...company, pattern: pattern("@example\\.org$") }, 3)).toMatch(
    /^[a-z0-9]+@example\.org$/,
  );
  const secure = { kind: "url", minLength: 0, maxLength: 60 } as const;
  expect(sample({ ...secure, pattern: pattern("^https:") }, 3)).toMatch(/^https:\/\//);
});

test("lists hold distinct items, as many as they must", () => {
  const list = { minItems: 3, maxItems: 4, uniqueItems: true };
  const value = sampleValue(empty, scalar("tags", string(3), { list }), 9);
  expect(new Set(value as string[]).size).toBe(3);
  const few = scalar("states", enumeration("a", "b"), { list });
  expect(sampleValue(empty, few, 0)).toBeUndefined();
});

test("embedded objects are filled, whatever their properties are called", () => {
  const fields = [
    scalar("__proto__", string()),
    scalar("self", { kind: "embedded", type: "T" }, { optional: true }),
  ];
  const types = [{ name: "T", words: ["t"], description: null, fields }];
  const value = sampleScalar(
    model([resource("R", [])], { types }),
    { kind: "embedded", type: "T" },
    [],
    0,
  );
  expect(Object.keys(value as object)).toEqual(["__proto__", "self"]);
});

test("names are read as words in either spelling", () => {
  expect(wordsOf("firstName")).toEqual(["first", "name"]);
  expect(wordsOf("first_name2")).toEqual(["first", "name2"]);
});
