/** Values through every change of type, on both databases: what comes out is what the oracle says, and what does not fit stops. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { nothing, replay } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import { conversion } from "../../src/migrations/conversions.ts";
import { program } from "../../src/migrations/program.ts";
import { dialectOf } from "../../src/migrations/sql/dialect.ts";
import type { Step } from "../../src/migrations/steps.ts";
import type { JsonValue } from "../../src/model/model.ts";
import type { Column, ColumnType, Storage, Table } from "../../src/storage/storage.ts";
import { openPostgres, openSqlite, type TestDatabase } from "../support/databases.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { RowsInTheWay } from "../support/run-program.ts";
import { converted } from "./values-oracle.ts";

const texts = [
  "0|1|42|-7|+5|007|2147483648|-2147483648|9007199254740992|| |1.50|-0.00|0.1",
  "1e3|12a|1.5.2|--5|0x1F|99999999.99|1e999|-|.|true|false|TRUE|t|2024-02-29",
  "2023-02-29|2024-13-01|0000-01-01|now|00:00:00|23:59:59|24:00:00|12:30",
  "2024-05-01T08:00:00.000Z|2024-05-01|2024-05-01t10:30:00.5+02:30",
  "2024-05-01T10:00:00|2023-02-30T10:00:00Z|x'y\\\n🎉",
  "0190B6E2-0F0A-7C3E-8A50-1D3F0A1B2C3D|0190b6e2-0f0a-7c3e-8a50-1d3f0a1b2c3",
  "abcdefghij|2024-05-01T08:00:00.123456Z|2024-05-01 08:00:00Z",
  "2024-05-01T08:00:00+15:00|1.|.5",
].flatMap((list) => list.split("|"));

const samples: Readonly<Record<ColumnType["kind"], readonly JsonValue[]>> = {
  text: texts,
  varchar: texts,
  integer: [0, 1, 2, -1, 42, 2_147_483_647, -2_147_483_648],
  bigint: [0, 1, -1, 2_147_483_648, 9_007_199_254_740_991, -9_007_199_254_740_991],
  double: [0, 1, -1.5, 0.1, 123.456, 2_147_483_648, 1_000_000, 0.1 + 0.2, 0.001],
  decimal: ["0", "1", "-1.5", "42.25", "9999.9", "99999999.99", "-99999999.99", "0.1"],
  boolean: [true, false],
  date: ["2024-02-29", "0001-01-01", "9999-12-31"],
  time: ["00:00:00", "23:59:59"],
  datetime: ["2024-05-01T00:00:00.000Z", "2024-05-01T08:30:00.120Z", "1999-12-31T23:59:59.999Z"],
  uuid: ["0190b6e2-0f0a-7c3e-8a50-1d3f0a1b2c3d"],
  json: [],
};

const types: readonly ColumnType[] = [
  { kind: "varchar", length: 30 },
  { kind: "varchar", length: 10 },
  { kind: "decimal", precision: 10, scale: 2 },
  { kind: "decimal", precision: 12, scale: 3 },
  { kind: "decimal", precision: 5, scale: 1 },
  ...(
    ["text", "integer", "bigint", "double", "boolean", "date", "time", "datetime", "uuid"] as const
  ).map((kind) => ({ kind })),
];

function nameOf(type: ColumnType): string {
  if (type.kind === "varchar") return `varchar(${type.length})`;
  return type.kind === "decimal" ? `decimal(${type.precision}, ${type.scale})` : type.kind;
}

/** In the form in which a column of the type shows them. */
function valuesOf(type: ColumnType): JsonValue[] {
  return samples[type.kind]
    .map((value) => converted(value, { kind: "text" }, type))
    .filter((value) => value !== null);
}

const pairs = types.flatMap((from) =>
  types.filter((to) => conversion(from, to) !== "never" && from !== to).map((to) => ({ from, to })),
);

function column(name: string, type: ColumnType): Column {
  return {
    uid: `t.${name}`,
    name,
    declared: name,
    type,
    nullable: true,
    default: null,
    identity: false,
  } as Column;
}

function tableOf(at: number, type: ColumnType): Table {
  return {
    uid: `t${at}`,
    kind: "resource",
    name: `t${at}`,
    declared: `T${at}`,
    columns: [{ ...column("id", { kind: "integer" }), nullable: false }, column("value", type)],
    primaryKey: { name: `pk_t${at}`, columns: ["id"] },
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
  } as Table;
}

const storage: Storage = { format: 1, tables: pairs.map(({ from }, at) => tableOf(at, from)) };

function stepOf(at: number): Step {
  const { from, to } = pairs[at] ?? { from: { kind: "text" }, to: { kind: "text" } };
  return {
    kind: "alter_type",
    table: `t${at}`,
    from: column("value", from),
    to: column("value", to),
  };
}

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

onEachDatabase((database) => {
  let db: TestDatabase;
  const wish = { database, online: false };
  beforeAll(async () => {
    db = await (database === "sqlite" ? openSqlite() : openPostgres(cluster.database("types")));
    await db.run(program(firstSteps(storage), nothing, wish).up);
  });
  afterAll(() => db.close());

  async function fill(at: number, values: readonly JsonValue[]): Promise<void> {
    const type = pairs[at]?.from ?? { kind: "text" };
    await db.execute(`DELETE FROM "t${at}"`);
    const rows = values.map((value, id) => `(${id}, ${dialectOf(database).literal(value, type)})`);
    if (rows.length > 0) await db.execute(`INSERT INTO "t${at}" VALUES ${rows.join(", ")}`);
  }

  test.each(
    pairs.map(({ from, to }, at) => ({
      at,
      from,
      to,
      name: `${nameOf(from)} to ${nameOf(to)}`,
    })),
  )("$name", async ({ at, from, to }) => {
    const after = replay(storage, [stepOf(at)]).tables.find(({ name }) => name === `t${at}`);
    const before = storage.tables[at];
    if (!after || !before) throw new Error("No such table.");
    const { up, down } = program([stepOf(at)], storage, wish);
    const all = valuesOf(from);
    const fitting = all.filter((value) => converted(value, from, to) !== null);
    for (const value of all.filter((one) => !fitting.includes(one))) {
      await fill(at, [value, null]);
      await expect(db.run(up), JSON.stringify(value)).rejects.toThrow(RowsInTheWay);
      expect(await db.rows(before)).toEqual([
        { id: 0, value },
        { id: 1, value: null },
      ]);
    }
    await fill(at, [...fitting, null]);
    await db.run(up);
    const values = new Map((await db.rows(after)).map((row) => [row["id"], row["value"]]));
    const expected = fitting.map((value, id): [number, JsonValue] => [
      id,
      converted(value, from, to),
    ]);
    expect([...values].sort(([one], [other]) => Number(one) - Number(other))).toEqual([
      ...expected,
      [fitting.length, null],
    ]);
    await fill(at, []);
    await db.run(down);
  });
});
