/** What a comparison of two schemas cannot decide, and what can be answered. Who asks, and how, is not known here. */
import type { JsonValue } from "../model/model.ts";
import type { ColumnType } from "../storage/storage.ts";

export type QuestionKind =
  /** Something is gone and something like it is new: was it renamed? */
  | "rename_table"
  | "rename_column"
  | "rename_property"
  /** Something is gone, and its values with it. */
  | "drop_table"
  | "drop_column"
  | "drop_property"
  /** The service loses its memory of which rows were deleted softly. */
  | "drop_deleted"
  /** Values that are no longer among those of an enum. */
  | "enum_values"
  /** Old rows need a value. */
  | "backfill"
  /** The old values cannot be read as the new type. */
  | "convert"
  /** Old links would point into another table. */
  | "retarget"
  /** Cannot be done by a migration; the text says the way round. */
  | "impossible";

export interface Question {
  readonly kind: QuestionKind;
  /** The same from run to run, and no other question's: `drop_column books.cover`. A consent is given by it. */
  readonly key: string;
  /** Keys in the declaration that lead to what the question is about, or to the nearest thing that is declared. */
  readonly path: readonly string[];
  readonly text: string;
  /** Best guess first. None where the question is `impossible`. */
  readonly choices: readonly Choice[];
}

export type Choice =
  /** Answered by the declaration, for good. */
  | { readonly kind: "declare"; readonly text: string; readonly edits: readonly Edit[] }
  /**
   * The same with a value that only the user knows; `expects` says what it must be, in words.
   */
  | {
      readonly kind: "enter";
      readonly text: string;
      readonly path: readonly string[];
      readonly expects: string;
      readonly reads: Reads;
    }
  /** Answered for this once, at the prompt; where `byFlag`, by `--allow-destructive` too. */
  | { readonly kind: "consent"; readonly text: string; readonly byFlag: boolean };

/**
 * How what is typed is read: as the very `text`; as a `word` (a date, a decimal with its digits), which `now` may be, too;
 * or as YAML.
 */
export type Reads = "text" | "word" | "yaml";

/** @param type of what is to be filled; null for what is no single value */
export function readsOf(type: ColumnType | null): Reads {
  switch (type?.kind) {
    case undefined:
    case "integer":
    case "bigint":
    case "double":
    case "boolean":
    case "json":
      return "yaml";
    case "text":
    case "varchar":
      return "text";
    case "decimal":
    case "date":
    case "time":
    case "datetime":
    case "uuid":
      return "word";
  }
}

/** What a value must be, in words, and how it is read. */
export interface Expected {
  readonly expects: string;
  readonly reads: Reads;
}

/** The ways to fill a field that old rows have no value for. @param path of the field */
export function waysToFill(path: readonly string[], expected: Expected) {
  return {
    backfill: {
      kind: "enter",
      text: "A value for the rows that are there already.",
      path: [...path, "backfill"],
      ...expected,
    },
    default: {
      kind: "enter",
      text: "A default, for these rows and for new ones.",
      path: [...path, "default"],
      ...expected,
    },
    optional: {
      kind: "declare",
      text: "It may be null; it can be required once every row has a value.",
      edits: [{ path: [...path, "optional"], value: true }],
    },
  } satisfies Record<string, Choice>;
}

/** A key to set in the declaration: `["resources", "Book", "fields", "isbn", "was"]` to `"ean"`. */
export interface Edit {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** Which questions are answered with consent. */
export interface Consent {
  /** `--allow-destructive`: all that have a choice `byFlag`. */
  readonly destructive: boolean;
  /** Keys of questions. */
  readonly keys: ReadonlySet<string>;
}
