/** `sort`, on every sortable property, both ways, across pages. */
import type { Area } from "../check.ts";
import { columns, keyColumn, ordered, stocked, walk, withQuery } from "../lists.ts";
import type { Column } from "../lists.ts";
import { expectSame } from "../mismatch.ts";
import { orderReversed, wrongCode } from "../mutants/catalogue.ts";
import { parameterIgnored, requestMutant } from "../mutants/mutant.ts";
import { scalars } from "../model.ts";
import { expectQueryFaults } from "../problem.ts";
import { main, resources } from "../subjects.ts";
import type { Resource } from "../../../src/model/model.ts";
import type { World } from "../world.ts";

const minusIgnored = requestMutant("sort knows no minus", (request) => ({
  ...request,
  path: request.path.replace(/sort=-/, "sort="),
}));
const plusReversed = requestMutant("sort is always descending", (request) => ({
  ...request,
  path: request.path.replace(/sort=(?!-)/, "sort=-"),
}));

async function expectOrder(
  { http, plain, rows, collection }: World,
  resource: Resource,
  order: { column: Column; descending: boolean }[],
): Promise<void> {
  await stocked(rows, resource, 9);
  const at = collection(resource);
  const sort = order
    .map(({ column, descending }) => (descending ? "-" : "") + column.property)
    .join(",");
  const every = await walk(plain, at, { limit: "100" });
  const limit = every.length > 60 ? "40" : "7";
  const seen = await walk(http, at, { limit, sort });
  const shown = (list: typeof every) =>
    list.map((row) => [row["id"], ...order.map(({ column }) => row[column.property] ?? null)]);
  expectSame(shown(seen), shown(ordered(every, order, keyColumn(resource))), `order by ${sort}`);
}

export const sorting: Area = (plan) => {
  const { model } = plan;
  const subjects = resources(model, "list");
  const keys = subjects.flatMap(([name, resource]) =>
    columns(model, resource, "sort").map(
      (column) => [`${name}.${column.property}`, { resource, column }] as const,
    ),
  );
  plan.each(
    keys,
    "ascending, nulls last, the id breaking ties",
    plusReversed,
    async (world, { resource, column }) => {
      await expectOrder(world, resource, [{ column, descending: false }]);
    },
  );
  plan.each(
    keys,
    "descending, nulls last, the id breaking ties upwards",
    minusIgnored,
    async (world, { resource, column }) => {
      await expectOrder(world, resource, [{ column, descending: true }]);
    },
  );

  const subject = main(model, "list");
  const few =
    subject === null
      ? []
      : columns(model, subject, "sort").filter(({ type }) =>
          ["boolean", "enum"].includes(type.kind),
        );
  plan.on(
    few[0] === undefined || subject === null ? null : { subject, coarse: few[0] },
    "by two keys, one of few values",
    orderReversed,
    async (world, { subject: resource, coarse }) => {
      const fine = columns(model, resource, "sort")
        .slice(1)
        .find((one) => one.property !== coarse.property && one.optional);
      if (fine === undefined) return;
      await expectOrder(world, resource, [
        { column: coarse, descending: true },
        { column: fine, descending: false },
      ]);
      await expectOrder(world, resource, [
        { column: coarse, descending: false },
        { column: fine, descending: true },
      ]);
    },
  );
  plan.on(subject, "text sorts by code point", orderReversed, async (world, resource) => {
    const column = columns(model, resource, "sort").find(
      ({ type }) =>
        (type.kind === "string" || type.kind === "text") &&
        type.pattern === null &&
        (type.maxLength ?? 99) >= 4 &&
        type.minLength <= 3 &&
        !isImmutable(resource),
    );
    if (column === undefined) return;
    for (const text of ["aZ", "Za", "äa", "_a", " a", "😀a", "\uffeea", "éa"]) {
      await world.rows.create(resource, {
        [column.property]: text.padEnd(4, String(world.rows.next() % 10)).slice(0, 4),
      });
    }
    await expectOrder(world, resource, [{ column, descending: false }]);
    await expectOrder(world, resource, [{ column, descending: true }]);
  });

  const faults: [string, string, string][] = [
    ["an unknown property", "no_such_thing", "enum"],
    ["nothing", "", "enum"],
    ["a minus alone", "-", "enum"],
    ["a doubled minus", "--id", "enum"],
    ["a plus", "+id", "enum"],
    ["a trailing comma", "id,", "enum"],
    ["a property twice", "id,-id", "unique_items"],
    ["another case", "ID", "enum"],
    ["a column that is not shown", "row_version", "enum"],
    ["SQL", "id;drop table x", "enum"],
  ];
  for (const [label, sort, code] of faults) {
    plan.on(
      subject,
      `sort by ${label} is ${code}`,
      parameterIgnored(/^sort$/),
      async ({ http, collection }, resource) => {
        expectQueryFaults(await http.get(withQuery(collection(resource), { sort })), [
          ["sort", code],
        ]);
      },
    );
  }
  const unsortable = subjects.flatMap(([name, resource]) =>
    scalars(resource)
      .filter((field) => !field.sort || field.writeonly)
      .map((field) => [`${name}.${field.name}`, { resource, field }] as const),
  );
  plan.each(
    unsortable,
    "what is not sortable is refused",
    wrongCode,
    async ({ http, collection }, { resource, field }) => {
      expectQueryFaults(await http.get(withQuery(collection(resource), { sort: field.property })), [
        ["sort", "enum"],
      ]);
    },
  );
};

function isImmutable(resource: Resource): boolean {
  return resource.fields.some((field) => field.kind === "to_one" && field.unique);
}
