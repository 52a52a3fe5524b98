/**
 * The output plan: which template makes which file. A target's own folder, its layers and those of the database stand
 * beside each other; none hides another. Two sources of one path are a fault, so every file has one origin. Only the
 * project itself may replace a file, by `templates/` beside its declaration.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Database } from "../model/model.ts";
import { TemplateFault } from "../render/fault.ts";
import { builtInTemplates } from "./package-root.ts";
import type { Target } from "./source.ts";

export interface PlannedTemplate {
  /** `service`, `resource`, `migration` … or `partials`. */
  readonly folder: string;
  /** Path of the output with its placeholders, or name of the partial. */
  readonly path: string;
  /** Where it stands, for people: `_typescript/kysely/service/src/database.ts.hbs`. */
  readonly origin: string;
  readonly source: string;
  /** Without `.hbs`: copied as it is. */
  readonly verbatim: boolean;
  /** Origin of the template that the project's own one replaces. */
  readonly replaces: string | null;
}

export interface Plan {
  readonly target: Target;
  readonly templates: readonly PlannedTemplate[];
  readonly partials: readonly PlannedTemplate[];
}

/**
 * @param folders the folders that the target's language has views for
 * @param project folder of the declaration, whose `templates/` replaces single files; null for none
 * @throws TemplateFault for a missing layer, a second source of a path, an unknown folder
 */
export async function planTarget(
  target: Target,
  database: Database,
  folders: readonly string[],
  project: string | null,
): Promise<Plan> {
  const variant = target.manifest.databases[database];
  if (variant === undefined) {
    const served = Object.keys(target.manifest.databases).join(", ");
    const place = { file: `${target.label}/target.yaml`, line: 0, column: 0 };
    throw new TemplateFault(
      `${target.label} does not serve ${database}`,
      place,
      `it serves: ${served}`,
    );
  }
  const sources = [
    { label: target.label, folder: target.folder },
    ...[...target.manifest.layers, ...variant.layers].map((layer) => layerFolder(target, layer)),
  ];
  const planned = new Map<string, PlannedTemplate>();
  for (const source of sources) {
    for (const template of await readLayer(source, folders)) {
      const key = `${template.folder}/${template.path}`;
      const other = planned.get(key);
      if (other !== undefined) {
        throw new TemplateFault(`${key} has two sources: ${other.origin} and ${template.origin}`, {
          file: template.origin,
          line: 0,
          column: 0,
        });
      }
      planned.set(key, template);
    }
  }
  if (project !== null) {
    const own = { label: "templates", folder: join(project, "templates") };
    for (const template of await readLayer(own, folders, "optional")) {
      const key = `${template.folder}/${template.path}`;
      planned.set(key, { ...template, replaces: planned.get(key)?.origin ?? null });
    }
  }
  const all = [...planned.values()].sort((a, b) => (a.origin < b.origin ? -1 : 1));
  return {
    target,
    templates: all.filter(({ folder }) => folder !== "partials"),
    partials: all.filter(({ folder }) => folder === "partials"),
  };
}

interface Source {
  readonly label: string;
  readonly folder: string;
}

/** A layer of the target's own begins with `./`; any other is one of ours. */
function layerFolder(target: Target, layer: string): Source {
  return layer.startsWith("./")
    ? { label: `${target.label}/${layer.slice(2)}`, folder: resolve(target.folder, layer) }
    : { label: layer, folder: join(builtInTemplates, layer) };
}

/** Other entries of a target's folder (its manifest, a README, layers of its own) are not templates. */
async function readLayer(
  source: Source,
  folders: readonly string[],
  presence: "required" | "optional" = "required",
): Promise<PlannedTemplate[]> {
  const entries = await readdir(source.folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    if (presence === "optional") return [];
    throw new TemplateFault(`there is no layer ${source.label}`, {
      file: source.label,
      line: 0,
      column: 0,
    });
  }
  const present = [...folders, "partials"].filter((folder) =>
    entries.some((entry) => entry.isDirectory() && entry.name === folder),
  );
  const found = await Promise.all(present.map((folder) => readTemplates(source, folder)));
  return found.flat();
}

async function readTemplates(source: Source, folder: string): Promise<PlannedTemplate[]> {
  const root = join(source.folder, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== ".DS_Store");
  return Promise.all(
    files.map(async (entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const relative = absolute.slice(root.length + 1).replaceAll("\\", "/");
      const verbatim = !relative.endsWith(".hbs");
      const origin = `${source.label}/${folder}/${relative}`;
      refuseUnpackable(entry.name, origin);
      return {
        folder,
        path: verbatim ? relative : relative.slice(0, -".hbs".length),
        origin,
        source: textOf(await readFile(absolute), origin),
        verbatim,
        replaces: null,
      };
    }),
  );
}

/** npm leaves these out of packages, so a target would lose them on its way to its users. */
function refuseUnpackable(name: string, origin: string): void {
  if (![".gitignore", ".npmignore", ".npmrc"].includes(name)) return;
  const place = { file: origin, line: 0, column: 0 };
  throw new TemplateFault(`npm packs no file named ${name}`, place, `name it ${name}.hbs`);
}

function textOf(bytes: Buffer, origin: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new TemplateFault("a template must be UTF-8 text", { file: origin, line: 0, column: 0 });
  }
}
