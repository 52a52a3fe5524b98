/** A pattern of the language's safe subset; parsed once, printed for each engine. (Grammar: docs/language.md, "Patterns".) */
export interface Pattern {
  /** As declared, between the slashes. */
  readonly source: string;
  /** The same language in ECMA-262 `u` syntax, ASCII classes spelt out; what JSON Schema and JavaScript get. */
  readonly ecma: string;
  /** The same in Python `re` syntax. */
  readonly python: string;
  /** The same in PostgreSQL ARE syntax. */
  readonly postgres: string;
}
