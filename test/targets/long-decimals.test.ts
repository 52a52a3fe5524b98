/** Decimals of as many digits as the language allows, which only PostgreSQL stores, are judged and kept exactly. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fullName, planChecks, runCheck } from "../conformance/suite.ts";
import { openSession } from "../conformance/world.ts";
import { targets } from "../support/cases.ts";
import { freshProject } from "../support/fresh-project.ts";
import { canRun } from "../support/requirements.ts";

const declaration = `restwright: 1
service: { name: sums, title: Sums, version: 1.0.0, base_path: /api/v1 }
framework: fastapi
database: postgres
resources:
  Sum:
    fields:
      amount: decimal(38,10)
      whole: decimal(38,0)?
`;

describe.for(targets)("%s", (framework) => {
  test.skipIf(!canRun({ framework, database: "postgres" }))(
    "keeps 38 digits",
    { timeout: 600_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "restwright-decimals-"));
      writeFileSync(join(folder, "restwright.yaml"), declaration);
      const target = { framework, database: "postgres" } as const;
      const fresh = await freshProject(join(folder, "restwright.yaml"), target);
      const service = await fresh.launcher.launch({});
      const session = openSession(fresh.project.model, service.url, null, 1);
      try {
        const checks = planChecks(fresh.project.model).checks.filter((check) =>
          /^types: .*\[Sum\.(amount|whole)\]$/.test(fullName(check)),
        );
        expect(checks).toHaveLength(6);
        const results = await Promise.all(checks.map((check) => runCheck(check, session)));
        expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
      } finally {
        session.close();
        await service.stop();
        await fresh.remove();
        rmSync(folder, { recursive: true });
      }
    },
  );
});
