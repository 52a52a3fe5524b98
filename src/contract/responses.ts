/** The statuses that an operation can really answer, and what comes with them. */
import type { Model, OnDelete, Resource } from "../model/model.ts";
import { resourceNamed } from "./lookup.ts";
import type { Mount } from "./operations.ts";

export interface Answer {
  readonly status: number;
  readonly body: "row" | "list" | "problem" | "none";
  /** Besides those that every answer may have (`X-Request-Id`, rate limits, CORS). */
  readonly headers: readonly ("ETag" | "Location" | "Link" | "Retry-After" | "WWW-Authenticate")[];
}

export function responsesOf(model: Model, mount: Mount): readonly Answer[] {
  return [success(mount), ...notModified(mount), ...problems(model, mount)].sort(
    (a, b) => a.status - b.status,
  );
}

function success(mount: Mount): Answer {
  switch (mount.kind) {
    case "list":
    case "list_links":
      return { status: 200, body: "list", headers: ["Link"] };
    case "create":
      return { status: 201, body: "row", headers: ["ETag", "Location"] };
    case "retrieve":
    case "replace":
    case "update":
      return { status: 200, body: "row", headers: ["ETag"] };
    case "delete":
    case "add_link":
    case "remove_link":
      return { status: 204, body: "none", headers: [] };
  }
}

function notModified(mount: Mount): readonly Answer[] {
  return mount.conditional === "if_none_match"
    ? [{ status: 304, body: "none", headers: ["ETag"] }]
    : [];
}

function problems(model: Model, mount: Mount): readonly Answer[] {
  const resource = resourceNamed(model, mount.resource);
  const writesBody = mount.body !== null;
  const rules = resource.access?.[mount.declared] ?? null;
  const guarded = rules !== null && !rules.some((rule) => rule.kind === "public");
  const possible: readonly (readonly [number, boolean])[] = [
    [400, true],
    [401, guarded],
    [403, guarded && rules.some((rule) => rule.kind === "owner" || rule.kind === "role")],
    [404, mount.pathParameters.length > 0],
    [406, true],
    [
      409,
      writesBody ? canClash(resource, mount) : mount.kind === "delete" && isHeld(model, resource),
    ],
    [412, mount.conditional === "if_match"],
    [413, writesBody],
    [415, writesBody],
    [422, writesBody],
    [428, mount.requireIfMatch],
    [429, true],
    [500, true],
    [503, true],
  ];
  return possible
    .filter(([, occurs]) => occurs)
    .map(([status]) => ({ status, body: "problem", headers: problemHeaders(status) }));
}

function problemHeaders(status: number): Answer["headers"] {
  if (status === 401) return ["WWW-Authenticate"];
  return status === 429 || status === 503 ? ["Retry-After"] : [];
}

/** A unique that this write can break: one with a field that it may change, or on creation the client's own key. */
function canClash(resource: Resource, mount: Mount): boolean {
  const creates = mount.kind === "create";
  if (creates && resource.id.strategy === "client") return true;
  if (creates) return resource.uniques.length > 0;
  return resource.uniques.some((unique) =>
    resource.fields.some(
      (field) => unique.fields.includes(field.name) && !field.readonly && !field.immutable,
    ),
  );
}

/** Another row may refer to this one and forbid its end, directly or through what it takes with it. */
function isHeld(model: Model, resource: Resource): boolean {
  const references = referencesTo(model);
  const reached = new Set([resource.name]);
  for (const name of reached) {
    for (const { from, onDelete } of references.get(name) ?? []) {
      if (onDelete === "restrict") return true;
      if (onDelete === "cascade") reached.add(from);
    }
  }
  return false;
}

interface Reference {
  readonly from: string;
  readonly onDelete: OnDelete;
}

/** Of a large model every resource is asked for; a model is frozen, so what refers to what is gathered once. */
const gathered = new WeakMap<Model, ReadonlyMap<string, readonly Reference[]>>();

function referencesTo(model: Model): ReadonlyMap<string, readonly Reference[]> {
  const known = gathered.get(model);
  if (known !== undefined) return known;
  const references = new Map<string, Reference[]>();
  for (const { name, fields } of model.resources) {
    for (const field of fields) {
      if (field.kind !== "to_one") continue;
      const list = references.get(field.to) ?? [];
      list.push({ from: name, onDelete: field.onDelete });
      references.set(field.to, list);
    }
  }
  gathered.set(model, references);
  return references;
}
