/** docs/language.md is whole: every key, type and code stands in it, and what it shows is valid. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue/index.ts";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";
import { bases, longField, resourceKeys, topKeys } from "../../src/language/grammar.ts";
import { loadModelFromText } from "../../src/model/load.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/language.md"), "utf8");

describe("everything has its place", () => {
  test.each([
    ...Object.keys(topKeys),
    ...Object.keys(resourceKeys),
    ...Object.keys(longField.shape),
    ...bases,
  ])("`%s`", (word) => {
    expect(page).toContain(`\`${word}`);
  });

  test("every code", () => {
    const own = Object.keys(catalogue).filter((code) => code < "RW2000");
    expect(own.filter((code) => !page.includes(`| ${code} |`))).toEqual([]);
  });
});

test("the first declaration is valid", () => {
  const [, text = ""] = /```yaml\n(# yaml-language-server[^]*?)```/.exec(page) ?? [];
  const { model, diagnostics } = loadModelFromText(text, "restwright.yaml");
  expect(formatDiagnostics(diagnostics)).toBe("");
  expect(model?.resources.map(({ name }) => name)).toEqual(["Author", "Book"]);
});
