/** Names to values within one model. The model is resolved, so a name that is not there is a bug, not a fault of the user's. */
import type { EmbeddedType, Field, Model, Resource } from "../model/model.ts";

function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the model has no ${what}`);
  return value;
}

export function resourceNamed(model: Model, name: string): Resource {
  return found(
    model.resources.find((resource) => resource.name === name),
    `resource ${name}`,
  );
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
