/** From the file of a declaration to the model, or to everything that is wrong with it. */
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { Collector } from "../diagnostics/collector.ts";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { sourceFile, type SourceFile, type Span } from "../diagnostics/source.ts";
import { readDeclaration } from "../language/declaration.ts";
import { nearestNode, type Node, type Path } from "../language/tree.ts";
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
  const shown = relative(options.cwd ?? process.cwd(), file)
    .split(sep)
    .join("/");
  const path = shown === "" || shown.startsWith("../") ? file : shown;
  try {
    const bytes = await readFile(file);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return loadModelFromText(text, path);
  } catch (error) {
    return unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Loaded {
  const collector = new Collector();
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") {
    collector.report("RW1001", { path }, null);
  } else {
    const reason =
      code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8" : (code ?? message);
    collector.report("RW1002", { path, reason }, null);
  }
  return { model: null, diagnostics: collector.sorted([]), sources: [], place: () => null };
}

/** The same for one text without includes. */
export function loadModelFromText(text: string, fileName: string): Loaded {
  const source = sourceFile(fileName, text);
  const collector = new Collector();
  const root = parseYaml(source, collector);
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
