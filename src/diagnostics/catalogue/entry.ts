import type { Severity } from "../diagnostic.ts";

/** What a code says: the cause, and the fix, from the particulars of one occurrence. */
export interface Entry<P> {
  readonly severity?: Severity;
  readonly cause: (params: P) => string;
  readonly fix: (params: P) => string;
}

/** Declares an entry; only there so that each entry states the type of its parameters. */
export function entry<P>(content: Entry<P>): Entry<P> {
  return content;
}

export type None = Readonly<Record<string, never>>;
