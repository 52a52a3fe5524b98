import { expect, test } from "vitest";
import { listParameters } from "../../src/contract/lists.ts";
import { resourceNamed } from "../../src/contract/lookup.ts";
import { operations, routes } from "../../src/contract/operations.ts";
import { declared, hostile, reference } from "./models.ts";

const model = await reference();

function lines(of = model): readonly string[] {
  return operations(of).map(({ method, path, operationId, responses }) =>
    [method, path, operationId, responses.map(({ status }) => status).join()].join(" "),
  );
}

test("a resource has its own paths, those under its parent, and its links", () => {
  expect(lines().filter((line) => line.includes("book") || line.includes("Book"))).toEqual([
    "GET /api/v1/books listBooks 200,400,406,429,500,503",
    "POST /api/v1/books createBook 201,400,406,409,413,415,422,429,500,503",
    "GET /api/v1/books/{id} retrieveBook 200,304,400,404,406,429,500,503",
    "PUT /api/v1/books/{id} replaceBook 200,400,404,406,409,412,413,415,422,429,500,503",
    "PATCH /api/v1/books/{id} updateBook 200,400,404,406,409,412,413,415,422,429,500,503",
    "DELETE /api/v1/books/{id} deleteBook 204,400,404,406,412,429,500,503",
    "GET /api/v1/authors/{author_id}/books listBooksByAuthor 200,400,404,406,429,500,503",
    "POST /api/v1/authors/{author_id}/books createBookByAuthor 201,400,404,406,409,413,415,422,429,500,503",
    "GET /api/v1/authors/{author_id}/books/{id} retrieveBookByAuthor 200,304,400,404,406,429,500,503",
    "PUT /api/v1/authors/{author_id}/books/{id} replaceBookByAuthor 200,400,404,406,409,412,413,415,422,429,500,503",
    "PATCH /api/v1/authors/{author_id}/books/{id} updateBookByAuthor 200,400,404,406,409,412,413,415,422,429,500,503",
    "DELETE /api/v1/authors/{author_id}/books/{id} deleteBookByAuthor 204,400,404,406,412,429,500,503",
    "GET /api/v1/books/{id}/tags listTagsOfBook 200,400,404,406,429,500,503",
    "PUT /api/v1/books/{id}/tags/{tag_id} linkTagsOfBook 204,400,404,406,429,500,503",
    "DELETE /api/v1/books/{id}/tags/{tag_id} unlinkTagsOfBook 204,400,404,406,429,500,503",
    ...lines().filter((line) => line.includes("books/{book_id}")),
  ]);
});

test("a demanded If-Match answers 428 on writes of a row alone", () => {
  const demanded = operations(model).filter(({ responses }) =>
    responses.some(({ status }) => status === 428),
  );
  expect(new Set(demanded.map(({ resource }) => resource))).toEqual(new Set(["Review"]));
  expect(new Set(demanded.map(({ kind }) => kind))).toEqual(
    new Set(["replace", "update", "delete"]),
  );
});

test("a delete answers 409 where somebody may forbid it", () => {
  const forbidden = operations(model).filter(
    ({ kind, responses }) => kind === "delete" && responses.some(({ status }) => status === 409),
  );
  expect(forbidden.map(({ resource }) => resource)).toEqual(["Author", "Category", "Publisher"]);
});

test("operations that are left out are not allowed, and do not take the path away from the others", () => {
  const allowed = Object.fromEntries(
    routes(operations(model)).map(({ route, allow }) => [route, allow.join(", ")]),
  );
  expect(allowed["/settings"]).toBe("GET, HEAD, OPTIONS");
  expect(allowed["/settings/{id}"]).toBe("GET, HEAD, PATCH, OPTIONS");
  expect(allowed["/books"]).toBe("GET, HEAD, POST, OPTIONS");
  expect(allowed["/books/{id}"]).toBe("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  expect(allowed["/books/{id}/tags/{tag_id}"]).toBe("PUT, DELETE, OPTIONS");
  expect(allowed["/tags/{id}/related/{related_id}"]).toBe("PUT, DELETE, OPTIONS");
});

test("operation ids are unique whatever resources are called, and parameters of a path are too", () => {
  for (const of of [model, hostile]) {
    const ids = operations(of).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { pathParameters, route } of operations(of)) {
      expect(pathParameters.map(({ name }) => `{${name}}`)).toEqual(
        route.match(/\{[^}]+\}/g) ?? [],
      );
      expect(new Set(pathParameters.map(({ name }) => name)).size).toBe(pathParameters.length);
    }
  }
});

test("a resource called like the links of another does not rename operations that were there", () => {
  const tags = (extra: string): ReturnType<typeof declared> =>
    declared(`
restwright: 1
service: { name: x, title: X, version: 1.0.0 }
framework: fastify
database: sqlite
resources:
  Book: { fields: { tags: "<-> Tag" } }
  Tag: { fields: { name: "string(1..9)" } }${extra}
`);
  const [before, after] = [
    tags(""),
    tags('\n  TagsOfBook: { plural: TagsOfBooks, fields: { name: "string(1..9)" } }'),
  ].map((of) => new Set(operations(of).map(({ operationId }) => operationId)));
  for (const id of before ?? []) expect(after?.has(id), id).toBe(true);
});

test("filters of the reference's book, by type", () => {
  const { filters, sort, include, search, fields } = listParameters(
    model,
    resourceNamed(model, "Book"),
  );
  const table = Object.fromEntries(
    filters.map(({ property, operators }) => [property, operators.join(" ")]),
  );
  expect(table).toEqual({
    id: "eq ne in gt gte lt lte",
    title: "eq ne in gt gte lt lte contains starts_with",
    isbn: "eq ne in gt gte lt lte contains starts_with",
    pages: "eq ne in gt gte lt lte",
    sold: "eq ne in gt gte lt lte",
    weight: "eq ne gt gte lt lte is_null",
    price: "eq ne in gt gte lt lte",
    discount: "eq ne in gt gte lt lte",
    status: "eq ne in",
    in_print: "eq ne in",
    published_on: "eq ne in gt gte lt lte is_null",
    available_from: "eq ne in gt gte lt lte is_null",
    opens_at: "eq ne in gt gte lt lte is_null",
    ean_key: "eq ne in is_null",
    first_seen: "eq ne in gt gte lt lte",
    author_id: "eq ne in",
    editor_id: "eq ne in is_null",
    publisher_id: "eq ne in is_null",
    category_id: "eq ne in is_null",
    created_at: "eq ne in gt gte lt lte",
    updated_at: "eq ne in gt gte lt lte",
  });
  expect(sort.map(({ property }) => property)).toEqual(Object.keys(table));
  expect(include.map(({ name }) => name)).toEqual([
    "author",
    "editor",
    "publisher",
    "category",
    "tags",
  ]);
  expect(search).toEqual(["title", "summary"]);
  expect(fields).not.toContain("supplier_note");
});

test("a field called like a list parameter is filtered with brackets only", () => {
  const { filters } = listParameters(hostile, resourceNamed(hostile, "Problem"));
  expect(filters.filter(({ bare }) => !bare).map(({ property }) => property)).toEqual([
    "limit",
    "sort",
    "q",
  ]);
});
