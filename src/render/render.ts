/** Templates × instances → files in memory. Knows neither resources nor frameworks: a folder's name pairs the two. */
import { evaluate } from "./evaluate.ts";
import { TemplateFault } from "./fault.ts";
import { fillPath, pathKey } from "./output-path.ts";
import { parseTemplate } from "./parse.ts";
import type { Template } from "./template.ts";

export interface TemplateSource {
  readonly folder: string;
  readonly path: string;
  readonly origin: string;
  readonly source: string;
  readonly verbatim: boolean;
}

export interface RenderInstance {
  readonly placeholders: Readonly<Record<string, string>>;
  readonly view: object;
}

export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  /** The one template it comes from. */
  readonly origin: string;
  /** Folder of that template: `service`, `resource` … */
  readonly folder: string;
}

export interface Rendering {
  readonly files: readonly RenderedFile[];
  readonly faults: readonly TemplateFault[];
}

/**
 * Renders everything, or says all that is wrong. A template whose text is blank for an instance emits no file there.
 */
export function render(
  templates: readonly TemplateSource[],
  partialSources: readonly TemplateSource[],
  views: Readonly<Record<string, readonly RenderInstance[]>>,
): Rendering {
  const faults: TemplateFault[] = [];
  const partials = new Map<string, Template>();
  for (const partial of partialSources) {
    collect(faults, () =>
      partials.set(partial.path, parseTemplate(partial.source, partial.origin)),
    );
  }
  const files = new Map<string, RenderedFile>();
  for (const template of templates) {
    collect(faults, () => {
      const parsed = template.verbatim ? null : parseTemplate(template.source, template.origin);
      for (const instance of views[template.folder] ?? []) {
        const text = parsed === null ? template.source : evaluate(parsed, instance.view, partials);
        if (parsed !== null && text.trim() === "") continue;
        const path = fillPath(template.path, instance.placeholders, template.origin);
        const other = files.get(pathKey(path));
        if (other !== undefined) {
          const place = { file: template.origin, line: 0, column: 0 };
          throw new TemplateFault(`${path} is also written by ${other.origin}`, place);
        }
        const { origin, folder } = template;
        files.set(pathKey(path), { path, text, origin, folder });
      }
    });
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), faults };
}

function collect(faults: TemplateFault[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    faults.push(error);
  }
}
