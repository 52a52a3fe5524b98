/** From the file of a declaration to the model, or to everything that is wrong with it. */
import { basename, dirname, join, relative, resolve as resolvePath, sep } from "node:path";
import { Collector } from "../diagnostics/collector.ts";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { sourceFile, type SourceFile, type Span } from "../diagnostics/source.ts";
import { readDeclaration } from "../language/declaration.ts";
import { filesUnder, readText } from "../language/disk.ts";
import { joinIncluded } from "../language/include.ts";
import { entryOf, nearestNode, type Node, type Path } from "../language/tree.ts";
import { parseYaml } from "../language/yaml.ts";
import { deepFreeze } from "./freeze.ts";
import type { Model } from "./model.ts";
import { resolve } from "./resolve.ts";

export interface Loaded {
  /** Null where there is an error among the diagnostics. */
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The declaration first, then what it includes. */
  readonly sources: readonly SourceFile[];
  /**
   * Where something stands that a later phase has to complain about, by the path of its keys:
   * `["resources", "Book", "fields", "price"]`. Null only where nothing could be parsed.
   */
  readonly place: (path: Path) => Span | null;
}

/** Never throws for what a file may hold or for a file that is not there. */
export async function loadModel(
  file: string,
  options: { readonly cwd?: string } = {},
): Promise<Loaded> {
  const folder = dirname(resolvePath(file));
  const shown = (path: string): string => shownPath(path, options.cwd ?? process.cwd());
  const path = shown(resolvePath(file));
  const collector = new Collector();
  const content = await readText(file);
  if ("reason" in content) {
    if (content.missing) {
      collector.report("RW1001", { path }, null);
    } else {
      collector.report("RW1002", { path, reason: content.reason }, null);
    }
    return finish(null, [], collector);
  }
  const source = sourceFile(path, content.text);
  const root = parseYaml(source, collector);
  if (root === null) {
    return finish(null, [source], collector);
  }
  const files = filesUnder(folder, (inner) => shown(join(folder, inner)));
  const joined = await joinIncluded(root, basename(file), files, collector);
  return finish(joined.root, [source, ...joined.sources], collector);
}

/** Where things stand in a text that could be read without a fault; it is parsed when that is first asked for. */
export function placesIn(source: SourceFile): Loaded["place"] {
  let root: Node | null | undefined;
  return (path) => {
    root ??= parseYaml(source, new Collector());
    return root === null ? null : nearestNode(root, path).at;
  };
}

/** Relative where the file is below the working directory, with forward slashes. */
export function shownPath(path: string, cwd: string): string {
  const inner = relative(cwd, path);
  return (inner.startsWith("..") ? path : inner).split(sep).join("/");
}

/** The same for one text without includes. */
export function loadModelFromText(text: string, fileName: string): Loaded {
  const source = sourceFile(fileName, text);
  const collector = new Collector();
  const root = parseYaml(source, collector);
  const included = entryOf(root, "include");
  if (included !== null) {
    collector.report("RW1005", { glob: "include" }, included.value.at);
  }
  return finish(root, [source], collector);
}

function finish(root: Node | null, sources: readonly SourceFile[], collector: Collector): Loaded {
  const declaration = root === null ? null : readDeclaration(root, collector);
  const model = declaration === null ? null : resolve(declaration, collector);
  const diagnostics = collector.sorted(sources);
  return {
    model: hasErrors(diagnostics) ? null : deepFreeze(model),
    diagnostics,
    sources,
    place: (path) => (root === null ? null : nearestNode(root, path).at),
  };
}
