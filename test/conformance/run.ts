/**
 * npx tsx test/conformance/run.ts --declaration FILE --url http://127.0.0.1:PORT [--only PATTERN] [--json] [--quiet]
 * npx tsx test/conformance/run.ts --declaration FILE --framework NAME [--database sqlite|postgres] …
 *
 * Checks any running service against the contract, or generates one, starts it and checks it, then with the checks that
 * start services of their own. Exits 0 when no check failed, 1 when one did, 2 on wrong usage.
 */
import { parseArgs } from "node:util";
import { loadModel } from "../../src/model/load.ts";
import { freshProject } from "../support/fresh-project.ts";
import { fullName, planChecks, runCheck, summarize, summaryLine } from "./suite.ts";
import type { Result } from "./suite.ts";
import { openSession } from "./world.ts";

const { values } = parseArgs({
  options: {
    declaration: { type: "string" },
    url: { type: "string" },
    framework: { type: "string" },
    database: { type: "string", default: "sqlite" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    seed: { type: "string" },
  },
});
if (
  values.declaration === undefined ||
  (values.url === undefined) === (values.framework === undefined)
) {
  process.stderr.write(
    "usage: run.ts --declaration FILE (--url URL | --framework NAME [--database sqlite|postgres]) [--only PATTERN] [--json] [--quiet]\n",
  );
  process.exit(2);
}
const loaded = await loadModel(values.declaration);
if (loaded.model === null) {
  process.stderr.write(`${values.declaration} is not a valid declaration\n`);
  process.exit(2);
}
const fresh =
  values.framework === undefined
    ? null
    : await freshProject(values.declaration, {
        framework: values.framework,
        database: values.database === "postgres" ? "postgres" : "sqlite",
      });
const service = fresh === null ? null : await fresh.launcher.launch({});
const origin = service?.url ?? values.url ?? "";
const pattern = new RegExp(values.only, "i");
const plan = planChecks(loaded.model);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const session = openSession(loaded.model, origin, fresh?.launcher ?? null, seed);
const results: Result[] = [];
for (const check of plan.checks.filter((one) => pattern.test(fullName(one)))) {
  const result = await runCheck(check, session);
  results.push(result);
  if (!values.json) report(result);
}
session.close();
await service?.stop();
await fresh?.remove();

const summary = summarize(results, plan);
if (values.json) {
  process.stdout.write(`${JSON.stringify({ seed, summary, results }, null, 2)}\n`);
} else {
  for (const { area, name, reason } of plan.notApplicable) {
    if (!values.quiet) process.stdout.write(`- ${area}: ${name} (not applicable: ${reason})\n`);
  }
  if (summary.notRun > 0) {
    process.stdout.write(
      `\nATTENTION: ${summary.notRun} checks were NOT RUN:\n${whyNotRun(results)}`,
    );
  }
  process.stdout.write(`\nseed ${seed}\n${summaryLine(summary)}\n`);
}
process.exitCode = summary.failed === 0 ? 0 : 1;

/** One line per reason. */
function whyNotRun(all: readonly Result[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, reason } of all) {
    if (outcome === "not run") counts.set(reason ?? "", (counts.get(reason ?? "") ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `  ${count}: ${reason}\n`).join("");
}

function report(result: Result): void {
  const sign = { passed: "✓", failed: "✗", "not applicable": "-", "not run": "!" }[result.outcome];
  if (values.quiet && result.outcome === "passed") return;
  const edge = result.tier === "edge" ? " (edge tier)" : "";
  const reason = result.reason === null ? "" : `\n${result.reason.replace(/^/gm, "    ")}`;
  process.stdout.write(`${sign} ${result.name}${edge}${reason}\n`);
}
