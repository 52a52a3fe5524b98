/**
 * The whole way, as users go it: declaration → project → type check, lint, format, its own tests → contract.
 * `PIPELINE=full` takes every starter and twenty random declarations, on both databases; otherwise a few of them.
 * One case by itself: `PIPELINE=full npx vitest run test/pipeline.test.ts -t "fastify random 7 on sqlite$"`.
 */
import { describe, expect, test } from "vitest";
import { failedChecks } from "./conformance/failed-checks.ts";
import { Mismatch } from "./conformance/mismatch.ts";
import { fullName, planChecks } from "./conformance/suite.ts";
import { openSession } from "./conformance/world.ts";
import { fullCases, isFull, named, random, reference, targets } from "./support/cases.ts";
import type { Case } from "./support/cases.ts";
import { freshProject } from "./support/fresh-project.ts";
import type { FreshProject } from "./support/fresh-project.ts";
import { promises, run } from "./support/project.ts";
import { canRun } from "./support/requirements.ts";

const cases: readonly Case[] = isFull
  ? fullCases()
  : [
      { ...reference, database: "sqlite" },
      { ...random(4), database: "postgres" },
    ];

describe.each(targets)("%s", (framework) => {
  test.for(named(cases))(
    "%s",
    { timeout: 900_000 },
    async ([, { declaration, database }], { skip }) => {
      skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
      const fresh = await freshProject(declaration, { framework, database });
      try {
        const broken: string[] = [];
        const { project, cluster } = fresh;
        const server = cluster === null ? {} : { TEST_DATABASE_URL: cluster.database("tests") };
        for (const [name, command] of promises(project)) {
          const failed = await run(project, command, server).then(() => null, String);
          if (failed !== null) broken.push(`${name}: ${failed}`);
        }
        expect(broken).toEqual([]);
        expect(await failedChecks(fresh)).toEqual([]);
        if (declaration === reference.declaration) expect(await survivors(fresh)).toEqual([]);
      } finally {
        await fresh.remove();
      }
    },
  );
});

/** Checks that start services of their own and pass under the mutant that is aimed at them. */
async function survivors({ project, launcher }: FreshProject): Promise<string[]> {
  const service = await launcher.launch({});
  const session = openSession(project.model, service.url, launcher, 2);
  const passed: string[] = [];
  const own = planChecks(project.model).checks.filter(
    ({ need }) => need === "launcher" || (need === "database" && launcher.outage !== null),
  );
  for (const check of own) {
    try {
      await check.run(session.world(check.mutant));
      passed.push(`${fullName(check)} passed although ${check.mutant.name}`);
    } catch (error) {
      if (!(error instanceof Mismatch)) passed.push(`${fullName(check)}: ${String(error)}`);
    }
  }
  session.close();
  await service.stop();
  return passed;
}
