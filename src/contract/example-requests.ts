/** Requests to try a service with by hand: one for each operation of a resource, in the order of the document. */
import type { JsonValue, Model } from "../model/model.ts";
import { exampleIds, validBody } from "./examples/valid.ts";
import { resourceNamed } from "./lookup.ts";
import { type HttpOperation, operations } from "./operations.ts";

export interface ExampleRequest {
  /** `Create a book`, for a heading. */
  readonly title: string;
  readonly method: HttpOperation["method"];
  /** Below the base path, with its query. */
  readonly path: string;
  /** Indented JSON; null where there is no body. */
  readonly body: string | null;
}

/** Bodies are of seeds that no seed row has, so that uniques are free. */
const freshSeed = 1000;

/** Mounts under parents repeat the canonical ones, so their lists alone are shown. */
export function exampleRequests(model: Model): readonly ExampleRequest[] {
  return operations(model)
    .filter((operation) => operation.nested === null || operation.kind === "list")
    .map((operation) => ({
      title: titleOf(model, operation),
      method: operation.method,
      path: pathOf(model, operation),
      body: bodyOf(model, operation),
    }));
}

function titleOf(model: Model, { kind, resource, link, nested }: HttpOperation): string {
  const { words, pluralWords } = resourceNamed(model, resource);
  const one = `${article(words)} ${words.join(" ")}`;
  if (link !== null) {
    const links = link.name.replaceAll("_", " ");
    if (kind === "list_links") return `List ${links} of ${one}`;
    return kind === "add_link" ? `Add to ${links} of ${one}` : `Remove from ${links} of ${one}`;
  }
  if (kind === "list") {
    const under = nested === null ? "" : ` by ${nested.field.replaceAll("_", " ")}`;
    return `List ${pluralWords.join(" ")}${under}`;
  }
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${one}`;
}

function article([first = ""]: readonly string[]): string {
  return /^[aeiou]/.test(first) ? "an" : "a";
}

function pathOf(model: Model, { route, pathParameters, kind }: HttpOperation): string {
  const ids = exampleIds(model);
  const values = new Map(
    pathParameters.map(({ name, resource }) => [name, String(ids(resource, 0))]),
  );
  const path = route.replaceAll(/\{([^}]+)\}/g, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : encodeURIComponent(value);
  });
  return kind === "list" ? `${path}?limit=5&count=true` : path;
}

function bodyOf(model: Model, { body, resource, nested }: HttpOperation): string | null {
  if (body === null || nested !== null) return null;
  const whole = validBody(model, resourceNamed(model, resource), freshSeed, {
    ids: exampleIds(model),
  });
  return JSON.stringify(body.purpose === "update" ? firstMember(whole) : whole, null, 2);
}

/** An update that changes one thing is the usual one. */
function firstMember(body: Readonly<Record<string, JsonValue>>): object {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => name !== "id")
      .slice(0, 1),
  );
}
