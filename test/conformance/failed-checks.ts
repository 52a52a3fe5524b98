/** The whole suite against a service of one project, for tests: what does not keep the contract, and why. */
import type { FreshProject } from "../support/fresh-project.ts";
import { fullName, planChecks, runCheck } from "./suite.ts";
import { openSession } from "./world.ts";

/** Names of the checks that fail, with their reasons; none for a service that keeps the contract. */
export async function failedChecks({
  project,
  launcher,
}: Pick<FreshProject, "project" | "launcher">): Promise<string[]> {
  const service = await launcher.launch({});
  const session = openSession(project.model, service.url, launcher, 1);
  const failed: string[] = [];
  for (const check of planChecks(project.model).checks) {
    const { outcome, reason } = await runCheck(check, session);
    if (outcome === "failed") failed.push(`${fullName(check)}: ${reason ?? ""}`);
  }
  session.close();
  await service.stop();
  return failed;
}
