/** Names to values within one model. The model is resolved, so a name that is not there is a bug, not a fault of the user's. */
import type { EmbeddedType, Field, Model, Resource } from "../model/model.ts";

function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the model has no ${what}`);
  return value;
}

/** A declaration of a thousand resources asks a hundred thousand times; models are frozen, so their lists may be indexed. */
const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, Resource>>();

export function resourceNamed(model: Model, name: string): Resource {
  const { resources } = model;
  let index = indexes.get(resources);
  if (index === undefined) {
    index = new Map(resources.map((resource) => [resource.name, resource]));
    indexes.set(resources, index);
  }
  return found(index.get(name), `resource ${name}`);
}

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
