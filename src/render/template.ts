/**
 * A parsed template: the closed set of things a template may do. It prints, tests a boolean, loops, steps into an
 * object and includes a partial; every other construct of Handlebars (decorators, inline partials, partial blocks,
 * `lookup`, `log`, helpers by context) is refused, so that what a template means can be read off and type-checked.
 */
import type { FaultPlace } from "./fault.ts";

export interface Template {
  /** As its author knows it; named in every fault. */
  readonly file: string;
  readonly nodes: readonly TemplateNode[];
}

export type TemplateNode = Text | Print | Branch | Loop | Step | Partial;

export interface Text {
  readonly kind: "text";
  readonly text: string;
}

export interface Print {
  readonly kind: "print";
  readonly value: Expression;
}

/** `{{#if}}` and, negated, `{{#unless}}`. */
export interface Branch {
  readonly kind: "branch";
  readonly test: Expression;
  readonly negated: boolean;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

/** `{{#each list as |item index|}} … {{else}} … {{/each}}`. */
export interface Loop {
  readonly kind: "loop";
  readonly list: Expression;
  readonly names: readonly string[];
  readonly body: readonly TemplateNode[];
  readonly empty: readonly TemplateNode[];
}

/** `{{#with value as |name|}} … {{else}} … {{/with}}`. */
export interface Step {
  readonly kind: "step";
  readonly value: Expression;
  readonly names: readonly string[];
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

/** `{{> name context argument=value}}`. */
export interface Partial {
  readonly kind: "partial";
  readonly name: string;
  readonly context: Expression | null;
  readonly arguments: readonly { readonly name: string; readonly value: Expression }[];
  /** Blanks before a partial that stands alone on its line; put before each of its lines. */
  readonly indent: string;
  readonly place: FaultPlace;
}

export type Expression = Path | Literal | Call;

export interface Path {
  readonly kind: "path";
  /** `@index`, `@root`: a name that loops or the renderer set. */
  readonly data: boolean;
  /** Number of `../` before it. */
  readonly up: number;
  readonly segments: readonly string[];
  /** As written. */
  readonly source: string;
  readonly place: FaultPlace;
}

export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean;
}

export interface Call {
  readonly kind: "call";
  readonly helper: string;
  readonly arguments: readonly Expression[];
  readonly place: FaultPlace;
}
