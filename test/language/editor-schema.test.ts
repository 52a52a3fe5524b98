import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { editorSchema } from "../../src/language/editor-schema.ts";

const root = join(import.meta.dirname, "../..");
const validate = new Ajv({ strict: false, allErrors: true }).compile(editorSchema());

test.each([
  "test/references/restwright.yaml",
  ...readdirSync(join(root, "templates/starters")).map(
    (name) => `templates/starters/${name}/restwright.yaml`,
  ),
])("%s is right in an editor too", (path) => {
  validate(parse(readFileSync(join(root, path), "utf8")));
  expect(validate.errors).toBeNull();
});

test("a misspelt key is marked", () => {
  const declaration = parse(
    readFileSync(join(root, "test/references/restwright.yaml"), "utf8"),
  ) as {
    resources: { Book: Record<string, unknown> };
  };
  declaration.resources.Book["serch"] = ["title"];
  expect(validate(declaration)).toBe(false);
  expect(validate.errors).toMatchObject([{ params: { additionalProperty: "serch" } }]);
});

test("every key says what it is for", () => {
  const silent: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) {
      return;
    }
    const { properties } = node as {
      readonly properties?: Record<string, { description?: string }>;
    };
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (value.description === undefined && !/resources|types|access/.test(path)) {
        silent.push(`${path}.${key}`);
      }
    }
    for (const [key, value] of Object.entries(node)) {
      visit(value, `${path}.${key}`);
    }
  };
  visit(editorSchema(), "");
  expect(silent).toEqual([]);
});
