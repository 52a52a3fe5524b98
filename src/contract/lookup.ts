/** Names to values within one model. The model is resolved, so a name that is not there is a bug, not a fault of the user's. */
import type { EmbeddedType, Field, Model, Resource } from "../model/model.ts";
import { oncePerModel } from "../model/once.ts";

function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the model has no ${what}`);
  return value;
}

export function resourceNamed(model: Model, name: string): Resource {
  return found(resourcesByName(model).get(name), `resource ${name}`);
}

const resourcesByName = oncePerModel(
  ({ resources }) => new Map(resources.map((resource) => [resource.name, resource])),
);

/** A relation, and the resource whose field it is. */
export interface Reference {
  readonly from: Resource;
  readonly field: Exclude<Field, { kind: "scalar" }>;
}

/** The relations that name a resource, in the order of the declaration. */
export function referencesTo(model: Model, name: string): readonly Reference[] {
  return references(model).get(name) ?? [];
}

const references = oncePerModel((model): ReadonlyMap<string, readonly Reference[]> => {
  const byName = new Map<string, Reference[]>();
  for (const from of model.resources) {
    for (const field of from.fields) {
      if (field.kind === "scalar") continue;
      const known = byName.get(field.to) ?? [];
      known.push({ from, field });
      byName.set(field.to, known);
    }
  }
  return byName;
});

export function embeddedNamed(model: Model, name: string): EmbeddedType {
  return found(
    model.types.find((type) => type.name === name),
    `embedded type ${name}`,
  );
}

export function fieldNamed(resource: Resource, name: string): Field {
  return found(
    resource.fields.find((field) => field.name === name),
    `field ${resource.name}.${name}`,
  );
}
