/**
 * What a programming language gives to the targets written in it: views, which are the model, the contract and the
 * storage said again in that language (identifiers, literals, types, import lists), so that templates only print.
 */
import type { Kept } from "../migrations/kept.ts";
import type { Program } from "../migrations/passages.ts";
import type { Step } from "../migrations/steps.ts";
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
 * resource; `migration` one for each migration of the project.
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
  /**
   * What the next migration follows, as its framework names it, by the migrations on disk: people write some by hand.
   * Null where migrations do not name those before them.
   */
  lastMigrations(files: readonly SourceText[]): readonly string[] | null;
  /** Migrations that would run in another order when some get other names. */
  misplaced(moving: Moving): readonly Misplaced[];
  /** Paths of those that follow what moves, by its names of after. */
  followers(moving: Moving): readonly string[];
}

/** Migrations that get other names, and what people wrote by hand beside them. */
export interface Moving {
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Of both; where they were before. */
  readonly files: readonly SourceText[];
}

/** A migration that would not run where it belongs any more. */
export interface Misplaced {
  readonly path: string;
  readonly cause: string;
  readonly fix: string;
  /** Whether the user may say that it belongs there. */
  readonly mayBeMeant: boolean;
}

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Everything that is known before a language is chosen. */
export interface LanguageInput {
  readonly model: Model;
  readonly storage: Storage;
  /** In the order in which they run on an empty database. */
  readonly migrations: readonly Migration[];
  /** In the database after all of them, and not in the storage. */
  readonly kept: readonly Kept[];
}

export interface Migration {
  /** `0002_add_isbn_to_books` */
  readonly name: string;
  /** Names of the migrations that it was made upon. */
  readonly parents: readonly string[];
  /** What it follows instead, as its framework names it; null where that is its parents. */
  readonly follows: readonly string[] | null;
  readonly steps: readonly Step[];
  /** The schema before it. */
  readonly before: Storage;
  readonly program: Program;
}
