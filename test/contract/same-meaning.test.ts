import { expect, test } from "vitest";
import { openApiDocument } from "../../src/contract/openapi/document.ts";
import { differences } from "../../src/contract/same-meaning.ts";
import { extremes, hostile, reference } from "./models.ts";

type Document = Parameters<typeof differences>[0];

const model = await reference();
const document = openApiDocument(model);

/** A copy with every occurrence of a text replaced; fails where there is none, so that no test compares equals by accident. */
function changed(from: string, to: string): Document {
  const text = JSON.stringify(document);
  expect(text).toContain(from);
  return JSON.parse(text.replaceAll(from, to)) as Document;
}

test("a document means what it means, recursion and all", () => {
  for (const of of [model, hostile, extremes]) {
    expect(
      differences(openApiDocument(of), JSON.parse(JSON.stringify(openApiDocument(of))) as Document),
    ).toEqual([]);
  }
});

test.each([
  ["texts", '"summary":"List books"', '"summary":"Books"'],
  ["names of components", "BookCreate", "NewBook"],
  [
    "anyOf for a list of types",
    '{"type":["string","null"],"format":"date"}',
    '{"anyOf":[{"type":"null"},{"type":"string","format":"date"}],"title":"Date"}',
  ],
  [
    "keywords that say nothing",
    '"additionalProperties":false',
    '"additionalProperties":false,"readOnly":false',
  ],
])("%s make no difference", (_, from, to) => {
  expect(differences(document, changed(from, to))).toEqual([]);
});

test("a schema in place means what a reference to it means", () => {
  const { components } = document as { components: { schemas: Record<string, object> } };
  const inlined = changed(
    '{"$ref":"#/components/schemas/Page"}',
    JSON.stringify(components.schemas["Page"]),
  );
  expect(differences(document, inlined)).toEqual([]);
});

test.each([
  ["a bound", '"minimum":1400', '"minimum":1401'],
  [
    "nullability",
    '{"type":["string","null"],"format":"date"}',
    '{"type":"string","format":"date"}',
  ],
  ["a closed object", '"additionalProperties":false', '"additionalProperties":true'],
  ["a format", '"format":"email"', '"format":"uri"'],
  ["a value of an enum", '"enum":["draft","published","retired"]', '"enum":["draft","published"]'],
  ["a status", '"412":', '"418":'],
  ["an operation id", '"operationId":"listBooks"', '"operationId":"getBooks"'],
  ["a path", '"/api/v1/books"', '"/api/v1/book"'],
  ["a parameter", '"name":"price[gte]"', '"name":"price[ge]"'],
  ["a required property", '"required":["data","page"]', '"required":["data"]'],
  ["a header", '"ETag":{"$ref"', '"Etags":{"$ref"'],
  ["a media type", "application/merge-patch+json", "application/json-patch+json"],
  ["a default", '"default":"draft"', '"default":"retired"'],
])("%s makes a difference", (_, from, to) => {
  expect(differences(document, changed(from, to)).length).toBeGreaterThan(0);
  expect(differences(changed(from, to), document).length).toBeGreaterThan(0);
});

function taking(schema: Document): Document {
  const requestBody = { content: { "application/json": { schema } } };
  return { paths: { "/x": { post: { requestBody } } } };
}

test.each<[string, Document, Document]>([
  ["const and an enum of one", { const: "a" }, { enum: ["a"] }],
  [
    "a null among the values of an enum and beside it",
    { type: ["string", "null"], enum: ["a", null] },
    { anyOf: [{ type: "string", enum: ["a"] }, { type: "null" }] },
  ],
  ["allOf around one schema", { allOf: [{ type: "string" }] }, { type: "string" }],
  [
    "keywords beside a type that they do not concern",
    { type: ["string", "number"], pattern: "a", minimum: 1 },
    {
      anyOf: [
        { type: "number", minimum: 1 },
        { type: "string", pattern: "a" },
      ],
    },
  ],
])("%s are one", (_, left, right) => {
  expect(differences(taking(left), taking(right))).toEqual([]);
});
