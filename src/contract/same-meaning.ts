/**
 * Whether two OpenAPI 3.1 documents promise the same: the places where they do not.
 *
 * Frameworks write one promise in many ways: by reference or in place, `anyOf` or a list of types, in any order. So the
 * documents are walked together and compared by what a client or server may send: operations, parameters, bodies, answers,
 * headers. Texts for people (titles, descriptions, examples, tags, `x-…`) mean nothing here, nor do the names of components.
 *
 * Schemas refer to each other in circles. A pair of places under comparison is taken for the same when it is met again, which
 * is right (two graphs differ only where some path through both leads to a difference) and visits each pair once.
 */
type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [name: string]: Json;
}

const texts = new Set([
  "title",
  "description",
  "summary",
  "example",
  "examples",
  "$comment",
  "deprecated",
  "tags",
]);
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/** Keywords that say nothing at these values. */
const silent: JsonObject = {
  additionalProperties: true,
  uniqueItems: false,
  minItems: 0,
  minLength: 0,
  readOnly: false,
  writeOnly: false,
};
/** Keywords that concern one type only; on a schema of several types they go with theirs. */
const typeOf: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern"],
  array: ["items", "minItems", "maxItems", "uniqueItems", "prefixItems"],
  object: ["properties", "required", "additionalProperties"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
};

/** Pointers into the documents where they differ, each with what either says; empty: they mean the same. */
export function differences(left: JsonObject, right: JsonObject): readonly string[] {
  const found: string[] = [];
  const met = new Set<string>();

  function same(a: Json, b: Json, at: string): void {
    const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
    if (one !== other) found.push(`${at}: ${one ?? "nothing"} ≠ ${other ?? "nothing"}`);
  }

  /** Members by name, each compared by `compare`; a member on one side only is a difference. */
  function each(
    a: JsonObject,
    b: JsonObject,
    at: string,
    compare: (a: Json, b: Json, at: string) => void,
  ): void {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const place = `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const [one, other] = [own(a, name), own(b, name)];
      if (one === undefined || other === undefined)
        found.push(`${place}: only on the ${one === undefined ? "right" : "left"}`);
      else compare(one, other, place);
    }
  }

  function schemas(a: Json, b: Json, at: string): void {
    const pair = `${identity(a)} ${identity(b)}`;
    if (met.has(pair)) return;
    met.add(pair);
    const [ones, others] = [variants(left, a), variants(right, b)];
    same(
      ones.map(({ type }) => type ?? "any"),
      others.map(({ type }) => type ?? "any"),
      `${at}/type`,
    );
    ones.forEach((one, index) => {
      const other = others[index];
      if (other !== undefined && one["type"] === other["type"]) each(one, other, at, keyword);
    });
  }

  function keyword(a: Json, b: Json, at: string): void {
    const name = at.slice(at.lastIndexOf("/") + 1);
    if (name === "properties") each(object(a), object(b), at, schemas);
    else if (name === "items" || (name === "additionalProperties" && typeof a === "object"))
      schemas(a, b, at);
    else if (name === "required" || name === "enum") same(sorted(a), sorted(b), at);
    else same(a, b, at);
  }

  function media(a: Json, b: Json, at: string): void {
    schemas(object(a)["schema"] ?? {}, object(b)["schema"] ?? {}, at);
  }

  function answers(a: Json, b: Json, at: string): void {
    const [one, other] = [resolved(left, a), resolved(right, b)];
    each(object(one["content"]), object(other["content"]), `${at}/content`, media);
    each(
      byLowerCase(one["headers"]),
      byLowerCase(other["headers"]),
      `${at}/headers`,
      (x, y, place) => media(resolved(left, x), resolved(right, y), place),
    );
  }

  function parameter(a: Json, b: Json, at: string): void {
    const [one, other] = [object(a), object(b)];
    same(one["required"] ?? false, other["required"] ?? false, `${at}/required`);
    same(one["style"] ?? "default", other["style"] ?? "default", `${at}/style`);
    same(one["explode"] ?? true, other["explode"] ?? true, `${at}/explode`);
    media(one, other, at);
  }

  each(operationsOf(left), operationsOf(right), "", (a, b, at) => {
    const [one, other] = [object(a), object(b)];
    same(one["operationId"] ?? null, other["operationId"] ?? null, `${at}/operationId`);
    each(parametersOf(left, one), parametersOf(right, other), `${at}/parameters`, parameter);
    const [sent, taken] = [
      resolved(left, one["requestBody"] ?? {}),
      resolved(right, other["requestBody"] ?? {}),
    ];
    same(sent["required"] ?? false, taken["required"] ?? false, `${at}/requestBody/required`);
    each(object(sent["content"]), object(taken["content"]), `${at}/requestBody`, media);
    each(object(one["responses"]), object(other["responses"]), `${at}/responses`, answers);
  });
  return found;
}

const identities = new WeakMap<object, string>();
let identified = 0;

/** A reference is its own identity; a schema in place is itself. */
function identity(schema: Json): string {
  if (typeof schema !== "object" || schema === null) return String(schema);
  const reference = object(schema)["$ref"];
  if (typeof reference === "string") return reference;
  const known = identities.get(schema) ?? `@${String((identified += 1))}`;
  identities.set(schema, known);
  return known;
}

/** Operations by method and path, with the parameters of their path item. */
function operationsOf(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object(document["paths"])).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = own(object(item), method);
        if (operation === undefined) return [];
        const parameters = [
          ...list(object(item)["parameters"]),
          ...list(object(operation)["parameters"]),
        ];
        return [[`${method} ${path}`, { ...object(operation), parameters }]];
      }),
    ),
  );
}

function parametersOf(document: JsonObject, operation: JsonObject): JsonObject {
  const parameters = list(operation["parameters"]).map((entry) => resolved(document, entry));
  return Object.fromEntries(
    parameters.map((entry) => [`${String(entry["in"])} ${String(entry["name"])}`, entry]),
  );
}

/** The alternatives of a schema, each of one type or of any, in the order of their types. */
function variants(document: JsonObject, schema: Json): readonly JsonObject[] {
  const whole = resolved(document, schema);
  const entries = Object.entries(whole).filter(
    ([name, value]) =>
      !texts.has(name) &&
      !name.startsWith("x-") &&
      JSON.stringify(silent[name]) !== JSON.stringify(value),
  );
  const plain = Object.fromEntries(
    entries.filter(([name]) => !["$ref", "anyOf", "oneOf", "allOf", "type"].includes(name)),
  );
  if ("const" in plain) plain["enum"] = [plain["const"] ?? null];
  delete plain["const"];
  const inner = list(whole["anyOf"] ?? whole["oneOf"] ?? whole["allOf"]);
  const alternatives =
    inner.length > 0
      ? inner
          .flatMap((option) => variants(document, option))
          .map((option) => ({ ...option, ...plain }))
      : [whole["type"] ?? null].flat().map((type) => ofType(plain, type));
  const all = alternatives.some((option) => option["type"] === undefined)
    ? alternatives.filter((option) => option["type"] !== "null")
    : alternatives;
  return [...all].sort((a, b) => (String(a["type"]) < String(b["type"]) ? -1 : 1));
}

/** What a schema says about values of one type. */
function ofType(schema: JsonObject, type: Json): JsonObject {
  if (typeof type !== "string") return schema;
  const family = type === "integer" ? "number" : type;
  const foreign = new Set(
    Object.entries(typeOf).flatMap(([name, keywords]) => (name === family ? [] : keywords)),
  );
  const kept = Object.entries(schema).filter(
    ([name]) =>
      !foreign.has(name) && !(type === "null" && ["format", "enum", "default"].includes(name)),
  );
  const values = list(schema["enum"]).filter((value) => value !== null);
  return {
    type,
    ...Object.fromEntries(kept.map(([name, value]) => [name, name === "enum" ? values : value])),
  };
}

/** What a reference leads to, with what stands beside it. */
function resolved(document: JsonObject, value: Json): JsonObject {
  const { $ref, ...beside } = object(value);
  if (typeof $ref !== "string") return beside;
  const steps = $ref.replace(/^#\//, "").split("/");
  const target = steps.reduce<Json>(
    (place, step) =>
      own(object(place), decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")) ??
      {},
    document,
  );
  return { ...resolved(document, target), ...beside };
}

function byLowerCase(headers: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(object(headers)).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function object(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function own(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function sorted(value: Json): Json {
  return Array.isArray(value) ? value.map((item: Json) => JSON.stringify(item)).sort() : value;
}
