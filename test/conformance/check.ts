/** The vocabulary of the suite: a check is a named promise of the contract, the subject it is tried on, and how it was seen to fail. */
import type { Model } from "../../src/model/model.ts";
import type { Mutant } from "./mutants/mutant.ts";
import type { World } from "./world.ts";

/** `must`: an application keeps it in any framework. `edge`: answered by the server before its application. */
export type Tier = "must" | "edge";

/** `launcher`: the check starts a service of its own. `database`: it takes the database away. */
export type Need = "url" | "launcher" | "database";

export interface Check {
  readonly area: string;
  readonly name: string;
  readonly tier: Tier;
  readonly need: Need;
  /** A fault of a service that this check must notice; proved by mutants.test.ts. */
  readonly mutant: Mutant;
  readonly run: (world: World) => Promise<void>;
}

/** A promise that a declaration gives no occasion to check. */
export interface NotApplicable {
  readonly area: string;
  readonly name: string;
  readonly reason: string;
}

/** Collects the checks of one area for one model. */
export class Planner {
  readonly model: Model;
  readonly area: string;
  readonly checks: Check[] = [];
  readonly notApplicable: NotApplicable[] = [];
  #tier: Tier = "must";
  #need: Need = "url";

  constructor(model: Model, area: string) {
    this.model = model;
    this.area = area;
  }

  /** Applies to whatever is added by `add`. */
  edge(add: () => void): void {
    this.#tier = "edge";
    add();
    this.#tier = "must";
  }

  needing(need: Need, add: () => void): void {
    this.#need = need;
    add();
    this.#need = "url";
  }

  check(name: string, mutant: Mutant, run: (world: World) => Promise<void>): void {
    const { area } = this;
    this.checks.push({ area, name, tier: this.#tier, need: this.#need, mutant, run });
  }

  /** A check on what the declaration may lack: without a subject it is listed as not applicable. */
  on<Subject>(
    subject: Subject | null | undefined,
    name: string,
    mutant: Mutant,
    run: (world: World, subject: Subject) => Promise<void>,
  ): void {
    if (subject === null || subject === undefined) {
      this.notApplicable.push({ area: this.area, name, reason: "the declaration has no occasion" });
    } else {
      this.check(name, mutant, (world) => run(world, subject));
    }
  }

  /** The same check on each of several subjects, their names in brackets; none of them: not applicable. */
  each<Subject>(
    subjects: readonly (readonly [label: string, subject: Subject])[],
    name: string,
    mutant: Mutant,
    run: (world: World, subject: Subject) => Promise<void>,
  ): void {
    if (subjects.length === 0) this.on<Subject>(null, name, mutant, run);
    for (const [label, subject] of subjects) this.on(subject, `${name} [${label}]`, mutant, run);
  }
}

export type Area = (plan: Planner) => void;
