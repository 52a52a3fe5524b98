/**
 * The pipeline: model → storage → views (in which a language says the contract too) → rendered → formatted files.
 * What comes out is compared with the disk and written by `project/`; nothing here writes.
 */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Span } from "./diagnostics/source.ts";
import { formatChanged } from "./formatting/format-changed.ts";
import { editorSchema } from "./language/editor-schema.ts";
import type { Model } from "./model/model.ts";
import { notYet } from "./model/not-yet.ts";
import type { OutputFile } from "./project/changes.ts";
import { digestOf, Memory } from "./project/memory.ts";
import type { Output } from "./project/project.ts";
import type { TemplateFault } from "./render/fault.ts";
import { render } from "./render/render.ts";
import { storageOf } from "./storage/build.ts";
import { fileClass } from "./targets/file-class.ts";
import { beyondLimits } from "./targets/limits.ts";
import type { Plan } from "./targets/plan.ts";
import { plannedTarget } from "./targets/planned.ts";
import { findTarget, type Target } from "./targets/source.ts";

export interface GenerateOptions {
  readonly model: Model;
  /** Where something of the declaration stands, by the path of its keys. */
  readonly place: (path: readonly (string | number)[]) => Span | null;
  /** Folder of the declaration: targets by path, installed packages and `templates/` are looked for there. */
  readonly root: string;
  /** Version that is noted in the project. */
  readonly tool: string;
  /** Which program this is, to the byte. Absent: everything is made anew. */
  readonly identity?: string | null;
}

export interface Origin {
  /** The one template, as `fastify/service/src/app.ts.hbs`. */
  readonly from: string;
  /** The template of the target that the project's own stands in for. */
  readonly replaces: string | null;
}

export interface Generated {
  readonly target: Target;
  readonly output: Output;
  /** Path of each file → where it comes from; nothing where the output was known already. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What the target, or this version, cannot generate; the output is then not to be written. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is wrong with the target's templates; likewise. */
  readonly faults: readonly TemplateFault[];
}

/** @throws TemplateFault where the target as a whole cannot be used */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { model, root, place } = options;
  const target = await findTarget(model.framework, root);
  const { language, plan } = await plannedTarget(target, model.database, root);
  const diagnostics = [...notYet(model, place), ...beyondLimits(model, target.manifest, place)];
  const noted = { tool: options.tool, framework: model.framework };
  // Storage follows from the model.
  const told = { model };
  const past = options.identity == null ? null : pastOf(root, options.identity);
  const key = past?.digest([JSON.stringify(told), ...sourcesOf(plan)]);
  const same = key === undefined ? undefined : past?.output(key);
  if (key !== undefined && same != null) {
    const output = { ...noted, key, ...same };
    return { target, output, origins: new Map(), diagnostics, faults: [] };
  }
  const views = language.views({ ...told, storage: storageOf(model) });
  const rendered = render(plan.templates, plan.partials, views);
  const { files, faults, digests } = await formatChanged(rendered.files, past);
  return {
    target,
    output: {
      ...noted,
      ...(key === undefined ? {} : { key, rendered: digests }),
      files: files.map((file) => classified(file, target)),
      records: { "model.json": printed(model), "schema.json": printed(editorSchema()) },
    },
    origins: originsOf(rendered.files, plan),
    diagnostics,
    faults: [...rendered.faults, ...faults],
  };
}

/** What the last run made, with digests that hold for this program only. */
function pastOf(root: string, identity: string) {
  const memory = new Memory(root);
  return {
    digest: (parts: readonly string[]) => digestOf(JSON.stringify([identity, ...parts])),
    output: (key: string) => memory.output(key),
    formatted: (path: string, digest: string) => memory.formatted(path, digest),
  };
}

/** Everything that the output is made of besides the program and what it is told. */
function sourcesOf({ target, templates, partials }: Plan): string[] {
  const sources = [...templates, ...partials].flatMap(({ origin, source }) => [origin, source]);
  return [JSON.stringify(target.manifest), ...sources];
}

function classified(file: { path: string; text: string }, target: Target): OutputFile {
  const { path, text } = file;
  return { path, text, class: fileClass(path, target.manifest) };
}

function originsOf(
  files: readonly { readonly path: string; readonly origin: string }[],
  plan: Plan,
): Map<string, Origin> {
  const replaced = new Map(plan.templates.map(({ origin, replaces }) => [origin, replaces]));
  return new Map(
    files.map(({ path, origin }) => [
      path,
      { from: origin, replaces: replaced.get(origin) ?? null },
    ]),
  );
}

function printed(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
