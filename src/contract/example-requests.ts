/** Requests to try a service with by hand: one for each operation of a resource, in the order of the document, deletions last. */
import type { Model } from "../model/model.ts";
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
  /** Whether it must say which version of the row it means. */
  readonly ifMatch: boolean;
}

/** Bodies are of seeds that no seed row has, each kind of its own, so that uniques are free whatever was sent before. */
const freshSeeds = { create: 1000, replace: 1001, update: 1002 };

/** Mounts under parents repeat the canonical ones, so their lists alone are shown. */
export function exampleRequests(model: Model): readonly ExampleRequest[] {
  const shown = operations(model).filter(
    (operation) => operation.nested === null || operation.kind === "list",
  );
  return [...shown.filter(({ kind }) => kind !== "delete"), ...deletions(model, shown)].map(
    (operation) => ({
      title: titleOf(model, operation),
      method: operation.method,
      path: pathOf(model, operation),
      body: bodyOf(model, operation),
      ifMatch: operation.requireIfMatch,
    }),
  );
}

/** Children before the parents that they would keep from going. */
function deletions(model: Model, shown: readonly HttpOperation[]): readonly HttpOperation[] {
  /** Higher than those of the parents; 0 while these are being looked at. */
  const ranks = new Map<string, number>();
  let last = 0;
  const visit = (name: string): void => {
    if (ranks.has(name)) return;
    ranks.set(name, 0);
    for (const field of resourceNamed(model, name).fields)
      if (field.kind === "to_one") visit(field.to);
    last += 1;
    ranks.set(name, last);
  };
  for (const { name } of model.resources) visit(name);
  return shown
    .filter(({ kind }) => kind === "delete")
    .sort((a, b) => (ranks.get(b.resource) ?? 0) - (ranks.get(a.resource) ?? 0));
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
  const target = resourceNamed(model, resource);
  const whole = Object.entries(
    validBody(model, target, freshSeeds[body.purpose], { ids: exampleIds(model) }),
  );
  // What cannot be changed is left out, for the row that is there has other values.
  const fixed = new Set([
    target.id.property,
    ...target.fields.filter(({ immutable }) => immutable).map(({ property }) => property),
  ]);
  const changeable = whole.filter(([name]) => !fixed.has(name));
  // An update that changes one thing is the usual one.
  const changed = body.purpose === "update" ? changeable.slice(0, 1) : changeable;
  return JSON.stringify(Object.fromEntries(body.purpose === "create" ? whole : changed), null, 2);
}
