/**
 * The pipeline: model → storage → views → rendered files → formatted files → change set. Everything up to the change set is
 * pure but for the reading of templates; only `project/` touches the disk.
 */
import { formatFiles } from "./formatting/format.ts";
import type { Model } from "./model/model.ts";
import type { OutputFile } from "./project/changes.ts";
import type { Output } from "./project/project.ts";
import type { TemplateFault } from "./render/fault.ts";
import { render } from "./render/render.ts";
import { storageOf } from "./storage/build.ts";
import { fileClass } from "./targets/file-class.ts";
import { plannedTarget } from "./targets/planned.ts";
import { findTarget, type Target } from "./targets/source.ts";

export interface GenerateOptions {
  readonly model: Model;
  /** Folder of the declaration: targets by path, installed packages and `templates/` are looked for there. */
  readonly root: string;
  readonly tool: string;
  /** The JSON Schema of declarations, kept beside the project for editors. */
  readonly schema: object;
}

export interface Generated {
  readonly target: Target;
  readonly output: Output;
  /** Where each file comes from. */
  readonly origins: ReadonlyMap<string, string>;
  readonly faults: readonly TemplateFault[];
}

/** @throws TemplateFault where the target as a whole cannot be used */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { model, root } = options;
  const target = await findTarget(model.framework, root);
  const { language, plan } = await plannedTarget(target, model.database, root);
  const views = language.views({ model, storage: storageOf(model) });
  const rendered = render(plan.templates, plan.partials, views);
  const formatted = await formatFiles(rendered.files);
  const files = formatted.files.map((file) => classified(file, target));
  return {
    target,
    output: {
      tool: options.tool,
      framework: model.framework,
      files,
      records: { "model.json": printed(model), "schema.json": printed(options.schema) },
    },
    origins: new Map(rendered.files.map(({ path, origin }) => [path, origin])),
    faults: [...rendered.faults, ...formatted.faults],
  };
}

function classified(file: { path: string; text: string }, target: Target): OutputFile {
  const { path, text } = file;
  return { path, text, class: fileClass(path, target.manifest) };
}

function printed(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
