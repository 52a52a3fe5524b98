/** Whatever the file holds: diagnostics or a model, soon, and never an exception. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonDiagnostics } from "../../src/diagnostics/json.ts";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";
import { loadModel, loadModelFromText, type Loaded } from "../../src/model/load.ts";
import { processorTime } from "../support/processor-time.ts";

const root = join(import.meta.dirname, "../..");
const seeds = [
  "test/references/restwright.yaml",
  ...readdirSync(join(root, "templates/starters")).map(
    (name) => `templates/starters/${name}/restwright.yaml`,
  ),
].map((path) => readFileSync(join(root, path), "utf8"));

/** Milliseconds of processor time; a hang takes more by far. */
const patience = 5000;

function judged(text: string): Loaded {
  const start = processorTime();
  const loaded = loadModelFromText(text, "restwright.yaml");
  const printed = formatDiagnostics(loaded.diagnostics);
  JSON.stringify(jsonDiagnostics(loaded.diagnostics));
  expect(processorTime() - start).toBeLessThan(patience);
  expect(loaded.model === null).toBe(
    loaded.diagnostics.some(({ severity }) => severity === "error"),
  );
  // Nothing of the declaration may steer the terminal.
  expect(printed).not.toMatch(hostile);
  return loaded;
}

const hostile = /[^\P{Cc}\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

const fragments = [
  "",
  " ",
  "\n",
  "\t",
  ":",
  ": ",
  " #",
  "- ",
  "? ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "&a ",
  "*a",
  "!x ",
  "'",
  '"',
  "|",
  ">",
  "<->",
  "->",
  "(",
  ")",
  "..",
  "/",
  "=",
  ">=",
  "\\",
  "\u202e",
  "\u2028",
  "\u0000",
  "\ud800",
  "\ufeff",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "true",
  "~",
  "1e999",
  "-0",
  ".nan",
  "0x10",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "<<: *a\n",
  "string(1..80)",
  "enum(a, b) = a",
  "/(a+)+$/",
  "decimal(10,2)",
];

test("mutations of real declarations", () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.integer({ min: 0, max: 40 }),
    put: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 8, unit: "binary" })),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      (seed, edits) => {
        const text = edits.reduce((mutated, { at, drop, put }) => {
          const offset = Math.floor(at * mutated.length);
          return mutated.slice(0, offset) + put + mutated.slice(offset + drop);
        }, seed);
        judged(text);
      },
    ),
    { numRuns: 400 },
  );
});

test("lines moved, doubled and dropped", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("move", "double", "drop", "indent")), {
        minLength: 1,
        maxLength: 8,
      }),
      (seed, moves) => {
        const lines = seed.split("\n");
        for (const [from, to, what] of moves) {
          const index = from % lines.length;
          const line = lines[index] ?? "";
          if (what !== "double") {
            lines.splice(index, 1);
          }
          if (what !== "drop") {
            lines.splice(to % lines.length, 0, what === "indent" ? `  ${line}` : line);
          }
        }
        judged(lines.join("\n"));
      },
    ),
    { numRuns: 300 },
  );
});

test("values of every kind in every place", () => {
  const value = fc.constantFrom(
    "null",
    "5",
    "-1",
    "1.5",
    "true",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{ a: { b: c } }",
    "text",
    '""',
    "[1, x, null]",
    "{ type: string }",
    "*a",
    "!t x",
    ".inf",
    "-> Book",
    "<-> X",
    "enum(a,b)",
  );
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.nat(), value, (seed, at, put) => {
      const places = [...seed.matchAll(/: (?=\S)/g)];
      const place = places[at % places.length];
      const start = (place?.index ?? 0) + 2;
      const end = seed.indexOf("\n", start);
      judged(seed.slice(0, start) + put + seed.slice(end));
    }),
    { numRuns: 500 },
  );
});

test("any text at all", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: "binary" }), (text) => {
      judged(text);
      judged(`restwright: 1\nresources:\n  A:\n    fields:\n      x: ${text}\n`);
    }),
    { numRuns: 300 },
  );
});

describe("texts made to take long", () => {
  const head = "restwright: 1\nservice: { name: demo }\nframework: fastify\ndatabase: sqlite\n";
  const resources = (count: number, fields: string): string =>
    Array.from({ length: count }, (_, index) => `  R${index}:\n    fields:\n${fields}`).join("");
  const bomb = Array.from({ length: 40 }, (_, index) =>
    index === 0
      ? "x0: &x0 [a]"
      : `x${index}: &x${index} [${Array(10)
          .fill(`*x${index - 1}`)
          .join(", ")}]`,
  ).join("\n");
  const cases: Readonly<Record<string, string>> = {
    "a line of ten megabytes": `title: ${"x".repeat(10_000_000)}`,
    "a field of seven megabytes": `${head}resources:\n  A:\n    fields:\n      x: string(${"1".repeat(7_000_000)}\n`,
    "a key of a megabyte": `${head}${"x".repeat(1_000_000)}: 1`,
    "aliases of aliases": bomb,
    "a million opening brackets": "[".repeat(1_000_000),
    "a million opening braces": "{a: ".repeat(300_000),
    "deep blocks": Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    "deep lists": "- ".repeat(100_000),
    "many documents": "---\na: 1\n".repeat(20_000),
    "many keys": `${head}${Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join("\n")}`,
    "many doubled keys": `${head}${"a: 1\n".repeat(50_000)}`,
    "many pieces in a flow map": `${head}resources: { A: { fields: { x: enum(${"a, ".repeat(20_000)}} } }`,
    "many cut shorthands": `${head}resources:\n  A:\n    fields:\n${"      x: string = 'a #b\n".repeat(5000)}`,
    "many unknown names": `${head}resources:\n${resources(1500, "      x: -> Nowhere\n      y: strin\n")}`,
    "patterns near the limit": `${head}resources:\n${resources(200, `      x: string /(${".|".repeat(60)}.){3}/\n`)}`,
    "a long chain of required relations": `${head}resources:\n${Array.from({ length: 3000 }, (_, index) => `  R${index}:\n    fields:\n      n: -> R${index + 1}\n`).join("")}`,
    "a long chain of types": `${head}types:\n${Array.from({ length: 3000 }, (_, index) => `  T${index}:\n    n: T${index + 1}\n`).join("")}`,
    "one resource of ten thousand fields": `${head}resources:\n  A:\n    fields:\n${Array.from({ length: 10_000 }, (_, index) => `      f${index}: string unique\n`).join("")}`,
    "many relations to one resource": `${head}resources:\n  A:\n    fields:\n      x: string\n${Array.from({ length: 2000 }, (_, index) => `      r${index}: -> A?\n`).join("")}`,
  };
  test.each(Object.entries(cases))("%s", (_name, text) => {
    judged(text);
  });
});

describe("files", () => {
  test("two thousand files are the most", async () => {
    const folder = await mkdtemp(join(tmpdir(), "restwright-fuzz-"));
    try {
      await mkdir(join(folder, "parts"));
      for (let index = 0; index < 2010; index++) {
        await writeFile(join(folder, "parts", `${index}.yaml`), "types: {}\n");
      }
      await writeFile(join(folder, "restwright.yaml"), "include: parts/*.yaml\n");
      const { diagnostics } = await loadModel(join(folder, "restwright.yaml"));
      expect(diagnostics.map(({ code }) => code)).toContain("RW1009");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("random bytes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "restwright-fuzz-"));
    const file = join(folder, "restwright.yaml");
    try {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          await writeFile(file, bytes);
          const { model, diagnostics } = await loadModel(file);
          expect(model).toBeNull();
          expect(diagnostics.length).toBeGreaterThan(0);
        }),
        { numRuns: 100 },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test("a text that is too long is not read", () => {
  const { diagnostics } = loadModelFromText("a".repeat(9 * 1024 * 1024), "restwright.yaml");
  expect(diagnostics.map(({ code }) => code)).toEqual(["RW1003"]);
});

test("a thousand resources load in about the time of ten times a hundred", () => {
  const text = (count: number): string => {
    const one = (index: number): string =>
      `  R${index}:\n    fields:\n      name: string(1..80) unique\n      code: string(13) /^[0-9]{13}$/\n      price: decimal(10,2) >= 0 = 1\n      state: enum(a, b, c) = a\n      next: -> R${(index + 1) % count}?\n      many: <-> R${(index * 7) % count}\n    index: [[state, -created_at]]\n    search: [name]\n    check: [price >= 0]\n    nested: [next]\n`;
    return `restwright: 1\nservice: { name: big }\nframework: fastify\ndatabase: sqlite\nresources:\n${Array.from({ length: count }, (_, index) => one(index)).join("")}`;
  };
  const timed = (count: number): number => {
    const start = processorTime();
    expect(judged(text(count)).diagnostics).toEqual([]);
    return processorTime() - start;
  };
  timed(100);
  const small = Math.min(timed(100), timed(100), timed(100));
  const large = Math.min(timed(1000), timed(1000));
  expect(large).toBeLessThan(small * 30);
});
