/**
 * One declaration, two targets side by side: a client must not be able to tell which one answers.
 * The reference on SQLite, or with `PIPELINE=full` every starter and twenty random declarations.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fullCases, isFull, named, reference, targets } from "../../support/cases.ts";
import type { Case } from "../../support/cases.ts";
import { canRun } from "../../support/requirements.ts";
import { freshProject } from "../../support/fresh-project.ts";
import type { FreshProject } from "../../support/fresh-project.ts";
import { httpTransport } from "../client.ts";
import { compareServices, report } from "./services.ts";
import type { Comparison } from "./services.ts";

const REQUESTS = isFull ? 3_000 : 2_000;
const cases: readonly Case[] = isFull ? fullCases() : [{ ...reference, database: "sqlite" }];
const [first, ...others] = targets;
if (first === undefined) throw new Error("there are no targets");

test("there are targets to compare", () => {
  expect(others.length).toBeGreaterThan(0);
});

describe.each(others)(`${first} and %s`, (other) => {
  test.for(named(cases))(
    "answer alike: %s",
    { timeout: 900_000 },
    async ([name, { declaration, database }], { skip }) => {
      skip(!canRun({ framework: other, database }), "Python or PostgreSQL is not installed");
      const projects: FreshProject[] = [];
      const fresh = async (framework: string): Promise<FreshProject> => {
        const project = await freshProject(declaration, { framework, database });
        projects.push(project);
        return project;
      };
      try {
        const [left, right] = [await fresh(first), await fresh(other)];
        expect(document(right).equals(document(left)), "openapi.json, byte for byte").toBe(true);
        const compared = await answers(left, right);
        const told = report(compared);
        process.stdout.write(`${first} and ${other}, ${name}: ${told}\n`);
        expect(compared.requests).toBeGreaterThanOrEqual(REQUESTS);
        expect(compared.differences.length, told).toBe(0);
      } finally {
        for (const project of projects) await project.remove();
      }
    },
  );
});

function document({ project }: FreshProject): Buffer {
  return readFileSync(join(project.directory, "openapi.json"));
}

async function answers(left: FreshProject, right: FreshProject): Promise<Comparison> {
  const services = [await left.launcher.launch({}), await right.launcher.launch({})] as const;
  const sides = [httpTransport(services[0].url), httpTransport(services[1].url)] as const;
  try {
    return await compareServices(left.project.model, sides, { requests: REQUESTS, seed: 1 });
  } finally {
    for (const side of sides) side.close();
    for (const service of services) await service.stop();
  }
}
