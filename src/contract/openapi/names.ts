/**
 * Names of components. The user's own names come first: a resource `Problem` is the schema `Problem`, and the problem
 * document becomes `Problem2`. Derived names avoid what is taken in a fixed order, so that the same declaration always
 * gives the same names.
 */
import type { Model, Nested, Resource } from "../../model/model.ts";
import { fieldNamed } from "../lookup.ts";
import { firstFree, pascalOfField } from "../operation-names.ts";
import { resourceShape, type Purpose } from "../shapes.ts";

export interface ComponentNames {
  readonly problem: string;
  readonly page: string;
  /** `Book`, `BookCreate`, `BookReplace`, `BookUpdate`; under a parent that is required in a body `BookCreateByAuthor`. */
  resource(resource: Resource, purpose: Purpose, nested: Nested | null): string;
  list(resource: Resource): string;
  /** `Address`; in bodies `AddressInput`, in patches `AddressUpdate`. */
  embedded(type: string, purpose: Purpose): string;
}

const suffix = { read: "", create: "Create", replace: "Replace", update: "Update" } as const;
const embeddedSuffix = { read: "", create: "Input", replace: "Input", update: "Update" } as const;

export function componentNames(model: Model): ComponentNames {
  const taken = new Set([...model.resources, ...model.types].map(({ name }) => name));
  const given = new Map<string, string>();
  const claim = (key: string, wished: string): void => {
    const name = firstFree(wished, taken);
    taken.add(name);
    given.set(key, name);
  };
  for (const resource of model.resources) {
    for (const purpose of ["create", "replace", "update"] as const) {
      claim(resourceKey(resource, purpose, null), resource.name + suffix[purpose]);
      for (const nested of resource.nested.filter((mount) =>
        relaxes(model, resource, purpose, mount),
      )) {
        const by = `By${pascalOfField(fieldNamed(resource, nested.field))}`;
        claim(resourceKey(resource, purpose, nested), resource.name + suffix[purpose] + by);
      }
    }
    claim(`list ${resource.name}`, `${resource.name}List`);
  }
  for (const type of model.types) {
    for (const purpose of ["create", "update"] as const) {
      claim(
        `embedded ${type.name} ${embeddedSuffix[purpose]}`,
        type.name + embeddedSuffix[purpose],
      );
    }
  }
  claim("page", "Page");
  claim("problem", "Problem");
  const name = (key: string): string => given.get(key) ?? "";
  return {
    problem: name("problem"),
    page: name("page"),
    resource: (resource, purpose, nested) => {
      if (purpose === "read") return resource.name;
      const own = nested !== null && relaxes(model, resource, purpose, nested);
      return name(resourceKey(resource, purpose, own ? nested : null));
    },
    list: (resource) => name(`list ${resource.name}`),
    embedded: (type, purpose) =>
      purpose === "read" ? type : name(`embedded ${type} ${embeddedSuffix[purpose]}`),
  };
}

function resourceKey(resource: Resource, purpose: Purpose, nested: Nested | null): string {
  return `${purpose} ${resource.name} ${nested?.field ?? ""}`;
}

/** Whether the parent's property is required elsewhere, so that the body under the parent is another schema. */
function relaxes(model: Model, resource: Resource, purpose: Purpose, nested: Nested): boolean {
  const field = fieldNamed(resource, nested.field);
  return resourceShape(model, resource, purpose).properties.some(
    (property) => property.field === field && property.required,
  );
}
