/**
 * Where a target comes from. `framework:` in a declaration (or `--framework`) is the name of a built-in target, a path
 * that begins with a dot or a slash, or `npm:` and the name of a package that the user's project has installed.
 */
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { TemplateFault } from "../render/fault.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { parseManifest, type Manifest } from "./manifest.ts";
import { builtInTemplates } from "./package-root.ts";

export interface Target {
  readonly manifest: Manifest;
  readonly folder: string;
  /** Short name of the folder, used in every message: `fastify`, `./my-target`, `npm:restwright-target-koa`. */
  readonly label: string;
}

/**
 * @param reference as in `framework:`
 * @param base folder that paths and packages are looked up from: that of the declaration
 * @throws TemplateFault where there is none, or its manifest is faulty
 */
export async function findTarget(reference: string, base: string): Promise<Target> {
  const folder = await locate(reference, base);
  const file = `${reference}/target.yaml`;
  const source = await readFile(join(folder, "target.yaml"), "utf8").catch(() => null);
  if (source === null) {
    throw new TemplateFault("the target has no target.yaml", { file, line: 0, column: 0 });
  }
  return { manifest: parseManifest(source, file), folder, label: reference };
}

/** Whether the target came with this tool, so that its commands are ours and not another author's. */
export function isBuiltIn({ folder }: Target): boolean {
  return dirname(folder) === builtInTemplates;
}

/** Names of the built-in targets, sorted. */
export async function builtInTargets(): Promise<string[]> {
  const entries = await readdir(builtInTemplates).catch(() => []);
  return entries.filter((name) => existsSync(join(builtInTemplates, name, "target.yaml"))).sort();
}

async function locate(reference: string, base: string): Promise<string> {
  if (reference.startsWith("npm:")) return installedPackage(reference, base);
  if (isAbsolute(reference) || /^\.{1,2}([\\/]|$)/.test(reference)) {
    const folder = resolve(base, reference);
    if ((await stat(folder).catch(() => null))?.isDirectory() === true) return folder;
    throw new TemplateFault(`there is no folder ${reference}`, nowhere(reference));
  }
  const names = await builtInTargets();
  if (names.includes(reference)) return join(builtInTemplates, reference);
  const meant = nearest(reference, names);
  throw new TemplateFault(
    `there is no target \`${reference}\``,
    nowhere(reference),
    meant === null ? `there are: ${names.join(", ")}` : `did you mean \`${meant}\`?`,
  );
}

/** As Node resolves it, but by the folder alone: a target has no entry point, and nothing of it is run. */
function installedPackage(reference: string, base: string): string {
  const name = reference.slice("npm:".length);
  if (!/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i.test(name)) {
    throw new TemplateFault(`\`${name}\` is not the name of a package`, nowhere(reference));
  }
  for (let folder = resolve(base); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "target.yaml"))) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new TemplateFault(
    `the package ${name} is not installed, or is no target`,
    nowhere(reference),
    `npm install --save-dev ${name}`,
  );
}

function nowhere(file: string) {
  return { file, line: 0, column: 0 };
}
