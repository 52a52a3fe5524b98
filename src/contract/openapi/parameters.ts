/** Parameters: path, the list's own, one per filter and operator, and the conditional headers. Repeated ones are components. */
import type { JsonValue, Model, Resource } from "../../model/model.ts";
import { exampleIds } from "../examples/valid.ts";
import { limits } from "../limits.ts";
import { listParameters, type Filter, type ListParameters, type Operator } from "../lists.ts";
import { resourceNamed } from "../lookup.ts";
import type { HttpOperation, PathParameter } from "../operations.ts";
import { idValue } from "../shapes.ts";
import { object, type JsonObject } from "./json.ts";
import { decimalPattern, shownScalar, valueSchema, type SchemaContext } from "./schemas.ts";

/** Key under `components.parameters` → parameter. Only what an operation refers to is there. */
export type ParameterComponents = readonly (readonly [string, JsonObject])[];

export function parameterComponents(
  model: Model,
  operations: readonly HttpOperation[],
): ParameterComponents {
  const shownBy = (query: HttpOperation["query"]): ReadonlySet<string> =>
    new Set(operations.flatMap((operation) => (operation.query === query ? operation.shown : [])));
  const [lists, rows] = [shownBy("list"), shownBy("row")];
  return [
    ...(lists.size > 0 ? common : []),
    ...(operations.some(({ conditional }) => conditional === "if_none_match") ? [ifNoneMatch] : []),
    ...model.resources.flatMap((resource) => {
      const listed = lists.has(resource.name);
      if (!listed && !rows.has(resource.name)) return [];
      const accepted = listParameters(model, resource);
      return [
        ...(listed ? ofList(resource, accepted) : []),
        ...ofRepresentation(resource, accepted),
        ...(listed ? accepted.filters.flatMap((filter) => ofFilter(resource, filter)) : []),
      ];
    }),
  ];
}

/** There are as many operations as components, nearly: each looks its keys up in one set. */
const knownKeys = new WeakMap<ParameterComponents, ReadonlySet<string>>();

function keysOf(components: ParameterComponents): ReadonlySet<string> {
  const known = knownKeys.get(components) ?? new Set(components.map(([key]) => key));
  knownKeys.set(components, known);
  return known;
}

/** The parameters of one operation, in the order in which they are documented. */
export function parametersOf(
  context: SchemaContext,
  operation: HttpOperation,
  components: ParameterComponents,
): readonly JsonValue[] {
  const keys = keysOf(components);
  const refer = (key: string): readonly JsonObject[] =>
    keys.has(key) ? [{ $ref: `#/components/parameters/${key}` }] : [];
  const own = operation.shown;
  const path = operation.pathParameters.map((parameter) => ofPath(context, parameter));
  switch (operation.query) {
    case "none":
      return operation.conditional === "if_match"
        ? [...path, ifMatch(operation.requireIfMatch)]
        : path;
    case "row":
      return [
        ...path,
        ...refer(`${own}.fields`),
        ...refer(`${own}.include`),
        ...refer("ifNoneMatch"),
      ];
    case "list": {
      const accepted = listParameters(context.model, resourceNamed(context.model, own));
      return [
        ...path,
        ...common.flatMap(([key]) => refer(key)),
        ...["sort", "fields", "include", "q"].flatMap((name) => refer(`${own}.${name}`)),
        ...accepted.filters.flatMap((filter) =>
          filter.operators.flatMap((operator) => refer(filterKey(own, filter, operator))),
        ),
      ];
    }
  }
}

/** `price` for `eq` where the name is free, `price[gte]` else. */
export function filterName(filter: Filter, operator: Operator): string {
  return operator === "eq" && filter.bare ? filter.property : `${filter.property}[${operator}]`;
}

function queryParameter(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: "query", description, schema };
}

/** Comma-separated values. (OpenAPI 3.1, "Style Values": form without explode) */
function commaSeparated(
  name: string,
  description: string,
  items: JsonObject,
  most?: number,
): JsonObject {
  const schema = object(
    ["type", "array"],
    ["items", items],
    ["minItems", 1],
    ["maxItems", most],
    ["uniqueItems", most === undefined ? true : undefined],
  );
  return { name, in: "query", description, style: "form", explode: false, schema };
}

const common: ParameterComponents = [
  [
    "limit",
    queryParameter("limit", "Rows of a page.", {
      type: "integer",
      minimum: 1,
      maximum: limits.pageMax,
      default: limits.pageDefault,
    }),
  ],
  [
    "offset",
    queryParameter("offset", "Rows to pass over. Not beside `cursor`.", {
      type: "integer",
      minimum: 0,
      maximum: limits.offsetMax,
      default: 0,
    }),
  ],
  [
    "cursor",
    queryParameter(
      "cursor",
      "`page.next_cursor` of the page before, under the same filters and sort.",
      {
        type: "string",
        minLength: 1,
      },
    ),
  ],
  [
    "count",
    queryParameter("count", "Whether `page.total` is wanted.", { type: "boolean", default: false }),
  ],
];

function etags(name: string, required: boolean, description: string): JsonObject {
  return object(
    ["name", name],
    ["in", "header"],
    ["description", description],
    ["required", required ? true : undefined],
    ["schema", { type: "string" }],
    ["example", '"3f2a91bc-7"'],
  );
}

const ifNoneMatch: readonly [string, JsonObject] = [
  "ifNoneMatch",
  etags(
    "If-None-Match",
    false,
    "Tags of representations that the client has; 304 when one of them is current.",
  ),
];

function ifMatch(required: boolean): JsonObject {
  return etags("If-Match", required, "Tags of which one must be current, else 412; `*` for any.");
}

function ofList(resource: Resource, accepted: ListParameters): ParameterComponents {
  const sorted = accepted.sort.flatMap(({ property }) => [property, `-${property}`]);
  const byDefault = resource.defaultSort
    .map(({ field, descending }) => (descending ? "-" : "") + propertyOf(resource, field))
    .join(",");
  return [
    [
      `${resource.name}.sort`,
      commaSeparated(
        "sort",
        `Properties to sort by, \`-\` for descending. By default \`${byDefault}\`.`,
        { type: "string", enum: sorted },
      ),
    ],
    ...(accepted.search.length > 0
      ? ([
          [
            `${resource.name}.q`,
            queryParameter("q", `Text that one of these contains: ${accepted.search.join(", ")}.`, {
              type: "string",
              minLength: 1,
              maxLength: limits.searchMax,
            }),
          ],
        ] as const)
      : []),
  ];
}

function ofRepresentation(resource: Resource, accepted: ListParameters): ParameterComponents {
  const names = accepted.include.map(({ name }) => name);
  return [
    [
      `${resource.name}.fields`,
      commaSeparated("fields", "Properties to keep; the others are then absent.", {
        type: "string",
        enum: accepted.fields,
      }),
    ],
    ...(names.length > 0
      ? ([
          [
            `${resource.name}.include`,
            commaSeparated("include", "Relations to embed.", { type: "string", enum: names }),
          ],
        ] as const)
      : []),
  ];
}

const meanings: Readonly<Record<Operator, string>> = {
  eq: "is",
  ne: "is not, or has no value",
  in: "is one of these",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  contains: "contains, whatever the case of ASCII letters",
  starts_with: "starts with, whatever the case of ASCII letters",
  is_null: "has no value, or has one",
};

function ofFilter(resource: Resource, filter: Filter): ParameterComponents {
  return filter.operators.map((operator) => {
    const name = filterName(filter, operator);
    const description = `Rows whose \`${filter.property}\` ${meanings[operator]}.`;
    const operand = operandSchema(filter);
    const parameter =
      operator === "in"
        ? commaSeparated(
            name,
            `${description} A comma within a value is written \`\\,\`.`,
            operand,
            limits.inMax,
          )
        : queryParameter(name, description, operator === "is_null" ? { type: "boolean" } : operand);
    return [filterKey(resource.name, filter, operator), parameter];
  });
}

function filterKey(resource: string, filter: Filter, operator: Operator): string {
  return `${resource}.${filter.property}.${operator}`;
}

/** One operand, as text of a query: declared bounds and lengths are for bodies. */
function operandSchema({ value, field }: Filter): JsonObject {
  const { type } = value;
  if (field !== null && field.kind !== "scalar" && type.kind === "bigint") {
    return { type: "integer", format: "int64", minimum: 1, maximum: limits.safeInteger };
  }
  switch (type.kind) {
    case "email":
    case "url":
    case "slug":
    case "ip":
      return { type: "string" };
    case "decimal":
      return { ...shownScalar(type), pattern: decimalPattern(type.precision, type.scale) };
    default:
      return shownScalar(type);
  }
}

function ofPath(context: SchemaContext, { name, resource, id }: PathParameter): JsonObject {
  return {
    name,
    in: "path",
    required: true,
    schema: valueSchema(context, idValue(id), "create"),
    example: exampleIds(context.model)(resource, 0),
  };
}

function propertyOf(resource: Resource, name: string): string {
  const field = resource.fields.find((candidate) => candidate.name === name);
  return field?.property ?? name;
}
