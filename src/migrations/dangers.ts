/** What a step can do to a database that is in use, for the table of the plan. */
import type { Step } from "./steps.ts";

export type DangerKind =
  /** Others wait for it: PostgreSQL takes a lock that stops writers, or readers too, while it works. */
  | "locks"
  /** Every row of the table is written anew. */
  | "rewrites"
  /** It stops where rows do not fit, before anything has changed. */
  | "checks"
  /** Values go for good. */
  | "loses"
  /** The way down does not bring back what was. */
  | "irreversible";

export interface Danger {
  /** One of the comparison's steps. */
  readonly step: Step;
  readonly kind: DangerKind;
  readonly text: string;
}
