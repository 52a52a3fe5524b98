import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Page,
  type Problem,
  type TestService,
  listedIds,
  startService,
} from "./support/service.js";

const path = "/api/v1/books";
const rowPath = "/api/v1/books/1";
const body = {
  title: "Title 6",
  isbn: "4984223031332",
  summary: null,
  pages: 895,
  sold: 894,
  weight: 18.96,
  price: "18.96",
  discount: "18.95",
  status: "retired",
  in_print: false,
  published_on: "2024-01-06",
  available_from: "2024-01-01T16:30:00.005Z",
  opens_at: "10:15:00",
  ean_key: "018cc251-f405-7000-8000-000000000005",
  supplier_note: "Supplier note 6",
  keywords: ["Keywords 11", "Keywords 12"],
  metadata: { sample: 6 },
  author_id: 5,
  editor_id: 3,
  publisher_id: "018cc252-9044-7000-8000-000000009c44",
  category_id: 3,
};
const shown = {
  title: "Title 6",
  isbn: "4984223031332",
  summary: null,
  pages: 895,
  sold: 894,
  weight: 18.96,
  price: "18.96",
  discount: "18.95",
  status: "retired",
  in_print: false,
  published_on: "2024-01-06",
  available_from: "2024-01-01T16:30:00.005Z",
  opens_at: "10:15:00",
  ean_key: "018cc251-f405-7000-8000-000000000005",
  keywords: ["Keywords 11", "Keywords 12"],
  metadata: { sample: 6 },
  author_id: 5,
  editor_id: 3,
  publisher_id: "018cc252-9044-7000-8000-000000009c44",
  category_id: 3,
};

let service: TestService;

beforeEach(async () => {
  service = await startService();
});

afterEach(async () => {
  await service.stop();
});

describe("/api/v1/books", () => {
  test("lists rows page by page, each of them once", async () => {
    const { app } = service;
    const answer = await app.inject({ url: `${path}?count=true` });
    expect(answer.statusCode).toBe(200);
    const whole = answer.json<Page>();
    expect(whole.page.total).toBe(5);
    const ids: unknown[] = [];
    let url = `${path}?limit=2`;
    for (let page = 0; page <= 5; page += 1) {
      const { data, page: position } = (await app.inject({ url })).json<Page>();
      ids.push(...data.map((row) => row.id));
      if (position.next_cursor === null) break;
      url = `${path}?limit=2&cursor=${position.next_cursor}`;
    }
    expect(ids).toEqual(whole.data.map((row) => row.id));
    expect(new Set(ids).size).toBe(5);
  });

  test("refuses parameters that lists do not have", async () => {
    const answer = await service.app.inject({ url: `${path}?no_such_parameter=1` });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  });

  test.each([
    { query: "title=Title%201", ids: ["1"] },
    { query: "pages=1", ids: ["1"] },
    { query: "sold=0", ids: ["1"] },
    { query: "status=draft", ids: ["1", "4"] },
    { query: "in_print=true", ids: ["1", "3", "5"] },
    { query: "published_on=2024-01-01", ids: ["1"] },
    { query: "ean_key=018cc251-f400-7000-8000-000000000000", ids: ["1"] },
  ])("finds what is alike: $query", async ({ query, ids }) => {
    const found = await listedIds(service, `${path}?${query}`);
    expect(found.map(String).sort()).toEqual(ids);
  });

  test("orders rows as it is asked to", async () => {
    const ids = await listedIds(service, `${path}?sort=id`);
    expect(ids).toHaveLength(5);
    expect(await listedIds(service, `${path}?sort=-id`)).toEqual(ids.toReversed());
  });

  test("shows of rows what it is asked for", async () => {
    const answer = await service.app.inject({ url: `${path}?fields=id&limit=1` });
    expect(answer.json<Page>().data.map((row) => Object.keys(row))).toEqual([["id"]]);
  });

  test("retrieves a row, and says where it has not changed", async () => {
    const answer = await service.app.inject({ url: rowPath });
    expect(answer.statusCode).toBe(200);
    const again = await service.app.inject({
      url: rowPath,
      headers: { "if-none-match": String(answer.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe("");
  });

  test.each([
    { name: "author", property: "author_id" },
    { name: "editor", property: "editor_id" },
    { name: "publisher", property: "publisher_id" },
    { name: "category", property: "category_id" },
  ])("shows $name within a row", async ({ name, property }) => {
    const answer = await service.app.inject({ url: `${rowPath}?include=${name}` });
    const row = answer.json<Record<string, unknown>>();
    expect(row[name]).toMatchObject({ id: row[property] });
  });

  test("knows no row of another form of id", async () => {
    const answer = await service.app.inject({ url: `${path}/no such id` });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404 });
  });

  test("creates a row", async () => {
    const answer = await service.app.inject({ method: "POST", url: path, payload: body });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject(shown);
    const created = await service.app.inject({ url: String(answer.headers.location) });
    expect(created.statusCode).toBe(200);
    expect(created.json()).toEqual(answer.json());
    expect(created.headers.etag).toBe(answer.headers.etag);
  });

  test("refuses a second row with what must be unique", async () => {
    const first = await service.app.inject({ method: "POST", url: path, payload: body });
    expect(first.statusCode).toBe(201);
    const second = await service.app.inject({ method: "POST", url: path, payload: body });
    expect(second.statusCode).toBe(409);
    expect(second.json<Problem>().errors?.map(({ code }) => code)).toContain("unique");
  });

  test("refuses properties that the declaration does not have", async () => {
    const payload = { ...body, "no such property": 1 };
    const answer = await service.app.inject({ method: "POST", url: path, payload });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<Problem>().errors).toMatchObject([
      { pointer: "/no such property", code: "unknown_property" },
    ]);
  });

  test("refuses each value that breaks a rule, with the rule", async () => {
    const refused: [property: string, value: unknown, pointer: string, code: string][] = [
      ["title", 1, "/title", "type"],
      ["title", "", "/title", "min_length"],
      ["title", "\u0000", "/title", "format"],
      ["isbn", 1, "/isbn", "type"],
      ["isbn", "📚📚📚📚📚📚📚📚📚📚📚📚", "/isbn", "min_length"],
      ["isbn", "aaaaaaaaaaaaaa", "/isbn", "max_length"],
      ["isbn", "!!!!!!!!!!!!!", "/isbn", "pattern"],
      ["summary", 1, "/summary", "type"],
      ["summary", "\u0000", "/summary", "format"],
      ["pages", [], "/pages", "type"],
      ["pages", 1e300, "/pages", "max"],
      ["pages", 0, "/pages", "min"],
      ["sold", [], "/sold", "type"],
      ["sold", 1e300, "/sold", "max"],
      ["sold", -1, "/sold", "min"],
      ["weight", [], "/weight", "type"],
      ["weight", 0, "/weight", "min"],
      ["price", [], "/price", "type"],
      ["price", "", "/price", "format"],
      ["price", "100000000", "/price", "max"],
      ["price", "0.010", "/price", "scale"],
      ["discount", [], "/discount", "type"],
      ["discount", "", "/discount", "format"],
      ["discount", "100000000", "/discount", "max"],
      ["discount", "0.000", "/discount", "scale"],
      ["status", 1, "/status", "type"],
      ["status", "draftpublishedretired?", "/status", "enum"],
      ["in_print", 1, "/in_print", "type"],
      ["published_on", 1, "/published_on", "type"],
      ["published_on", "2023-1-1", "/published_on", "format"],
      ["available_from", 1, "/available_from", "type"],
      ["available_from", "2024-01-01T00:00:00", "/available_from", "format"],
      ["opens_at", 1, "/opens_at", "type"],
      ["opens_at", "12:00", "/opens_at", "format"],
      ["ean_key", 1, "/ean_key", "type"],
      ["ean_key", "0", "/ean_key", "format"],
      ["supplier_note", 1, "/supplier_note", "type"],
      ["supplier_note", "\u0000", "/supplier_note", "format"],
      ["keywords", {}, "/keywords", "type"],
      ["keywords", [1], "/keywords/0", "type"],
      ["keywords", [""], "/keywords/0", "min_length"],
      ["keywords", ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "/keywords/0", "max_length"],
      ["keywords", ["\u0000"], "/keywords/0", "format"],
      ["metadata", { a: ["\u0000"] }, "/metadata", "format"],
      ["author_id", [], "/author_id", "type"],
      ["editor_id", [], "/editor_id", "type"],
      ["publisher_id", 1, "/publisher_id", "type"],
      ["category_id", [], "/category_id", "type"],
      ["tag_ids", "1", "/tag_ids", "type"],
    ];
    for (const [property, value, pointer, code] of refused) {
      const payload = { ...body, [property]: value };
      const answer = await service.app.inject({ method: "POST", url: path, payload });
      const sent = `${property}: ${JSON.stringify(value)}`;
      expect(answer.statusCode, sent).toBe(422);
      expect(answer.json<Problem>().errors, sent).toMatchObject([{ pointer, code }]);
    }
  });

  test("deletes a row", async () => {
    const created = await service.app.inject({ method: "POST", url: path, payload: body });
    const url = String(created.headers.location);
    const headers = { "if-match": String(created.headers.etag) };
    const answer = await service.app.inject({ method: "DELETE", url, headers });
    expect(answer.statusCode).toBe(204);
    const again = await service.app.inject({ method: "DELETE", url, headers });
    expect(again.statusCode).toBe(404);
  });

  test("names everything that a new row lacks", async () => {
    const answer = await service.app.inject({ method: "POST", url: path, payload: {} });
    expect(answer.statusCode).toBe(422);
    const { errors } = answer.json<Problem>();
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual([
      "/author_id",
      "/isbn",
      "/pages",
      "/price",
      "/title",
    ]);
  });

  test("changes a row that nobody else has changed meanwhile", async () => {
    const { app } = service;
    const before = await app.inject({ url: rowPath });
    const answer = await app.inject({
      method: "PATCH",
      url: rowPath,
      headers: { "if-match": String(before.headers.etag) },
      payload: { summary: "Summary 7" },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ summary: "Summary 7" });
    expect(answer.headers.etag).not.toBe(before.headers.etag);
    const late = await app.inject({
      method: "PATCH",
      url: rowPath,
      headers: { "if-match": String(before.headers.etag) },
      payload: { summary: "Summary 7" },
    });
    expect(late.statusCode).toBe(412);
    expect((await app.inject({ url: rowPath })).json()).toEqual(answer.json());
  });

  test("replaces a row by what it shows of itself, changed", async () => {
    const { app } = service;
    const change = { summary: "Summary 7" };
    const before = await app.inject({ url: rowPath });
    const answer = await app.inject({
      method: "PUT",
      url: rowPath,
      headers: { "if-match": String(before.headers.etag) },
      payload: { ...before.json<object>(), ...change },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject(change);
    expect((await app.inject({ url: rowPath })).json()).toEqual(answer.json());
  });

  test.each([{ url: "/api/v1/authors/1/books", ids: ["2"] }])(
    "lists what belongs to a row: $url",
    async ({ url, ids }) => {
      const listed = await listedIds(service, url);
      expect(listed.map(String).sort()).toEqual(ids);
    },
  );

  test.each([{ url: "/api/v1/books/1/tags", property: "tag_ids" }])(
    "lists what is linked: $url",
    async ({ url, property }) => {
      const row = (await service.app.inject({ url: rowPath })).json<Record<string, unknown>>();
      expect(new Set(await listedIds(service, url))).toEqual(new Set(row[property] as unknown[]));
    },
  );

  test.each([{ collection: "/api/v1/books/1/tags", url: "/api/v1/books/1/tags/5", id: "5" }])(
    "adds and removes the link $url",
    async ({ collection, url, id }) => {
      for (const [method, isLinked] of [
        ["PUT", true],
        ["PUT", true],
        ["DELETE", false],
        ["DELETE", false],
      ] as const) {
        const answer = await service.app.inject({ method, url });
        expect(answer.statusCode).toBe(204);
        const listed = await listedIds(service, collection);
        expect(listed.map(String).includes(id)).toBe(isLinked);
      }
    },
  );
});
