/** Parameters of lists, good and bad, that must not depend on when a row was made. */
import type { Model, Resource } from "../../../src/model/model.ts";
import type { Dice } from "../../random/dice.ts";
import { columns } from "../lists.ts";
import type { Column } from "../lists.ts";
import type { Body } from "../model.ts";

const OPERATORS = ["eq", "ne", "in", "gt", "lte", "contains", "starts_with", "is_null"];

interface Matter {
  /** Rows whose values may be asked for. */
  readonly known: readonly Body[];
  /** Properties that are another on each side. */
  readonly times: ReadonlySet<string>;
}

export function listQuery(
  dice: Dice,
  model: Model,
  resource: Resource,
  { known, times }: Matter,
): Record<string, string> {
  const stable = (use: "filter" | "sort"): Column[] =>
    columns(model, resource, use).filter(
      ({ property }) => !times.has(property) && resource.id.strategy !== "uuid",
    );
  const query: Record<string, string> = {};
  if (dice.chance(40)) query["limit"] = dice.pick(["1", "3", "100", "0", "101", "x", ""]);
  if (dice.chance(20)) query["offset"] = dice.pick(["0", "2", "-1", "99999"]);
  if (dice.chance(30)) query["count"] = dice.pick(["true", "false", "1"]);
  const sorts = stable("sort");
  query["sort"] =
    sorts.length === 0 ? "id" : (dice.chance(50) ? "-" : "") + dice.pick(sorts).property;
  for (const column of dice.several(stable("filter"), dice.integer(0, 2))) {
    const value = known.length === 0 ? null : (dice.pick(known)[column.property] ?? null);
    query[`${column.property}[${dice.pick(OPERATORS)}]`] = dice.chance(25)
      ? dice.pick(["", "x", "1", "true", "%", "1e2", "1_0", "٣"])
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  }
  if (dice.chance(15)) query["fields"] = dice.pick(["id", "id,nope", ""]);
  if (dice.chance(10)) query["q"] = dice.pick(["a", "", "%"]);
  const relations = resource.fields.filter(({ kind }) => kind !== "scalar");
  if (dice.chance(20) && relations.length > 0)
    query["include"] = dice
      .several(relations, 2)
      .map(({ name }) => name)
      .join(",");
  return query;
}
