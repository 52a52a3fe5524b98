import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { camelCase, pascalCase, wordsOf } from "../../../src/languages/case.ts";
import { docComment } from "../../../src/languages/typescript/comments.ts";
import { propertyAccess, propertyKey } from "../../../src/languages/typescript/identifiers.ts";
import {
  jsonLiteral,
  stringLiteral,
  templateText,
} from "../../../src/languages/typescript/literals.ts";
import type { JsonValue } from "../../../src/model/model.ts";

const HOSTILE = [
  "'\"`\\",
  "${process.exit()}",
  "*/ alert(1) /*",
  "{{this}}",
  '"""',
  "line\nline\r\nline\u2028line\u2029line\u0085line",
  "\u202eabc\u202c",
  "\u0000\u001b[31m",
  "\ud800 lone",
  "</script><!--",
  "__proto__",
  "\\u0041",
  "😀",
];
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE), fc.string());

function run(expression: string): unknown {
  return runInNewContext(`(${expression})`);
}

describe("literals", () => {
  it("are the same string when read back, with nothing invisible in the source", () => {
    fc.assert(
      fc.property(text, (value) => {
        const source = stringLiteral(value);
        expect(run(source)).toBe(value);
        expect(source).not.toMatch(
          /[\u0000-\u001f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u,
        );
      }),
    );
  });

  it("are the same JSON value when read back, prototype names included", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = run(jsonLiteral(value as JsonValue));
        expect(JSON.stringify(read)).toBe(JSON.stringify(value));
      }),
    );
    const hostile = JSON.parse('{"__proto__":{"a":1},"constructor":2,"a-b":3}');
    expect(JSON.stringify(run(jsonLiteral(hostile)))).toBe(JSON.stringify(hostile));
  });

  it("stand in template literals as the text they are", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(run(`\`${templateText(value)}\``)).toBe(value);
      }),
    );
  });
});

describe("comments", () => {
  it("stay comments whatever they hold", () => {
    fc.assert(
      fc.property(text, (value) => {
        const { code } = transformSync(`${docComment(value)}\nexport const after = 1;`, {
          format: "esm",
          legalComments: "none",
        });
        expect(code.trim()).toBe("const after = 1;\nexport {\n  after\n};");
      }),
    );
  });

  it("print one line on one line and many on many", () => {
    expect(docComment("A book.\n")).toBe("/** A book. */");
    expect(docComment("A book.\n\n@see x */")).toBe("/**\n * A book.\n *\n * \\@see x * /\n */");
    expect(docComment(" \n")).toBe("");
  });
});

describe("names", () => {
  it("make keys that are properties and nothing else", () => {
    expect(run(`Object.keys({ ${propertyKey("__proto__")}: 1 })`)).toEqual(["__proto__"]);
    expect(propertyKey("a-b")).toBe('"a-b"');
    expect(propertyAccess("a b")).toBe('["a b"]');
    expect(propertyAccess("title")).toBe(".title");
  });

  it("are spelt from words", () => {
    expect(camelCase(["order", "item"])).toBe("orderItem");
    expect(pascalCase(["order", "item"])).toBe("OrderItem");
    expect(wordsOf("HTTPStatusCode")).toEqual(["http", "status", "code"]);
    expect(wordsOf("unit_price")).toEqual(["unit", "price"]);
  });
});
