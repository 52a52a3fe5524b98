/** The id of a resource: made by the service, or a key that the client supplies. */
import type { Span } from "../diagnostics/source.ts";
import type { FieldForm, Form } from "../language/form.ts";
import type { IdField } from "./model.ts";
import { scalarType } from "./scalars.ts";
import type { Scope } from "./scope.ts";

const allowed: ReadonlySet<keyof Form> = new Set([
  "type",
  "min_length",
  "max_length",
  "pattern",
  "description",
  "example",
  "immutable",
]);

export function idField(declared: FieldForm | undefined, uid: string, scope: Scope): IdField {
  const base = { uid: `${uid}.id`, property: "id", column: "id" };
  if (declared === undefined) {
    const strategy = scope.declaration.values.defaults?.id ?? "integer";
    return { ...base, ...madeByService(strategy), description: null, example: undefined };
  }
  for (const [key, written] of Object.entries(declared.keys) as [keyof Form, { at: Span }][]) {
    if (!allowed.has(key) && key !== "to" && key !== "many") {
      scope.collector.report("RW1315", { key, owner: "an id" }, written.at);
    }
  }
  const description = declared.keys.description?.value ?? null;
  const example = declared.keys.example?.value;
  const written = declared.keys.type?.value ?? `-> ${declared.keys.to?.value ?? ""}`;
  if (written === "integer" || written === "uuid") {
    return { ...base, ...madeByService(written), description, example };
  }
  const type = written === "string" || written === "slug" ? scalarType(declared, scope) : null;
  if (type === null) {
    if (written !== "string" && written !== "slug") {
      const at = declared.keys.type?.at ?? declared.keys.to?.at ?? declared.at;
      scope.collector.report("RW1318", { strategy: written }, at);
    }
    return { ...base, ...madeByService("integer"), description, example };
  }
  return { ...base, strategy: "client", type, description, example };
}

function madeByService(strategy: "integer" | "uuid"): Pick<IdField, "strategy" | "type"> {
  return strategy === "uuid"
    ? { strategy, type: { kind: "uuid" } }
    : { strategy, type: { kind: "integer", min: null, max: null } };
}
