import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Page,
  type Problem,
  type TestService,
  listedIds,
  startService,
} from "./support/service.js";

const path = "/api/v1/authors";
const rowPath = "/api/v1/authors/1";
const body = {
  name: "Name 6",
  email: "email6@example.com",
  born: "2024-01-06",
  country_id: "FX",
  address: null,
  links: ["https://example.com/links/11", "https://example.com/links/12"],
};
const shown = {
  name: "Name 6",
  email: "email6@example.com",
  born: "2024-01-06",
  country_id: "FX",
  address: null,
  links: ["https://example.com/links/11", "https://example.com/links/12"],
};

let service: TestService;

beforeEach(async () => {
  service = await startService();
});

afterEach(async () => {
  await service.stop();
});

describe("/api/v1/authors", () => {
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
    { query: "name=Name%201", ids: ["1"] },
    { query: "born=2024-01-01", ids: ["1"] },
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

  test.each([{ name: "country", property: "country_id" }])(
    "shows $name within a row",
    async ({ name, property }) => {
      const answer = await service.app.inject({ url: `${rowPath}?include=${name}` });
      const row = answer.json<Record<string, unknown>>();
      expect(row[name]).toMatchObject({ id: row[property] });
    },
  );

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
      ["name", 1, "/name", "type"],
      ["name", "", "/name", "min_length"],
      ["name", "\u0000", "/name", "format"],
      ["email", 1, "/email", "type"],
      ["email", "reader", "/email", "format"],
      ["born", 1, "/born", "type"],
      ["born", "2023-1-1", "/born", "format"],
      ["country_id", 1, "/country_id", "type"],
      ["address", [], "/address", "type"],
      ["links", {}, "/links", "type"],
      ["links", [null], "/links/0", "type"],
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
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(["/name"]);
  });

  test("changes a row that nobody else has changed meanwhile", async () => {
    const { app } = service;
    const before = await app.inject({ url: rowPath });
    const answer = await app.inject({
      method: "PATCH",
      url: rowPath,
      headers: { "if-match": String(before.headers.etag) },
      payload: { name: "Name 6" },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ name: "Name 6" });
    expect(answer.headers.etag).not.toBe(before.headers.etag);
    const late = await app.inject({
      method: "PATCH",
      url: rowPath,
      headers: { "if-match": String(before.headers.etag) },
      payload: { name: "Name 6" },
    });
    expect(late.statusCode).toBe(412);
    expect((await app.inject({ url: rowPath })).json()).toEqual(answer.json());
  });

  test("replaces a row by what it shows of itself, changed", async () => {
    const { app } = service;
    const change = { name: "Name 6" };
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
});
