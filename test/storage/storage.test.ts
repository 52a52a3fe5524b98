import { expect, test } from "vitest";
import { loadModelFromText } from "../../src/model/load.ts";
import { storageOf } from "../../src/storage/build.ts";
import { createNames } from "../../src/storage/names.ts";
import { inOrderOfCreation } from "../../src/storage/order.ts";
import { canonicalValue } from "../../src/storage/values.ts";
import { model, resource, scalar, string, toOne } from "../support/models.ts";
import { everything } from "./sample.ts";

test("the same model gives the same storage, frozen to its leaves and whole after JSON", () => {
  const storage = storageOf(everything);
  expect(JSON.parse(JSON.stringify(storage))).toEqual(storage);
  expect(storageOf(everything)).toEqual(storage);
  expect(Object.isFrozen(storage.tables[0]?.columns[0]?.type)).toBe(true);
});

test("names are cut to 63 bytes with a hash, and never given twice", () => {
  const names = createNames(["a", "a_b"]);
  const long = "x".repeat(60);
  const given = [
    names.constraint("uq", "a", ["b_c"]),
    names.constraint("uq", "a_b", ["c"]),
    names.constraint("ix", long, ["first"]),
    names.constraint("ix", long, ["second"]),
    names.constraint("ix", "a", ["B"]),
    names.constraint("ix", "a", ["b"]),
    names.declared("ix_a_b"),
  ];
  expect(given[0]).toBe("uq_a_b_c");
  expect(given[1]).toMatch(/^uq_a_b_c_[0-9a-f]{8}$/);
  expect(given[2]).toMatch(/^ix_x{51}_[0-9a-f]{8}$/);
  expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(given.length);
  expect(Math.max(...given.map((name) => name.length))).toBe(63);
  expect(createNames([]).constraint("ix", long, ["second"])).toBe(given[3]);
});

function tableNames(...resources: ReturnType<typeof resource>[]) {
  return storageOf(model(resources)).tables.map((table) => table.name);
}

test("parents come before children, otherwise the declared order stays", () => {
  expect(
    tableNames(
      resource("B", [toOne("c", "C"), toOne("self", "B", { optional: true })]),
      resource("A", []),
      resource("C", [toOne("a", "A")]),
    ),
  ).toEqual(["as", "cs", "bs"]);
});

test("a circle is broken where the foreign key may be null", () => {
  const circle = [
    resource("D", [toOne("e", "E", { optional: true })]),
    resource("E", [toOne("h", "D"), toOne("late", "Z", { optional: true })]),
    resource("Z", []),
  ];
  expect(tableNames(resource("O", [toOne("d", "D", { optional: true })]), ...circle)).toEqual([
    "zs",
    "ds",
    "os",
    "es",
  ]);
  const [d, e, z] = circle;
  if (!d || !e || !z) throw new Error("three resources");
  expect(tableNames(e, d, z)).toEqual(["zs", "ds", "es"]);
  expect(tableNames(resource("X", [toOne("y", "Y")]), resource("Y", [toOne("x", "X")]))).toEqual([
    "xs",
    "ys",
  ]);
});

test("a thousand tables are put in order at once", () => {
  const resources = Array.from({ length: 1000 }, (_, index) =>
    resource(`R${index}`, index < 999 ? [toOne("next", `R${index + 1}`)] : []),
  );
  const tables = [...storageOf(model(resources)).tables];
  expect(tables[0]?.name).toBe("r999s");
  expect(inOrderOfCreation(tables.toReversed())).toEqual(tables);
});

test("a foreign key is indexed unless a whole index begins with it", () => {
  const declared = {
    uniques: [{ name: "u", fields: ["a", "name"] }],
    indexes: [{ name: "i", keys: [{ field: "b", descending: true }] }],
  };
  const fields = [scalar("name", string()), toOne("a", "A"), toOne("b", "A"), toOne("c", "A")];
  const indexes = (softDelete: { column: string } | null) =>
    storageOf(model([resource("A", []), resource("T", fields, { ...declared, softDelete })]))
      .tables.find((table) => table.name === "ts")
      ?.indexes.map((index) => index.name);
  expect(indexes(null)).toEqual(["i", "ix_ts_c_id"]);
  expect(indexes({ column: "gone" })).toEqual(["i", "ix_ts_a_id", "ix_ts_c_id"]);
});

test("equal values have one form", () => {
  const decimal = { kind: "decimal", precision: 10, scale: 2 } as const;
  expect(canonicalValue("-0", decimal)).toBe("0.00");
  expect(canonicalValue("007.5", decimal)).toBe("7.50");
  expect(canonicalValue("-12", { ...decimal, scale: 0 })).toBe("-12");
  expect(Object.is(canonicalValue(-0, { kind: "integer" }), 0)).toBe(true);
  expect(canonicalValue("2024-01-01t00:00:00.99999z", { kind: "datetime" })).toBe(
    "2024-01-01T00:00:00.999Z",
  );
});

test("a field of the name of a column of the service's own is not taken for it", () => {
  const text = `restwright: 1
service: { name: sample }
framework: fastify
database: sqlite
resources:
  Document:
    fields:
      version: enum(draft, final)
`;
  const { model: loaded } = loadModelFromText(text, "restwright.yaml");
  if (!loaded) throw new Error("The declaration has faults.");
  const [table] = storageOf(loaded).tables;
  expect(table?.checks.map((check) => check.name)).toEqual(["ck_documents_version"]);
  const uids = table?.columns.map((column) => column.uid) ?? [];
  expect(new Set(uids).size).toBe(uids.length);
});
