/** The comparison is seen to notice: between two sound services nothing, between a sound and a faulty one something. */
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { openApiDocument } from "../../../src/contract/openapi/document.ts";
import { loadModel } from "../../../src/model/load.ts";
import type { Model } from "../../../src/model/model.ts";
import { httpTransport } from "../client.ts";
import type { Transport } from "../client.ts";
import * as mutants from "../mutants/catalogue.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { startSoundService } from "../sound/service.ts";
import { compareServices, report } from "./services.ts";
import type { Comparison } from "./services.ts";

const DECLARATION = fileURLToPath(new URL("../../references/restwright.yaml", import.meta.url));
let model: Model;

beforeAll(async () => {
  const loaded = await loadModel(DECLARATION);
  if (loaded.model === null) throw new Error("the reference declaration is not valid");
  ({ model } = loaded);
});

/** Two sound services, a fault put before the right one. */
async function compared(mutant: Mutant | null): Promise<Comparison> {
  const services = [
    await startSoundService(model, openApiDocument(model)),
    await startSoundService(model, openApiDocument(model)),
  ] as const;
  const [left, right] = [httpTransport(services[0].origin), httpTransport(services[1].origin)];
  const faulty: Transport = mutant?.transport?.(right) ?? right;
  try {
    return await compareServices(model, [left, faulty], { requests: 300, seed: 1 });
  } finally {
    left.close();
    right.close();
    for (const service of services) await service.close();
  }
}

test("two sound services do not differ", async () => {
  const lines = report(await compared(null)).split("\n");
  expect(lines).toEqual([expect.stringMatching(/^\d+ requests, 0 differences$/)]);
});

test.each([
  ["wrong codes", mutants.wrongCode, "body"],
  ["wrong pointers", mutants.wrongPointer, "body"],
  ["one fault of many", mutants.firstFaultOnly, "body"],
  ["plain errors", mutants.plainErrors, "content-type"],
  ["other tags", mutants.constantETag, "etag"],
  ["no location", mutants.noLocation, "location"],
  ["no link to the next page", mutants.noLink, "link"],
  ["a row too few in lists", mutants.rowLost, "body"],
  ["another status", mutants.wrongStatus, "status"],
])("%s are noticed", async (_, mutant, what) => {
  const { differences } = await compared(mutant);
  expect(differences.map((one) => one.what)).toContain(what);
});
