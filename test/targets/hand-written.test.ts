/** Services written by hand keep the contract in full, and the promises that emitted Python makes of itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/model/model.ts";
import { failedChecks } from "../conformance/failed-checks.ts";
import { assembleService, HAND_WRITTEN, handWritten } from "../support/hand-written.ts";
import { startCluster } from "../support/postgres.ts";
import { canRun } from "../support/requirements.ts";
import { installProject, projectLauncher, promises, run } from "../support/project.ts";

const databases: readonly Database[] = ["sqlite", "postgres"];

describe.each(HAND_WRITTEN)("%s", (framework) => {
  test.for(databases)(
    "keeps the contract on %s",
    { timeout: 900_000 },
    async (database, { skip }) => {
      skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
      const directory = mkdtempSync(join(tmpdir(), "restwright-hand-written-"));
      const cluster = database === "postgres" ? await startCluster() : null;
      try {
        const model = await assembleService(handWritten(framework, database), directory);
        const project = await installProject(model, directory);
        const broken: string[] = [];
        for (const [name, command] of promises(project)) {
          if (name === "its own tests") continue;
          const failed = await run(project, command).then(() => null, String);
          if (failed !== null) broken.push(`${name}: ${failed}`);
        }
        expect(broken).toEqual([]);
        const launcher = projectLauncher(project, cluster);
        expect(await failedChecks({ project, launcher })).toEqual([]);
      } finally {
        await cluster?.stop();
        rmSync(directory, { recursive: true, force: true });
      }
    },
  );
});
