/** Operation ids: guessable, and unique whatever the resources are called. */
import type { Field, Model, Resource } from "../model/model.ts";
import { fieldNamed, resourceNamed } from "./lookup.ts";
import type { Mount } from "./operations.ts";

/** One name per mount, in their order. Canonical operations get their names first, so that a new relation never renames them. */
export function operationNames(model: Model, mounts: readonly Mount[]): readonly string[] {
  const names = new Map<Mount, string>();
  const taken = new Set<string>();
  for (const mount of mounts.toSorted((a, b) => Number(derived(a)) - Number(derived(b)))) {
    const name = firstFree(wished(model, mount), taken);
    taken.add(name);
    names.set(mount, name);
  }
  return mounts.map((mount) => names.get(mount) ?? "");
}

function derived(mount: Mount): boolean {
  return mount.nested !== null || mount.link !== null;
}

/** The name itself, else with the first number from 2 that makes it new. */
export function firstFree(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}${String(count)}`;
  return candidate;
}

/** `["order","item"]` → `OrderItem`. */
export function pascal(words: readonly string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** Of a field's name, in whichever spelling: `editedBooks`, `edited_books` → `EditedBooks`. */
export function pascalOfField(field: Field): string {
  return pascal(field.name.split("_").filter((word) => word !== ""));
}

function wished(model: Model, mount: Mount): string {
  const resource = resourceNamed(model, mount.resource);
  if (mount.link !== null) {
    const links = `${pascalOfField(mount.link)}Of${pascal(resource.words)}`;
    const verb = { list_links: "list", add_link: "link", remove_link: "unlink" } as const;
    return verb[mount.kind as keyof typeof verb] + links;
  }
  const noun = pascal(mount.kind === "list" ? resource.pluralWords : resource.words);
  return mount.kind + noun + by(resource, mount);
}

function by(resource: Resource, mount: Mount): string {
  return mount.nested === null
    ? ""
    : `By${pascalOfField(fieldNamed(resource, mount.nested.field))}`;
}
