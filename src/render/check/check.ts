/**
 * Type-checks templates against the published interfaces of their views, so that a mistyped name is found without
 * rendering, in branches that no example takes too. ts-morph is loaded by whoever calls this, lazily.
 */
import { Project, ts, type InterfaceDeclaration } from "ts-morph";
import { TemplateFault } from "../fault.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { parseTemplate } from "../parse.ts";
import type { TemplateSource } from "../render.ts";
import type { Template } from "../template.ts";
import { shapeOf } from "./shape.ts";
import { Walk } from "./walk.ts";

export interface ViewContract {
  /** Source of the published view types; imports nothing. */
  readonly source: string;
  readonly interfaces: Readonly<Record<string, string>>;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

export function checkTemplates(
  templates: readonly TemplateSource[],
  partialSources: readonly TemplateSource[],
  contract: ViewContract,
): TemplateFault[] {
  const faults = new Faults();
  const partials = new Map<string, Template>();
  for (const source of partialSources) {
    const parsed = faults.collect(() => parseTemplate(source.source, source.origin));
    if (parsed !== null) partials.set(source.path, parsed);
  }
  const declared = readInterfaces(contract);
  for (const template of templates) {
    checkPath(template, contract, faults);
    if (template.verbatim) continue;
    const parsed = faults.collect(() => parseTemplate(template.source, template.origin));
    const view = declared.get(template.folder);
    if (parsed === null || view === undefined) continue;
    new Walk(partials, view, faults).template(parsed, shapeOf([view.getType()], "root"));
  }
  return faults.sorted();
}

function readInterfaces(contract: ViewContract): Map<string, InterfaceDeclaration> {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { strict: true, target: ts.ScriptTarget.ES2022 },
  });
  const file = project.createSourceFile("views.ts", contract.source);
  const entries = Object.entries(contract.interfaces).map(
    ([folder, name]) => [folder, file.getInterfaceOrThrow(name)] as const,
  );
  return new Map(entries);
}

function checkPath(template: TemplateSource, contract: ViewContract, faults: Faults): void {
  const known = contract.placeholders[template.folder] ?? [];
  for (const [, name = ""] of template.path.matchAll(/\[([a-z_]+)\]/gi)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const fix = meant === null ? `there are: ${known.join(", ")}` : `did you mean [${meant}]?`;
    const place = { file: template.origin, line: 0, column: 0 };
    faults.add(new TemplateFault(`its path has the unknown placeholder [${name}]`, place, fix));
  }
}

/** Each fault once, however many ways lead to a partial. */
export class Faults {
  private readonly found = new Map<string, TemplateFault>();

  add(fault: TemplateFault): void {
    const { file, line, column } = fault.place;
    const key = `${file}:${line}:${column}:${fault.message}`;
    if (!this.found.has(key)) this.found.set(key, fault);
  }

  /** Null where the work met a fault. */
  collect<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      this.add(error);
      return null;
    }
  }

  sorted(): TemplateFault[] {
    return [...this.found.values()].sort(({ place: a }, { place: b }) =>
      a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
    );
  }
}
