/**
 * The tests that a service carries pass as generated, and each of these edits of its code, after which it no longer keeps
 * what it promises, fails them.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withEdits } from "../support/edited-project.ts";
import { freshProject } from "../support/fresh-project.ts";
import type { FreshProject } from "../support/fresh-project.ts";
import { run } from "../support/project.ts";
import { hasPython } from "../support/requirements.ts";
import { SERVICES } from "./own-tests/table.ts";

const declaration = fileURLToPath(new URL("../references/restwright.yaml", import.meta.url));

describe.each(SERVICES)("$framework", ({ framework, suites, failed, own }) => {
  describe.skipIf(framework === "fastapi" && !hasPython)("with what it needs", () => {
    let sound: FreshProject;
    beforeAll(async () => {
      sound = await freshProject(declaration, { framework, database: "sqlite" });
    }, 600_000);
    afterAll(() => sound.remove());

    test.for(suites.map(({ about, command }) => [about, command] as const))(
      "keeps what its tests of %s say",
      { timeout: 300_000 },
      async ([, command]) => {
        await run(sound.project, command);
      },
    );

    test("a route of the user's own breaks nothing", { timeout: 300_000 }, async () => {
      await withEdits(sound.project, [own], async (project) => {
        for (const { command } of suites) await run(project, command);
      });
    });

    test.for(
      suites.flatMap(({ command, edits }) =>
        edits.map((edit) => [edit.what, command, edit] as const),
      ),
    )("%s: noticed by its own tests", { timeout: 300_000 }, async ([, command, edit]) => {
      await withEdits(sound.project, [edit], async (project) => {
        await expect(run(project, command)).rejects.toThrow(failed);
      });
    });
  });
});
