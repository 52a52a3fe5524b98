/**
 * Every check is seen to fail: under the mutant that it names, in front of a service that keeps the contract.
 * Checks that start services of their own are proved by the pipeline, where there is a project to start.
 */
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openApiDocument } from "../../../src/contract/openapi/document.ts";
import { loadModel, loadModelFromText } from "../../../src/model/load.ts";
import type { Model } from "../../../src/model/model.ts";
import { Mismatch } from "../mismatch.ts";
import { startSoundService } from "../sound/service.ts";
import type { SoundService } from "../sound/service.ts";
import { describe as tell, fullName, planChecks, runCheck } from "../suite.ts";
import { openSession } from "../world.ts";
import type { Session } from "../world.ts";

const DECLARATION = fileURLToPath(new URL("../../references/restwright.yaml", import.meta.url));
let model: Model;
let service: SoundService;
let session: Session;

beforeEach(async () => {
  const loaded = await loadModel(DECLARATION);
  if (loaded.model === null) throw new Error("the reference declaration is not valid");
  ({ model } = loaded);
  service = await startSoundService(model, openApiDocument(model));
  session = openSession(model, service.origin, null, 1);
});
afterEach(async () => {
  session.close();
  await service.close();
});

describe("the reference declaration", () => {
  test("has at least 250 checks of different promises, with different names", () => {
    const { checks } = planChecks(model);
    const promises = new Set(checks.map((check) => fullName(check).replace(/ \[.*\]$/, "")));
    expect(promises.size).toBeGreaterThanOrEqual(250);
    expect(new Set(checks.map(fullName)).size).toBe(checks.length);
  });

  test("passes every check where the service is sound", async () => {
    const failures: string[] = [];
    for (const check of planChecks(model).checks) {
      const { outcome, reason } = await runCheck(check, session);
      if (outcome === "failed") failures.push(`${fullName(check)}: ${reason ?? ""}`);
    }
    expect(failures).toEqual([]);
  }, 180_000);

  test("fails every check under the mutant aimed at it", async () => {
    const survivors: string[] = [];
    for (const check of planChecks(model).checks.filter(({ need }) => need === "url")) {
      try {
        await check.run(session.world(check.mutant));
        survivors.push(`${fullName(check)} passed although ${check.mutant.name}`);
      } catch (error) {
        if (!(error instanceof Mismatch)) survivors.push(`${fullName(check)}: ${tell(error)}`);
      }
    }
    expect(survivors).toEqual([]);
  }, 300_000);
});

const KEYS = `restwright: 1
service: { name: keys }
framework: fastify
database: sqlite
resources:
  Shelf:
    fields:
      id: string(1..40)
      label: string(80)
  Book:
    fields:
      title: string(80)
      shelf: -> Shelf
    nested: [shelf]
`;

test("checks of keys of any letters pass where the service is sound, and fail under their mutants", async () => {
  const { model: keyed } = loadModelFromText(KEYS, "restwright.yaml");
  if (keyed === null) throw new Error("the declaration is not valid");
  const sound = await startSoundService(keyed, openApiDocument(keyed));
  const opened = openSession(keyed, sound.origin, null, 1);
  const checks = planChecks(keyed).checks.filter(({ area }) => area === "keys");
  expect(checks).toHaveLength(15);
  for (const check of checks) {
    const { outcome, reason } = await runCheck(check, opened);
    expect([outcome, reason ?? ""], fullName(check)).toEqual(["passed", ""]);
    await expect(check.run(opened.world(check.mutant)), fullName(check)).rejects.toThrow(Mismatch);
  }
  opened.close();
  await sound.close();
});
