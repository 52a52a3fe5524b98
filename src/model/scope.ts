/** What the passes share: the declaration by name, and where to put faults. */
import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Declaration, ResourceForm, TypeForm } from "../language/declaration.ts";
import type { Database, EmbeddedType, Naming } from "./model.ts";

export interface Scope {
  readonly declaration: Declaration;
  readonly collector: Collector;
  readonly resources: ReadonlyMap<string, ResourceForm>;
  readonly types: ReadonlyMap<string, TypeForm>;
  /** Types resolved so far; see `embedded.ts`. */
  readonly embedded: Map<string, EmbeddedType | "open">;
  readonly database: Database;
  readonly naming: Naming;
}

/** A resolved thing and the place that it comes from, for faults found later. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Span;
}
