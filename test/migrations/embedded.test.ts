/** Changes inside embedded types and lists: rows that are there are such as the service stores and reads them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { compare } from "../../src/migrations/compare.ts";
import { program } from "../../src/migrations/program.ts";
import { openDatabase, type TestDatabase } from "../support/databases.ts";
import { firstProgram, reflectFresh } from "../support/first-program.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { agreed, declaredBy, reach } from "./schemas.ts";

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

const head =
  "restwright: 1\nservice: { name: sample }\nframework: fastify\ndatabase: postgres\nresources:\n";
const resources = `  P:
    fields:
      name: string(20)
      path: Address?
      others: { type: Address, items: { min: 0, max: 5 } }
      value: { type: string, max_length: 9, items: { min: 0, max: 5 } }
`;
const types = `types:
  Address:
    street: string(1..100)
    city: string(1..60)?
    floor: integer?
    spot: Spot?
  Spot:
    name: string(9)
    depths: { type: string, max_length: 9, items: { min: 0, max: 5 } }
`;

function declaration(edits: readonly (readonly [string, string])[] = []): string {
  return edits.reduce(
    (text, [find, replace]) => {
      if (text.split(find).length !== 2) throw new Error(`${find} is not there once.`);
      return text.replace(find, () => replace);
    },
    head + resources + types,
  );
}

const full = {
  street: "it's \\ \" 1",
  city: "Ulm",
  floor: 2,
  spot: { name: "s", depths: ["1", "2"] },
};
const bare = { street: "B", city: null, floor: null, spot: null };

function sql(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}

const rows = [
  `insert into "ps" ("name", "path", "others", "value") values ('a', ${sql(full)}, ${sql([bare, full])}, '["1","007"]')`,
  `insert into "ps" ("name", "path", "others", "value") values ('b', null, '[]', '[]')`,
];

onEachDatabase((database) => {
  let db: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    db = await openDatabase(database, cluster, "embedded");
    other = await openDatabase(database, cluster, "embedded_fresh");
  });
  afterAll(async () => {
    await db.close();
    await other.close();
  });
  beforeEach(() => db.reset());

  async function begun() {
    const before = declaredBy(declaration()).storage;
    await db.run(firstProgram(before, database).up);
    for (const row of rows) await db.execute(row);
    return before;
  }

  function way(before: Awaited<ReturnType<typeof begun>>, wanted: string) {
    const next = declaredBy(wanted);
    const comparison = compare(before, next, agreed);
    const after = reach(before, next, comparison);
    const { steps } = comparison;
    return { after, steps, ...program(steps, before, { database, online: false }) };
  }

  async function stored(of = "ps"): Promise<Readonly<Record<string, unknown>>[]> {
    const found = await db.query(`select * from "${of}" order by "id"`);
    const parse = (value: unknown): unknown =>
      typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
    return found.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, parse(value)])),
    );
  }

  type Object = Readonly<Record<string, unknown>>;

  /** Up, down and up again, where every address is what is told, also with other columns rebuilt beside it. */
  async function becomes(
    edits: readonly (readonly [string, string])[],
    address: (old: Object) => Object,
    back: (old: Object) => Object = (old) => old,
  ): Promise<void> {
    const rebuilt = ["name: string(20)", "name: { type: text, default: x }"] as const;
    for (const all of [edits, [...edits, rebuilt]]) {
      await db.reset();
      const before = await begun();
      const { after, up, down } = way(before, declaration(all));
      for (const round of ["first", "second"]) {
        const was = await stored();
        await db.run(up);
        expect(await db.reflect()).toEqual(await reflectFresh(other, after));
        const now = await stored();
        expect(now.map(({ path, others, value }) => ({ path, others, value }))).toEqual([
          { path: address(full), others: [address(bare), address(full)], value: ["1", "007"] },
          { path: null, others: [], value: [] },
        ]);
        expect(Number(now[0]?.["row_version"])).toBeGreaterThan(Number(was[0]?.["row_version"]));
        if (round === "second") break;
        await db.run(down, "forced");
        const again = await stored();
        expect(again.map(({ path, others }) => ({ path, others }))).toEqual([
          { path: back(full), others: [back(bare), back(full)] },
          { path: null, others: [] },
        ]);
      }
    }
  }

  /** The run stops with these words, and nothing has changed. */
  async function stops(
    edits: readonly (readonly [string, string])[],
    words: RegExp,
  ): Promise<ReturnType<typeof way>> {
    const before = await begun();
    const found = way(before, declaration(edits));
    const was = await stored();
    await expect(db.run(found.up)).rejects.toThrow(words);
    expect(await stored()).toEqual(was);
    return found;
  }

  test("an optional property is new: null stands in every object, as the service stores it", () =>
    becomes([["    floor: integer?", "    floor: integer?\n    zip: string(9)?"]], (old) => ({
      ...old,
      zip: null,
    })));

  test("a required property is new, and old objects get its backfill or default", () =>
    becomes(
      [
        [
          "    floor: integer?",
          '    floor: integer?\n    zip: { type: string, max_length: 9, backfill: "it\'s" }\n    cost: decimal(9,2) = 1.5\n    ok: boolean = true',
        ],
      ],
      (old) => ({ ...old, zip: "it's", cost: "1.50", ok: true }),
    ));

  test("a property goes, with consent", () =>
    becomes(
      [["    floor: integer?\n", ""]],
      (old) => Object.fromEntries(Object.entries(old).filter(([name]) => name !== "floor")),
      (old) => ({ ...old, floor: null }),
    ));

  test("a property is renamed, and two change places", async () => {
    await becomes(
      [["    floor: integer?", "    level: { type: integer, optional: true, was: floor }"]],
      ({ floor, ...old }) => ({ ...old, level: floor }),
    );
    const swapped = [
      ["    street: string(1..100)", "    street: { type: string, optional: true, was: city }"],
      ["    city: string(1..60)?", '    city: { type: string, was: street, backfill: "" }'],
    ] as const;
    const before = await (await db.reset(), begun());
    const { up, after } = way(before, declaration(swapped));
    await db.run(up);
    expect((await stored())[0]?.["path"]).toEqual({ ...full, street: "Ulm", city: full.street });
    // `was` stays valid after use.
    expect(compare(after, declaredBy(declaration(swapped))).steps).toEqual([]);
  });

  test("types of values change, in lists and in objects within objects too", () =>
    becomes(
      [
        ["    floor: integer?", "    floor: string(5)?"],
        [
          "    depths: { type: string, max_length: 9, items: { min: 0, max: 5 } }",
          "    depths: { type: decimal, precision: 6, scale: 1, items: { min: 0, max: 5 } }\n    deep: boolean?",
        ],
      ],
      ({ floor, spot, ...old }) => ({
        ...old,
        floor: floor === null ? null : String(floor),
        spot: spot === null ? null : { name: "s", depths: ["1.0", "2.0"], deep: null },
      }),
      // What was text has lost its form on the way: 1 came back as 1.0.
      ({ spot, ...old }) => ({
        ...old,
        spot: spot === null ? null : { name: "s", depths: ["1.0", "2.0"] },
      }),
    ));

  test("every type of value is written as the service writes it, from text and back to it", async () => {
    const values: Readonly<Record<string, readonly [string, unknown]>> = {
      integer: ["-7", -7],
      bigint: ["9007199254740991", 9_007_199_254_740_991],
      float: ["0.1", 0.1],
      "decimal(9,3)": ["1.5", "1.500"],
      boolean: ["true", true],
      date: ["2024-02-29", "2024-02-29"],
      time: ["12:30:00", "12:30:00"],
      datetime: ["2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00.000Z"],
      uuid: ["0190B6E2-0F0A-7C3E-8A50-1D3F0A1B2C3D", "0190b6e2-0f0a-7c3e-8a50-1d3f0a1b2c3d"],
    };
    for (const [type, [text, value]] of Object.entries(values)) {
      await db.reset();
      const before = await begun();
      await db.execute(
        `update "ps" set "path" = ${sql({ ...full, street: text })}, "value" = ${sql([text])} where "id" = 1`,
      );
      await db.execute(`update "ps" set "others" = '[]'`);
      const long = /^(\w+)\((\d+),(\d+)\)$/.exec(type);
      const keys = long
        ? `type: ${long[1] ?? ""}, precision: ${long[2] ?? ""}, scale: ${long[3] ?? ""}`
        : `type: ${type}`;
      const { up, down } = way(
        before,
        declaration([
          ["    street: string(1..100)", `    street: { ${keys} }`],
          ["value: { type: string, max_length: 9,", `value: { ${keys},`],
        ]),
      );
      await db.run(up);
      const [row] = await stored();
      expect([row?.["path"], row?.["value"]], type).toEqual([{ ...full, street: value }, [value]]);
      await db.run(down, "forced");
      const [back] = await stored();
      expect(back?.["value"], type).toEqual([String(value)]);
      expect(back?.["path"], type).toEqual({ ...full, street: String(value) });
    }
  });

  test("text becomes a number, and stops at what is none", async () => {
    const { up } = await stops(
      [["    street: string(1..100)", "    street: integer"]],
      /ps\.path is to have another form, and in these rows street has values that are no integer[^]*it's/,
    );
    await db.execute(`update "ps" set "path" = null, "others" = '[]'`);
    await db.run(up);
  });

  test("the items of a list become numbers, and stop at what is none", async () => {
    const edit = [
      "type: string, max_length: 9, items: { min: 0, max: 5 } }\ntypes",
      "type: integer, items: { min: 0, max: 5 } }\ntypes",
    ] as const;
    const before = await begun();
    const { up } = way(before, declaration([edit]));
    await db.run(up);
    expect((await stored()).map(({ value }) => value)).toEqual([[1, 7], []]);
    await db.reset();
    await begun();
    await db.execute(`update "ps" set "value" = '["1","x"]' where "id" = 1`);
    await expect(db.run(up)).rejects.toThrow(/ps\.value is to have another form[^]*"x/);
  });

  test("optional becomes required, and stops at objects without a value, or fills them", async () => {
    const { up } = await stops(
      [["    city: string(1..60)?", "    city: string(1..60)"]],
      /ps\.others is to have another form, and in these rows city has no value/,
    );
    await db.execute(`update "ps" set "others" = '[]'`);
    await db.run(up);
    await becomes(
      [["    city: string(1..60)?", '    city: { type: string, backfill: "?" }']],
      (old) => ({ ...old, city: old["city"] ?? "?" }),
      (old) => ({ ...old, city: old["city"] ?? "?" }),
    );
  });

  test("values of an enum are mapped, in objects and in lists; with consent, others stop it", async () => {
    const enums = (city: string, codes: string) =>
      declaration([
        ["    city: string(1..60)?", `    city: { type: enum, optional: true, ${city} }`],
        ["value: { type: string, max_length: 9,", `value: { type: enum, ${codes},`],
      ]);
    const old = declaredBy(enums("values: [Ulm, Bonn]", 'values: ["1", "007"]')).storage;
    await db.run(firstProgram(old, database).up);
    for (const row of rows) await db.execute(row);
    const mapped = enums(
      "values: [Bonn, Berlin], map: { Ulm: Berlin }",
      'values: ["1", "7"], map: { "007": "7" }',
    );
    const { up, down } = way(old, mapped);
    await db.run(up);
    const [row] = await stored();
    expect(row?.["path"]).toEqual({ ...full, city: "Berlin" });
    expect(row?.["value"]).toEqual(["1", "7"]);
    await db.run(down);
    expect((await stored())[0]?.["path"]).toEqual(full);
    const { up: strict } = way(old, enums("values: [Bonn]", 'values: ["1", "007"]'));
    await expect(db.run(strict)).rejects.toThrow(/city has values other than Bonn/);
  });

  test("what was added goes back only by force, unless it is what it was filled with", async () => {
    const before = await begun();
    const { up, down } = way(
      before,
      declaration([["    floor: integer?", "    floor: integer?\n    zip: string(9) = x"]]),
    );
    await db.run(up);
    await db.run(down);
    await db.run(up);
    await db.execute(`update "ps" set "path" = ${sql({ ...full, zip: "y" })} where "id" = 1`);
    await expect(db.run(down)).rejects.toThrow(/Going back drops values in ps\.path: zip/);
    await db.run(down, "forced");
    expect((await stored())[0]?.["path"]).toEqual(full);
  });

  test("what cannot be read as the new shape goes, with consent", async () => {
    const before = await begun();
    const { up } = way(
      before,
      declaration([
        [
          "      path: Address?",
          "      path: { type: string, max_length: 5, items: { min: 0, max: 3 } }",
        ],
      ]),
    );
    await db.run(up);
    expect((await stored()).map(({ path }) => path)).toEqual([[], []]);
  });
});

describe("asks", () => {
  function questions(edits: readonly (readonly [string, string])[]) {
    const before = declaredBy(declaration()).storage;
    return compare(before, declaredBy(declaration(edits))).questions;
  }

  test("once for a type that stands in several places", () => {
    expect(questions([["    floor: integer?\n", ""]])).toMatchObject([
      { kind: "drop_property", key: "drop_property Address.floor", path: ["types", "Address"] },
    ]);
  });

  test("whether a property was renamed, with the line to paste", () => {
    expect(questions([["    floor: integer?", "    level: integer?"]])).toMatchObject([
      {
        kind: "rename_property",
        path: ["types", "Address", "level"],
        choices: [
          {
            kind: "declare",
            edits: [{ path: ["types", "Address", "level", "was"], value: "floor" }],
          },
          { kind: "declare", edits: [{ path: ["types", "Address", "level", "was"], value: [] }] },
          { kind: "consent", byFlag: false },
        ],
      },
    ]);
  });

  test("for a value of what is required and new", () => {
    expect(
      questions([["    floor: integer?", "    floor: integer?\n    zip: string(9)"]]),
    ).toMatchObject([
      {
        kind: "backfill",
        path: ["types", "Address", "zip"],
        choices: [
          { kind: "enter", path: ["types", "Address", "zip", "backfill"] },
          { kind: "enter", path: ["types", "Address", "zip", "default"] },
          {
            kind: "declare",
            edits: [{ path: ["types", "Address", "zip", "optional"], value: true }],
          },
        ],
      },
    ]);
  });

  test("before values go that cannot be read", () => {
    expect(questions([["    floor: integer?", "    floor: Spot?"]])).toMatchObject([
      { kind: "convert", key: "convert Address.floor" },
    ]);
  });

  test("what of one type is what of another, where a field gets another type", () => {
    const asked = questions([["      path: Address?", "      path: Spot?"]]);
    expect(asked.map(({ key }) => key)).toEqual([
      "rename_property Spot.street",
      "rename_property Spot.city",
      "rename_property Spot.floor",
      "drop_property Spot.spot",
    ]);
  });

  test("nothing, where lengths and bounds change or a type is called otherwise", () => {
    const before = declaredBy(declaration()).storage;
    const text = declaration([["    street: string(1..100)", "    street: string(1..50)"]])
      .replaceAll("Address", "Location")
      .replace(
        "max_length: 9, items: { min: 0, max: 5 } }\ntypes",
        "max_length: 5, items: { min: 1, max: 3 } }\ntypes",
      );
    const { steps, questions: asked } = compare(before, declaredBy(text));
    expect(asked).toEqual([]);
    expect(steps.map(({ kind }) => kind)).toEqual(["alter_default"]);
  });
});
