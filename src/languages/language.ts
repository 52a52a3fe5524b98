/**
 * What a programming language gives to the targets written in it: views, which are the model, the contract and the
 * storage said again in that language (identifiers, literals, types, import lists), so that templates only print.
 */
import type { Model } from "../model/model.ts";
import type { Storage } from "../storage/storage.ts";

/** One rendering of every template of a folder. */
export interface Instance {
  /** What stands in brackets in the paths of templates: `resource` for `src/[resource]/[resource].routes.ts`. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Plain values only: objects, lists, texts, numbers, booleans and null. */
  readonly view: object;
}

/**
 * Folder of a target → its instances, in the order of the declaration. `service` has one; `resource` one for each
 * resource; `migration` one for each migration that is new.
 */
export type Views = Readonly<Record<string, readonly Instance[]>>;

export interface Language {
  readonly name: string;
  /** The published interfaces of the views, which `restwright template check` holds templates to. */
  readonly viewTypes: {
    /** Path below the package's root of a TypeScript file that imports nothing. */
    readonly file: string;
    /** Folder of a target → name of the interface of its views. */
    readonly interfaces: Readonly<Record<string, string>>;
    /** Folder of a target → the placeholders its paths may use. */
    readonly placeholders: Readonly<Record<string, readonly string[]>>;
  };
  views(input: LanguageInput): Views;
}

/** Everything that is known before a language is chosen. */
export interface LanguageInput {
  readonly model: Model;
  readonly storage: Storage;
}
