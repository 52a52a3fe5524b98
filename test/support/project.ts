/** Generated projects as their users have them: written to a folder, installed, built, checked and started. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { generate } from "../../src/generate.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import type { Launcher } from "../conformance/world.ts";
import { linkNodeModules, virtualEnvironment } from "./cache.ts";
import type { Cluster } from "./postgres.ts";
import { spawnService, startService } from "./service.ts";
import type { Environment, Service } from "./service.ts";

export interface Project {
  readonly model: Model;
  readonly directory: string;
  readonly language: "typescript" | "python";
  /** Folder of the programs that the project's commands need. */
  readonly programs: string;
}

/** Writes what a declaration generates to a folder. @throws where there are diagnostics or faults of templates. */
export async function generateProject(
  declaration: string,
  directory: string,
  instead: Partial<Pick<Model, "framework" | "database">> = {},
): Promise<Model> {
  const { model: declared, diagnostics, place } = await loadModel(declaration);
  if (declared === null) throw new Error(`not a valid declaration: ${JSON.stringify(diagnostics)}`);
  const model: Model = { ...declared, ...instead };
  const generated = await generate({ model, place, root: dirname(declaration), tool: "0.0.0" });
  const wrong = [...generated.diagnostics, ...generated.faults];
  if (wrong.length > 0) throw new Error(`cannot be generated: ${JSON.stringify(wrong)}`);
  for (const { path, text } of generated.output.files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return model;
}

/** Gives it its dependencies, and builds it where its language is built. */
export async function installProject(model: Model, directory: string): Promise<Project> {
  if (PYTHON.has(model.framework)) {
    const programs = await virtualEnvironment(directory, process.env["PYTHON"] ?? "python3");
    return { model, directory, language: "python", programs };
  }
  await linkNodeModules(directory);
  const programs = join(directory, "node_modules", ".bin");
  const project: Project = { model, directory, language: "typescript", programs };
  await run(project, ["npm", "run", "--silent", "build"]);
  return project;
}

const PYTHON = new Set([
  "fastapi",
  "flask",
  "flask-restful",
  "django-rest",
  "falcon",
  "bottle",
  "hug",
]);

type Command = readonly [string, ...string[]];

/** What every emitted project promises about itself, by name. */
export function promises({ language }: Project): readonly (readonly [string, Command])[] {
  return language === "typescript"
    ? [
        ["type check", ["npm", "run", "--silent", "typecheck"]],
        ["lint", ["npm", "run", "--silent", "lint"]],
        ["format", ["npm", "run", "--silent", "format:check"]],
        ["its own tests", ["npm", "test", "--silent"]],
      ]
    : [
        ["type check", ["mypy"]],
        ["lint", ["ruff", "check"]],
        ["format", ["ruff", "format", "--check"]],
        ["its own tests", ["pytest", "-q"]],
      ];
}

/** Runs a command of the project. @throws with everything it printed, where it fails. */
export async function run(
  project: Project,
  [program, ...parameters]: Command,
  environment: Environment = {},
): Promise<void> {
  await execa(program, parameters, {
    cwd: project.directory,
    env: { ...environmentOf(project), ...environment },
    all: true,
    extendEnv: true,
  });
}

/** Its programs before others; without variables of test runners, which a generated project's own must not see. */
export function environmentOf({ programs }: Project): Record<string, string | undefined> {
  return {
    PATH: `${programs}:${process.env["PATH"] ?? ""}`,
    VITEST: undefined,
    VITEST_POOL_ID: undefined,
    VITEST_WORKER_ID: undefined,
    NODE_ENV: undefined,
    NODE_OPTIONS: undefined,
    FORCE_COLOR: undefined,
  };
}

/** To the last migration, or one back. */
export function migrateCommand({ language, model }: Project, way: "up" | "down" = "up"): Command {
  if (model.framework === "django-rest") return ["python", "manage.py", "migrate", "--verbosity=0"];
  if (language === "typescript")
    return ["npm", "run", "--silent", way === "up" ? "migrate" : "migrate:down"];
  return way === "up" ? ["alembic", "upgrade", "heads"] : ["alembic", "downgrade", "-1"];
}

function seedCommand({ language }: Project): Command {
  return language === "typescript"
    ? ["npm", "run", "--silent", "seed"]
    : ["python", "-m", "app.seed"];
}

function startCommand({ language, programs }: Project): Command {
  return language === "typescript"
    ? [process.execPath, "dist/server.js"]
    : [join(programs, "python"), "-m", "app"];
}

/** Brings a database to the last migration. */
export function migrateProject(project: Project, environment: Environment): Promise<void> {
  return run(project, migrateCommand(project), environment);
}

/** Puts the rows of the seeds into an empty database. */
export function seedProject(project: Project, environment: Environment): Promise<void> {
  return run(project, seedCommand(project), environment);
}

export function startProject(project: Project, environment: Environment): Promise<Service> {
  const { directory } = project;
  return startService({ directory, command: startCommand(project), environment });
}

let databases = 0;

/**
 * Starts services of one project, each on a database of its own; PostgreSQL where a cluster is given.
 * @param ready an empty database, migrated already, that each is a copy of; by its name, with no connection open to it.
 *   Without one, a new database is migrated.
 */
export function projectLauncher(
  project: Project,
  cluster: Cluster | null,
  ready: string | null = null,
): Launcher {
  const { directory } = project;
  const command = startCommand(project);
  const name = (): string => {
    databases += 1;
    return `conformance_${process.pid}_${databases}`;
  };
  // Migrated once; every service gets a copy of it.
  const template = ready ?? name();
  let migrated: Promise<void> | null = null;
  const urlOf = (database: string): string =>
    cluster === null ? `sqlite:${join(directory, `${database}.db`)}` : cluster.database(database);
  const migrate = async (): Promise<void> => {
    const settings = { DATABASE_URL: urlOf(template) };
    if (ready === null) await run(project, migrateCommand(project), settings);
    const seed = seedCommand(project);
    const unmakable = project.model.resources.some((one) => !one.operations.includes("create"));
    if (unmakable) await run(project, seed, settings);
  };
  const copied = async (): Promise<string> => {
    migrated ??= migrate();
    await migrated;
    const copy = name();
    if (cluster !== null) return cluster.database(copy, template);
    copyFileSync(join(directory, `${template}.db`), join(directory, `${copy}.db`));
    return urlOf(copy);
  };
  const unreached =
    cluster === null
      ? `sqlite:${join(directory, "never.db")}`
      : "postgres://nobody@127.0.0.1:1/never";
  const settings = async (environment: Environment, wait: boolean): Promise<Environment> => ({
    LOG_LEVEL: "warn",
    // A service that is meant to refuse its settings gets no further than reading them.
    DATABASE_URL: wait ? await copied() : unreached,
    ...environment,
  });
  return {
    async launch(asked, options) {
      const wait = options?.wait ?? true;
      const environment = await settings(asked, wait);
      return (wait ? startService : spawnService)({ directory, command, environment });
    },
    outage:
      cluster === null
        ? null
        : async (asked) => {
            const environment = await settings(asked, true);
            const service = await startService({ directory, command, environment });
            return { service, interrupt: cluster.interrupt, resume: cluster.resume };
          },
  };
}
