/** `limit`, `offset`, `cursor`, `count`, `page` and `Link`. */
import type { Area } from "../check.ts";
import { defaultOrder, keyColumn, ordered, pageOf, stocked, walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import {
  endlessCursor,
  noCursor,
  noLink,
  orderReversed,
  rowDoubled,
  rowLost,
  totalOff,
  wrongCode,
} from "../mutants/catalogue.ts";
import { header, pageMutant, parameterIgnored, statusTo } from "../mutants/mutant.ts";
import { expectQueryFaults } from "../problem.ts";
import { listOf } from "../rows.ts";
import { conditions, isFree, main, resources } from "../subjects.ts";
import type { World } from "../world.ts";
import type { Resource } from "../../../src/model/model.ts";

const STOCK = 12;

export const paging: Area = (plan) => {
  const { model } = plan;
  const all = resources(model, "list");
  const subject = main(model, "list");
  const path = async ({ rows, collection }: World, resource: Resource): Promise<string> => {
    await stocked(rows, resource, resource === subject ? STOCK : 5);
    return collection(resource);
  };

  plan.each(
    all,
    "a list holds every row once, in its default order",
    rowLost,
    async (world, resource) => {
      const at = await path(world, resource);
      const seen = await walk(world.http, at, { limit: "3" });
      const every = await walk(world.plain, at, { limit: "100" });
      const expected = ordered(every, defaultOrder(model, resource), keyColumn(resource));
      expectSame(
        seen.map((row) => row["id"]),
        expected.map((row) => row["id"]),
        "ids",
      );
      const [, total] = [0, pageOf(await world.plain.get(`${at}?count=true&limit=1`)).total];
      expectSame(seen.length, total, "number of rows");
    },
  );

  plan.on(
    subject,
    "a page without parameters",
    pageMutant("another limit", (page) => ({ ...page, limit: 10 })),
    async (world, resource) => {
      const response = await world.http.get(await path(world, resource));
      expectStatus(response, 200);
      const page = pageOf(response);
      expectSame(
        [page.limit, page.offset, page.total],
        [20, 0, undefined],
        "limit, offset, total",
        response,
      );
      expectTrue(listOf(response).length <= 20, "more rows than the limit", response);
    },
  );

  plan.on(
    subject,
    "a list is data and page and nothing else",
    pageMutant("more members", (page) => ({ ...page, pages: 7 })),
    async (world, resource) => {
      const response = await world.http.get(`${await path(world, resource)}?count=true`);
      const json = response.json as Record<string, object>;
      expectSame(Object.keys(json).sort(), ["data", "page"], "members", response);
      expectSame(
        Object.keys(json["page"] ?? {}).sort(),
        ["limit", "next_cursor", "offset", "total"],
        "members of page",
        response,
      );
    },
  );

  for (const limit of [1, 2, 100]) {
    plan.on(subject, `limit=${limit}`, parameterIgnored(/^limit$/), async (world, resource) => {
      const at = await path(world, resource);
      const response = await world.http.get(`${at}?limit=${limit}`);
      const total = pageOf(await world.plain.get(`${at}?limit=1&count=true`)).total;
      expectSame(listOf(response).length, Math.min(limit, Number(total)), "rows", response);
      expectSame(pageOf(response).limit, limit, "limit", response);
    });
  }

  plan.on(
    subject,
    "offset leaves out the first rows",
    parameterIgnored(/^offset$/),
    async (world, resource) => {
      const at = await path(world, resource);
      const whole = listOf(await world.plain.get(`${at}?limit=6`));
      const response = await world.http.get(`${at}?limit=3&offset=3`);
      expectSame(listOf(response), whole.slice(3), "rows", response);
      expectSame(pageOf(response).offset, 3, "offset", response);
    },
  );

  for (const offset of ["100000", "2147483647"]) {
    plan.on(
      subject,
      `a page past the end is empty (offset=${offset})`,
      statusTo(200, 404),
      async (world, resource) => {
        const response = await world.http.get(
          `${await path(world, resource)}?offset=${offset}&count=true`,
        );
        expectStatus(response, 200);
        expectSame(
          [listOf(response), pageOf(response).next],
          [[], null],
          "rows and next",
          response,
        );
        expectTrue(
          Number(pageOf(response).total) >= STOCK,
          "the total is kept past the end",
          response,
        );
      },
    );
  }

  plan.on(
    subject,
    "count=true gives the total, whatever limit, offset and cursor",
    totalOff,
    async (world, resource) => {
      const at = await path(world, resource);
      const total = (await walk(world.plain, at, { limit: "100" })).length;
      const cursor = pageOf(await world.plain.get(`${at}?limit=2`)).next ?? "";
      for (const query of [
        "",
        "&limit=1",
        "&limit=2&offset=3",
        `&limit=2&cursor=${encodeURIComponent(cursor)}`,
      ]) {
        const response = await world.http.get(`${at}?count=true${query}`);
        expectSame(pageOf(response).total, total, "total", response);
      }
    },
  );
  plan.on(
    subject,
    "without count=true there is no total",
    pageMutant("total", (page) => ({ ...page, total: 1 })),
    async (world, resource) => {
      const at = await path(world, resource);
      for (const query of ["", "?count=false"]) {
        const response = await world.http.get(at + query);
        expectStatus(response, 200);
        expectSame(pageOf(response).total, undefined, "total", response);
      }
    },
  );
  plan.on(subject, "the total counts what the filter keeps", totalOff, async (world, resource) => {
    const at = await path(world, resource);
    const [row] = listOf(await world.plain.get(`${at}?limit=1`));
    const response = await world.http.get(
      `${at}?count=true&id[ne]=${encodeURIComponent(String(row?.["id"]))}`,
    );
    const total = (await walk(world.plain, at, { limit: "100" })).length;
    expectSame(pageOf(response).total, total - 1, "total", response);
  });

  plan.on(
    subject,
    "next_cursor is null on the last page alone",
    endlessCursor,
    async (world, resource) => {
      const at = await path(world, resource);
      const total = Number(pageOf(await world.plain.get(`${at}?count=true`)).total);
      const last = await world.http.get(`${at}?limit=3&offset=${total - 3}`);
      expectSame([listOf(last).length, pageOf(last).next], [3, null], "the last page", last);
    },
  );
  plan.on(subject, "next_cursor is there while rows follow", noCursor, async (world, resource) => {
    const at = await path(world, resource);
    const total = Number(pageOf(await world.plain.get(`${at}?count=true`)).total);
    const response = await world.http.get(`${at}?limit=3&offset=${total - 4}`);
    expectTrue(pageOf(response).next !== null, "no cursor", response);
  });
  plan.on(
    subject,
    "the cursor of a page by offset continues it",
    orderReversed,
    async (world, resource) => {
      const at = await path(world, resource);
      const first = await world.plain.get(`${at}?limit=3&offset=2`);
      const expected = listOf(await world.plain.get(`${at}?limit=4&offset=5`));
      const response = await world.http.get(
        withQuery(at, { limit: "4", cursor: pageOf(first).next ?? "" }),
      );
      expectSame(listOf(response), expected, "rows", response);
    },
  );
  plan.on(
    subject,
    "offset is absent beside a cursor",
    pageMutant("offset", (page) => ({ ...page, offset: 0 })),
    async (world, resource) => {
      const at = await path(world, resource);
      const cursor = pageOf(await world.plain.get(`${at}?limit=1`)).next ?? "";
      const response = await world.http.get(withQuery(at, { limit: "1", cursor }));
      expectStatus(response, 200);
      expectSame(pageOf(response).offset, undefined, "offset", response);
    },
  );

  plan.on(
    subject,
    "Link leads to the next page by cursor, and keeps the other parameters",
    noLink,
    async (world, resource) => {
      const at = await path(world, resource);
      const response = await world.http.get(`${at}?limit=2&count=true&sort=-id`);
      const target = nextLink(response.headers["link"]);
      expectTrue(target.startsWith(`${at}?`), `Link is not path-absolute: ${target}`, response);
      const query = new URLSearchParams(target.slice(at.length));
      expectSame(
        [query.get("limit"), query.get("count"), query.get("sort"), query.get("offset")],
        ["2", "true", "-id", null],
        "parameters",
        response,
      );
      expectSame(query.get("cursor"), pageOf(response).next, "cursor", response);
      const second = await world.http.get(target);
      const whole = listOf(await world.plain.get(`${at}?limit=4&sort=-id`));
      expectSame([...listOf(response), ...listOf(second)], whole, "both pages", second);
    },
  );
  plan.on(
    subject,
    "Link leads on by offset where the request gave one",
    header("link", '</x?limit=2>; rel="next"'),
    async (world, resource) => {
      const at = await path(world, resource);
      const response = await world.http.get(`${at}?limit=2&offset=1`);
      const target = nextLink(response.headers["link"]);
      const query = new URLSearchParams(target.slice(at.length));
      expectSame(
        [query.get("limit"), query.get("offset"), query.get("cursor")],
        ["2", "3", null],
        "parameters",
        response,
      );
      const next = await world.http.get(target);
      expectSame(
        listOf(next),
        listOf(await world.plain.get(`${at}?limit=2&offset=3`)),
        "next page",
        next,
      );
    },
  );
  plan.on(
    subject,
    "the last page has no Link",
    header("link", '</x>; rel="next"'),
    async (world, resource) => {
      const at = await path(world, resource);
      const total = Number(pageOf(await world.plain.get(`${at}?count=true`)).total);
      const response = await world.http.get(`${at}?limit=2&offset=${total - 2}`);
      expectStatus(response, 200);
      expectTrue(!(response.headers["link"] ?? "").includes('rel="next"'), "a next page", response);
    },
  );

  plan.on(
    subject,
    "pages neither skip nor repeat while rows are added",
    rowDoubled,
    async (world, resource) => {
      const at = await path(world, resource);
      for (const sort of ["id", "-id"]) {
        const before = (await walk(world.plain, at, { limit: "100", sort })).map(
          (row) => row["id"],
        );
        const seen = await walk(world.http, at, { limit: "4", sort }, async (page) => {
          if (page < 2) await world.rows.create(resource);
        });
        const ids = seen.map((row) => row["id"]);
        expectSame(new Set(ids).size, ids.length, "distinct rows");
        expectSame(
          ids.filter((id) => before.includes(id)),
          before,
          "rows that were there from the start",
        );
      }
    },
  );
  plan.on(
    main(model, "list", "delete"),
    "pages go on after the row at their end is deleted",
    statusTo(200, 400),
    async (world, resource) => {
      await stocked(world.rows, resource, 6);
      const own = await world.rows.create(resource);
      const at = world.collection(resource);
      const sort = "-id";
      const ids = (await walk(world.plain, at, { limit: "100", sort })).map((row) => row["id"]);
      const place = ids.indexOf(own.id);
      const first = await world.plain.get(
        withQuery(at, { sort, limit: "1", offset: String(place) }),
      );
      const { next } = pageOf(first);
      expectStatus(await world.plain.delete(own.path, conditions(own)), 204);
      if (next === null) return;
      const response = await world.http.get(withQuery(at, { sort, limit: "2", cursor: next }));
      expectStatus(response, 200);
      expectSame(
        listOf(response).map((row) => row["id"]),
        ids.slice(place + 1, place + 3),
        "rows",
        response,
      );
    },
  );
  plan.on(
    subject,
    "limit, fields and count may change between pages",
    statusTo(200, 400),
    async (world, resource) => {
      const at = await path(world, resource);
      const cursor = pageOf(await world.plain.get(`${at}?limit=2`)).next ?? "";
      const response = await world.http.get(
        withQuery(at, { cursor, limit: "5", fields: "id", count: "true" }),
      );
      expectStatus(response, 200);
      expectSame(listOf(response).length, 5, "rows", response);
    },
  );

  const cursorFault = [["cursor", "format"]] as const;
  const spoilt: [string, (cursor: string) => string][] = [
    ["empty", () => ""],
    ["no cursor at all", () => "x"],
    ["cut", (cursor) => cursor.slice(0, -2)],
    ["with a character changed", (cursor) => cursor.replace(/^./, (c) => (c === "A" ? "B" : "A"))],
    ["with a character added", (cursor) => `${cursor}A`],
    ["base64 of something else", () => Buffer.from('["x",1]').toString("base64url")],
    ["base64 of null", () => Buffer.from("null").toString("base64url")],
    ["with a NUL", (cursor) => `${cursor}\0`],
    ["very long", () => "A".repeat(4000)],
  ];
  for (const [label, spoil] of spoilt) {
    plan.on(subject, `a spoilt cursor is 400: ${label}`, wrongCode, async (world, resource) => {
      const at = await path(world, resource);
      const cursor = pageOf(await world.plain.get(`${at}?limit=2`)).next ?? "";
      expectQueryFaults(
        await world.http.get(withQuery(at, { limit: "2", cursor: spoil(cursor) })),
        cursorFault,
      );
    });
  }
  for (const [label, query] of [
    ["sort", { sort: "-id" }],
    ["filter", { "id[ne]": "@" }],
  ] as const) {
    plan.on(
      subject,
      `a cursor under another ${label} is 400`,
      parameterIgnored(/^cursor$/),
      async (world, resource) => {
        const at = await path(world, resource);
        const first = await world.plain.get(`${at}?limit=2&sort=id`);
        const cursor = pageOf(first).next ?? "";
        const [row] = listOf(first);
        const other = Object.fromEntries(
          Object.entries(query).map(([name, value]) => [
            name,
            value === "@" ? String(row?.["id"]) : value,
          ]),
        );
        expectQueryFaults(
          await world.http.get(withQuery(at, { sort: "id", limit: "2", cursor, ...other })),
          cursorFault,
        );
      },
    );
  }
  plan.on(
    all[1]?.[1],
    "a cursor of another list is 400",
    statusTo(400, 200),
    async (world, resource) => {
      const from = all.find(
        ([, one]) => one !== resource && one.id.strategy === resource.id.strategy,
      )?.[1];
      if (from === undefined) return;
      const cursor =
        pageOf(await world.plain.get(`${await path(world, from)}?limit=1&sort=id`)).next ?? "";
      const at = await path(world, resource);
      expectQueryFaults(
        await world.http.get(withQuery(at, { sort: "id", limit: "1", cursor })),
        cursorFault,
      );
    },
  );
  plan.on(
    subject,
    "a cursor beside an offset is 400",
    parameterIgnored(/^offset$/),
    async (world, resource) => {
      const at = await path(world, resource);
      const cursor = pageOf(await world.plain.get(`${at}?limit=2`)).next ?? "";
      expectQueryFaults(await world.http.get(withQuery(at, { limit: "2", cursor, offset: "0" })), [
        ["offset", "unknown_parameter"],
      ]);
    },
  );

  const bad: [string, string, string][] = [
    ["limit", "0", "min"],
    ["limit", "-1", "min"],
    ["limit", "101", "max"],
    ["limit", "99999999999999999999", "max"],
    ["limit", "9".repeat(5000), "max"],
    ["limit", "x", "type"],
    ["limit", "", "type"],
    ["limit", "1.5", "type"],
    ["limit", "1.0", "type"],
    ["limit", "1e1", "type"],
    ["limit", " 1", "type"],
    ["limit", "01", "type"],
    ["limit", "0x10", "type"],
    ["limit", "٣", "type"],
    ["limit", "+1", "type"],
    ["offset", "-1", "min"],
    ["offset", "2147483648", "max"],
    ["offset", "x", "type"],
    ["offset", "", "type"],
    ["offset", "1_0", "type"],
    ["count", "1", "type"],
    ["count", "yes", "type"],
    ["count", "", "type"],
    ["count", "TRUE", "type"],
  ];
  for (const [name, value, code] of bad) {
    plan.on(
      subject,
      `${name}=«${value.length > 30 ? "5,000 digits" : value}» is ${code}`,
      wrongCode,
      async ({ http, collection }, resource) => {
        expectQueryFaults(await http.get(withQuery(collection(resource), { [name]: value })), [
          [name, code],
        ]);
      },
    );
  }

  const changeable = resources(model, "list", "update").flatMap(([, resource]) => {
    const field = resource.fields.find(
      (f) =>
        isFree(f, resource) &&
        f.kind === "scalar" &&
        f.sort &&
        f.list === null &&
        (f.type.kind === "integer" || f.type.kind === "string"),
    );
    return field === undefined ? [] : [{ resource, field }];
  })[0];
  plan.on(
    changeable,
    "a changed row does not disturb a walk by id",
    rowLost,
    async (world, { resource, field }) => {
      const own = await world.rows.create(resource);
      await stocked(world.rows, resource, 5);
      const at = world.collection(resource);
      const before = (await walk(world.plain, at, { limit: "100", sort: "id" })).map(
        (row) => row["id"],
      );
      const other = await world.rows.body(resource);
      const seen = await walk(world.http, at, { limit: "50", sort: "id" }, async (page) => {
        if (page === 0)
          await world.plain.patch(
            own.path,
            { [field.property]: other[field.property] ?? null },
            conditions(own),
          );
      });
      expectSame(
        seen.map((row) => row["id"]),
        before,
        "ids",
      );
    },
  );
};

function nextLink(link: string | undefined): string {
  const target = /<([^>]*)>; *rel="?next"?/.exec(link ?? "")?.[1];
  expectTrue(target !== undefined, `no next page in Link: ${link ?? "absent"}`);
  return target;
}
