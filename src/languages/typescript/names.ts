/** The spellings of a resource's or a type's name that templates print. */
import type { Resource } from "../../model/model.ts";
import { camelCase, kebabCase, pascalCase, wordsOf } from "../case.ts";
import type { Names } from "./views.ts";

export function namesOf(words: readonly string[], plural: readonly string[] = words): Names {
  return {
    pascal: pascalCase(words),
    camel: camelCase(words),
    file: kebabCase(words),
    noun: words.join(" "),
    nouns: plural.join(" "),
  };
}

export function resourceNames(resource: Resource): Names {
  return namesOf(resource.words, resource.pluralWords);
}

/** A name in camel case for each of the declared names, no two alike, and none of those that are taken. */
export function fieldCamels(
  names: readonly string[],
  reserved: readonly string[] = [],
): ReadonlyMap<string, string> {
  const taken = new Set(reserved);
  const found = new Map<string, string>();
  for (const name of names) {
    const base = camelCase(wordsOf(name)) || "field";
    let wished = /^[0-9]/.test(base) ? `_${base}` : base;
    for (let count = 2; taken.has(wished); count += 1) wished = `${base}${count}`;
    taken.add(wished);
    found.set(name, wished);
  }
  return found;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
