/** The long form of a field, whichever way it was written, each key with its place. */
import type { Span } from "../diagnostics/source.ts";
import type { LongField } from "./grammar.ts";
import type { Plain } from "./tree.ts";

export interface Located<T> {
  readonly value: T;
  readonly at: Span;
}

/** A constant as written; `text` keeps every digit. */
export interface Literal {
  readonly kind: "number" | "word" | "quoted" | "json";
  readonly text: string;
  /** As a JSON value; of a number, as near as a double comes. */
  readonly value: Plain;
}

export interface EnumValueForm {
  readonly value: string;
  readonly description: string | null;
  readonly at: Span;
}

export interface ListForm {
  readonly min: number | null;
  readonly max: number | null;
}

/** Keys of the long form whose values need more than their JSON value. */
interface Refined {
  readonly min: Literal;
  readonly max: Literal;
  readonly exclusive_min: Literal;
  readonly exclusive_max: Literal;
  readonly default: Literal;
  readonly values: readonly EnumValueForm[];
  readonly items: ListForm;
  readonly was: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  readonly example: Plain;
  readonly backfill: Literal;
}

export type FieldKeys = {
  readonly [Key in keyof LongField]-?: Key extends keyof Refined
    ? Refined[Key]
    : NonNullable<LongField[Key]>;
};

export type Form = { readonly [Key in keyof FieldKeys]?: Located<FieldKeys[Key]> };

export interface FieldForm {
  readonly name: string;
  readonly nameAt: Span;
  /** The whole value. */
  readonly at: Span;
  readonly keys: Form;
}

export type MutableForm = { -readonly [Key in keyof Form]: Form[Key] };
