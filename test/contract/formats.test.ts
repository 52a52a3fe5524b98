import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anchored, formats, type FormatName } from "../../src/contract/formats.ts";
import { processorTime } from "../support/processor-time.ts";

function matches(name: FormatName, text: string): boolean {
  return new RegExp(anchored(formats[name]), "u").test(text);
}

const cases: Record<FormatName, { accepted: string[]; refused: string[] }> = {
  email: {
    accepted: ["a@b.co", "o'brien+tag@mail.example.org", "x.y.z@1a.example", "A@B-C.D"],
    refused: [
      "",
      "a",
      "a@b",
      "a.@b.co",
      ".a@b.co",
      "a..b@c.de",
      "a@-b.co",
      "a@b-.co",
      "a b@c.de",
    ].concat(["a@b.co\n", "a@b.co ", "ä@b.co", "a@bücher.de", '"a"@b.co', "a@b@c.de", "a@b..co"]),
  },
  url: {
    accepted: [
      "http://a",
      "HTTPS://Example.com/",
      "https://a.b:8080/c?d=e&f[]#g".replace("[]", ""),
    ].concat(["http://[::1]:80/x", "https://a/%20%C3%A4", "http://1.2.3.4?x#y?z", "https://a.b./"]),
    refused: [
      "",
      "a",
      "//a",
      "ftp://a",
      "javascript:alert(1)",
      "http://",
      "http:///x",
      "http://a b",
    ]
      .concat([
        "http://a/\n",
        "http://a/ü",
        "http://u:p@a/",
        "http://a/%2",
        "http://a:b/",
        'http://a/"',
      ])
      .concat(["http://a#b#c", "http://a/\\", "http://a/<b>", "http://-.-", "\thttp://a"]),
  },
  slug: {
    accepted: ["a", "0", "a-b", "a1-2b-c"],
    refused: ["", "-", "a-", "-a", "a--b", "A", "a_b", "a\n", "ä"],
  },
  ip: {
    accepted: [
      "0.0.0.0",
      "255.255.255.255",
      "::",
      "::1",
      "1::",
      "1:2:3:4:5:6:7:8",
      "::ffff:1.2.3.4",
    ].concat(["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "AbCd::0"]),
    refused: [
      "",
      "1.2.3",
      "01.2.3.4",
      "256.1.1.1",
      "1.2.3.4.5",
      "1:2:3:4:5:6:7",
      "1::2::3",
      ":::",
    ].concat([
      "::1%eth0",
      "::1/64",
      "1.2.3.4\n",
      "12345::",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7:8::",
    ]),
  },
  uuid: {
    accepted: ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-abcd-1234-9999-AbCdEf012345"],
    refused: [
      "",
      "0".repeat(32),
      "{00000000-0000-0000-0000-000000000000}",
      "0000000-0000-0000-0000-0000",
    ].concat(["00000000-0000-0000-0000-000000000000\n", "g0000000-0000-0000-0000-000000000000"]),
  },
  date: {
    accepted: ["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "2023-04-30"],
    refused: [
      "",
      "0000-01-01",
      "2023-02-29",
      "1900-02-29",
      "2023-04-31",
      "2023-13-01",
      "2023-00-10",
    ].concat(["2023-1-1", "20230101", "2023-01-01\n", "2023-01-32", "02023-01-01", "٢٠٢٣-01-01"]),
  },
  datetime: {
    accepted: [
      "2024-02-29T00:00:00Z",
      "2023-01-01t23:59:59z",
      "2023-01-01T00:00:00.123456789+23:59",
    ].concat(["2023-01-01T00:00:00-00:00"]),
    refused: [
      "",
      "2023-01-01",
      "2023-01-01T00:00:00",
      "2023-01-01 00:00:00Z",
      "2023-01-01T24:00:00Z",
    ]
      .concat([
        "2023-01-01T00:00:60Z",
        "2023-01-01T00:00Z",
        "2023-01-01T00:00:00.Z",
        "2023-02-30T00:00:00Z",
      ])
      .concat([
        "2023-01-01T00:00:00.1234567890Z",
        "2023-01-01T00:00:00+24:00",
        "2023-01-01T00:00:00+0100",
      ])
      .concat(["2023-01-01T00:00:00Z\n", "2023-01-01T00:00:00 01:00"]),
  },
  time: {
    accepted: ["00:00:00", "23:59:59"],
    refused: [
      "",
      "24:00:00",
      "00:60:00",
      "00:00:60",
      "0:00:00",
      "00:00",
      "00:00:00.0",
      "00:00:00Z",
    ],
  },
  decimal: {
    accepted: ["0", "-0", "12.50", "007", "1234567890123456789.0"],
    refused: ["", "+1", "1.", ".5", "1e2", " 1", "1 ", "1_0", "1,5", "--1", "NaN", "1\n", "٣"],
  },
};

test("the page of the contract prints every expression", async () => {
  const page = await readFile(new URL("../../docs/http-contract.md", import.meta.url), "utf8");
  const missing = Object.values(formats).filter(
    ({ expression }) => !page.includes(`\n${expression}\n`),
  );
  expect(missing).toEqual([]);
});

describe.each(Object.entries(cases))("%s", (name, { accepted, refused }) => {
  const format = formats[name as FormatName];
  test.each(accepted)("accepts %j", (text) => expect(matches(format.name, text)).toBe(true));
  test.each(refused)("refuses %j", (text) => expect(matches(format.name, text)).toBe(false));
  test("stays within what ECMAScript, Python and Rust read alike", () => {
    expect(format.expression).not.toMatch(/\(\?[=!<P]|\\[a-zA-Z0-9]|[\^$]$|&&|~~|(?<!\\)\[\[/);
  });
  test("answers a hundred thousand characters at once", () => {
    for (const unit of ["a", "1", "-", ".", ":", "a.", "0:", "%", "a@", "/"]) {
      const started = processorTime();
      matches(format.name, `http://${unit.repeat(100_000)}\n`);
      matches(format.name, `${unit.repeat(100_000)}\n`);
      expect(processorTime() - started).toBeLessThan(500);
    }
  });
});

test("ip agrees with the platform on random addresses, right and wrong", () => {
  const group = fc.stringMatching(/^[0-9a-f]{0,5}$/u);
  const v6 = fc.array(group, { minLength: 2, maxLength: 9 }).map((groups) => groups.join(":"));
  const v4 = fc
    .array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })
    .map((o) => o.join("."));
  fc.assert(
    fc.property(
      fc.oneof(
        v6,
        v4,
        fc.tuple(v6, v4).map((both) => both.join(":")),
      ),
      (text) => {
        expect(matches("ip", text)).toBe(isIP(text) !== 0);
      },
    ),
    { numRuns: 3000 },
  );
});

test("date accepts exactly the days that the calendar has", () => {
  for (const year of [1, 4, 99, 100, 400, 1600, 1700, 1900, 2000, 2023, 2024, 2100, 9996, 9999]) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        const at = new Date(`${text}T00:00:00Z`);
        const real = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
        expect([text, matches("date", text)]).toEqual([text, real]);
      }
    }
  }
});
