/** Plans the checks for a model, runs them, and counts what came of them. */
import type { Model } from "../../src/model/model.ts";
import { areas } from "./areas/index.ts";
import { Planner } from "./check.ts";
import type { Check, NotApplicable } from "./check.ts";
import { Mismatch } from "./mismatch.ts";
import { NoRow } from "./rows.ts";
import type { Session } from "./world.ts";

export interface Plan {
  readonly checks: readonly Check[];
  readonly notApplicable: readonly NotApplicable[];
}

export type Outcome = "passed" | "failed" | "not applicable" | "not run";

export interface Result {
  readonly name: string;
  readonly tier: "must" | "edge";
  readonly outcome: Outcome;
  /** Why it failed, does not apply or was not run. */
  readonly reason: string | null;
  readonly milliseconds: number;
}

export function planChecks(model: Model): Plan {
  const planners = Object.entries(areas).map(([name, area]) => {
    const planner = new Planner(model, name);
    area(planner);
    return planner;
  });
  return {
    checks: planners.flatMap((planner) => planner.checks),
    notApplicable: planners.flatMap((planner) => planner.notApplicable),
  };
}

export function fullName(check: { area: string; name: string }): string {
  return `${check.area}: ${check.name}`;
}

/** Runs one check; a fault of the suite itself counts as a failure too, with its stack. */
export async function runCheck(check: Check, session: Session): Promise<Result> {
  const name = fullName(check);
  const { tier } = check;
  const missing = missingNeed(check, session);
  if (missing !== null) {
    return { name, tier, outcome: "not run", reason: missing, milliseconds: 0 };
  }
  const start = performance.now();
  const done = (outcome: Outcome, reason: string | null): Result => ({
    name,
    tier,
    outcome,
    reason,
    milliseconds: Math.round(performance.now() - start),
  });
  try {
    await check.run(session.world(null));
    return done("passed", null);
  } catch (error) {
    if (error instanceof NoRow) return done("not applicable", error.message);
    return done("failed", describe(error));
  }
}

export function describe(error: unknown): string {
  if (error instanceof Mismatch) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function missingNeed(check: Check, session: Session): string | null {
  if (check.need === "url") return null;
  if (session.launcher === null) return "it starts services of its own, and only a URL was given";
  if (check.need === "database" && session.launcher.outage === null) {
    return "this launcher cannot take the database away from a service that runs on it";
  }
  return null;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly notRun: number;
}

export function summarize(results: readonly Result[], plan: Plan): Summary {
  const count = (outcome: Outcome): number =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    notApplicable: count("not applicable") + plan.notApplicable.length,
    notRun: count("not run"),
  };
}

export function summaryLine(summary: Summary): string {
  const line = `${summary.passed} passed, ${summary.failed} failed, ${summary.notApplicable} not applicable`;
  return summary.notRun === 0 ? line : `${line}, ${summary.notRun} NOT RUN`;
}
