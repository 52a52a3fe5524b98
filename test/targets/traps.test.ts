/**
 * The traps of FastAPI and Python, each closed and each seen to be noticed where it opens again: the service that is
 * generated passes what a trap names, and fails it after the trap's edits.
 */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { fullName, planChecks, runCheck } from "../conformance/suite.ts";
import { openSession } from "../conformance/world.ts";
import { isFull } from "../support/cases.ts";
import { withEdits } from "../support/edited-project.ts";
import { freshProject } from "../support/fresh-project.ts";
import type { FreshProject } from "../support/fresh-project.ts";
import {
  migrateProject,
  projectLauncher,
  promises,
  run,
  startProject,
} from "../support/project.ts";
import type { Project } from "../support/project.ts";
import { hasPython } from "../support/requirements.ts";
import type { Service } from "../support/service.ts";
import { TRAPS } from "./traps/table.ts";
import type { Trap } from "./traps/table.ts";

const declaration = fileURLToPath(new URL("traps/restwright.yaml", import.meta.url));
const BATCHES = 5;
let model: Model;

beforeAll(async () => {
  const loaded = await loadModel(declaration);
  if (loaded.model === null) throw new Error(JSON.stringify(loaded.diagnostics));
  ({ model } = loaded);
});

test("every trap names checks that there are", () => {
  const known = new Set(planChecks(model).checks.map(fullName));
  expect(TRAPS.flatMap(checksOf).filter((name) => !known.has(name))).toEqual([]);
});

describe.skipIf(!hasPython)("in FastAPI", () => {
  let sound: FreshProject;
  let empty: string;
  beforeAll(async () => {
    sound = await freshProject(declaration, { framework: "fastapi", database: "sqlite" });
    empty = join(sound.project.directory, "empty.db");
    await migrateProject(sound.project, { DATABASE_URL: `sqlite:${empty}` });
  }, 600_000);
  afterAll(() => sound.remove());

  test("the service keeps clear of all", { timeout: 600_000 }, async () => {
    const broken: string[] = [];
    for (const [name, command] of promises(sound.project)) {
      const failed = await run(sound.project, command).then(() => null, String);
      if (failed !== null) broken.push(`${name}: ${failed}`);
    }
    expect(broken).toEqual([]);
    expect(await failures(sound.project, TRAPS.flatMap(checksOf), empty)).toEqual([]);
  });

  test.for(TRAPS.filter(({ caught }) => caught === "start").map(named))(
    "%s: nothing starts",
    { timeout: 300_000 },
    async ([, trap]) => {
      await withTraps([trap], (project) => expect(start(project, empty)).rejects.toThrow());
    },
  );

  test("types that hide others are found by the type check", { timeout: 300_000 }, async () => {
    const traps = TRAPS.filter(({ caught }) => caught === "type check");
    await withTraps(traps, async (project) => {
      const told = await run(project, ["mypy"]).then(() => "", String);
      for (const { edits } of traps) {
        for (const { file, to } of edits) {
          const lines = readFileSync(join(project.directory, file), "utf8").split("\n");
          const at = lines.findIndex((line) => line.startsWith(to)) + 1;
          expect(told, to).toContain(`${file}:${at}: error`);
        }
      }
    });
  });

  test.for(batches())("%s: noticed by its checks", { timeout: 300_000 }, async ([, traps]) => {
    const checks = traps.flatMap(checksOf);
    await withTraps(traps, async (project) => {
      const failed = new Set((await failures(project, checks, empty)).map(({ name }) => name));
      expect(checks.filter((check) => !failed.has(check))).toEqual([]);
    });
  });

  /** In a copy of the service traps are open again. */
  function withTraps(
    traps: readonly Trap[],
    work: (project: Project) => Promise<void>,
  ): Promise<void> {
    return withEdits(
      sound.project,
      traps.flatMap(({ edits }) => edits),
      work,
    );
  }
});

type Named = readonly [name: string, trap: Trap];

function named(trap: Trap): Named {
  return [trap.trap, trap];
}

function checksOf({ caught }: Trap): readonly string[] {
  return typeof caught === "string" ? [] : caught;
}

/** Each by itself where there is time, else several in one service: those far apart in the table, whose edits do not meet. */
function batches(): (readonly [name: string, traps: readonly Trap[]])[] {
  const traps = TRAPS.filter((trap) => checksOf(trap).length > 0);
  if (isFull) return traps.map((trap) => [trap.trap, [trap]]);
  return Array.from({ length: BATCHES }, (_, first) => {
    const some = traps.filter((_trap, at) => at % BATCHES === first);
    return [some.map(({ trap }) => trap).join("; "), some];
  });
}

/** On a copy of an empty database. */
function start(project: Project, empty: string): Promise<Service> {
  const database = join(project.directory, "trap.db");
  copyFileSync(empty, database);
  return startProject(project, { DATABASE_URL: `sqlite:${database}`, LOG_LEVEL: "warn" });
}

/** What fails of checks, and why. */
async function failures(
  project: Project,
  names: readonly string[],
  empty: string,
): Promise<{ readonly name: string; readonly reason: string | null }[]> {
  const { model: own } = project;
  const checks = planChecks(own).checks.filter((check) => names.includes(fullName(check)));
  const service = await start(project, empty);
  const session = openSession(own, service.url, projectLauncher(project, null), 1);
  const failed: { name: string; reason: string | null }[] = [];
  try {
    for (const check of checks) {
      const { outcome, reason } = await runCheck(check, session);
      if (outcome === "failed") failed.push({ name: fullName(check), reason });
    }
  } finally {
    session.close();
    await service.stop();
  }
  return failed;
}
