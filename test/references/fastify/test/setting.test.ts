import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Page, type TestService, listedIds, startService } from "./support/service.js";

const path = "/api/v1/settings";
const rowPath = "/api/v1/settings/1";

let service: TestService;

beforeEach(async () => {
  service = await startService();
});

afterEach(async () => {
  await service.stop();
});

describe("/api/v1/settings", () => {
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

  test.each([{ query: "key=Key%201", ids: ["1"] }])(
    "finds what is alike: $query",
    async ({ query, ids }) => {
      const found = await listedIds(service, `${path}?${query}`);
      expect(found.map(String).sort()).toEqual(ids);
    },
  );

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

  test("knows no row of another form of id", async () => {
    const answer = await service.app.inject({ url: `${path}/no such id` });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404 });
  });
});
