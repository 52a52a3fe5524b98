/** A generated project in a folder of its own, installed and ready to be started, and everything about it removed again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model } from "../../src/model/model.ts";
import type { Launcher } from "../conformance/world.ts";
import { startCluster } from "./postgres.ts";
import type { Cluster } from "./postgres.ts";
import { generateProject, installProject, projectLauncher } from "./project.ts";
import type { Project } from "./project.ts";

export interface FreshProject {
  readonly project: Project;
  readonly launcher: Launcher;
  /** Null on SQLite. */
  readonly cluster: Cluster | null;
  remove(): Promise<void>;
}

/** @throws where it cannot be generated, installed or built, or PostgreSQL does not start. */
export async function freshProject(
  declaration: string,
  target: Pick<Model, "framework" | "database">,
): Promise<FreshProject> {
  const directory = mkdtempSync(join(tmpdir(), "restwright-project-"));
  const model = await generateProject(declaration, directory, target);
  const project = await installProject(model, directory);
  const cluster = target.database === "postgres" ? await startCluster() : null;
  return {
    project,
    launcher: projectLauncher(project, cluster),
    cluster,
    async remove() {
      await cluster?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
