/** Reads one YAML text into the tree of `tree.ts`, collecting YAML's own faults and traps. (YAML 1.2.2, core schema.) */
import {
  isAlias,
  isMap,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node as YamlNode,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Collector } from "../diagnostics/collector.ts";
import type { SourceFile, Span } from "../diagnostics/source.ts";
import type { Entry, Node, ScalarNode } from "./tree.ts";
import { reportSyntax } from "./yaml-syntax.ts";

/** Nobody writes these by hand; they bound the work on hostile input. */
export const maxCharacters = 8 * 1024 * 1024;
const maxDepth = 64;
/** Far more than patterns and texts hold by themselves. */
const maxUnclosed = 1000;
const maxAliasedNodes = 100_000;

/** Null where there is no tree to go on with; the reasons are collected. */
export function parseYaml(file: SourceFile, collector: Collector): Node | null {
  const whole: Span = { file, start: 0, end: 0 };
  if (file.text.length > maxCharacters) {
    collector.report("RW1003", { path: file.path, limit: maxCharacters }, whole);
    return null;
  }
  const deep = unclosedBracket(file.text);
  if (deep !== null) {
    collector.report("RW1012", { limit: maxDepth }, { file, start: deep, end: deep + 1 });
    return null;
  }
  const document = compose(file, collector);
  if (document === null) {
    return null;
  }
  const before = collector.count;
  const broken = reportSyntax(file, [...document.errors, ...document.warnings], collector);
  if (document.contents === null) {
    if (collector.count === before) {
      collector.report("RW1004", { path: file.path }, whole);
    }
    return null;
  }
  const builder = new TreeBuilder(file, collector);
  const tree = builder.build(document.contents, 0);
  // Text that is not YAML composes to something else than was meant: its meaning is not worth judging.
  return broken || builder.isIncomplete ? null : tree;
}

/** Where brackets are open that no declaration needs, strings and comments included; null where they are not. */
function unclosedBracket(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5b || unit === 0x7b) {
      depth++;
      if (depth > maxUnclosed) {
        return at;
      }
    } else if (unit === 0x5d || unit === 0x7d) {
      depth = Math.max(0, depth - 1);
    }
  }
  return null;
}

function compose(file: SourceFile, collector: Collector): Document.Parsed | null {
  try {
    const documents = parseAllDocuments(file.text, {
      // Quadratic there; doubled keys are found below, with both places.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
      version: "1.2",
      schema: "core",
    });
    if (!Array.isArray(documents)) {
      return null;
    }
    const [first, second] = documents as Document.Parsed[];
    if (first === undefined) {
      collector.report("RW1004", { path: file.path }, { file, start: 0, end: 0 });
      return null;
    }
    if (second !== undefined) {
      const start = second.range[0];
      const end = second.contents?.range[0] ?? start;
      collector.report("RW1013", {}, { file, start, end: Math.max(start, end) });
    }
    return first;
  } catch (error) {
    // The composer of `yaml` recurses: hostile nesting overflows the stack before a depth can be judged.
    if (error instanceof RangeError) {
      collector.report("RW1012", { limit: maxDepth }, { file, start: 0, end: 0 });
      return null;
    }
    throw error;
  }
}

interface Built {
  readonly node: Node;
  /** How many nodes it stands for once its aliases are written out. */
  readonly size: number;
}

class TreeBuilder {
  readonly #file: SourceFile;
  readonly #collector: Collector;
  readonly #anchors = new Map<string, Built | null>();
  #aliased = 0;
  #givenUpCount = 0;
  /** Something could not be built; what is missing must not be called missing by later phases. */
  isIncomplete = false;

  constructor(file: SourceFile, collector: Collector) {
    this.#file = file;
    this.#collector = collector;
  }

  build(node: ParsedNode, depth: number): Node {
    return this.#build(node, depth).node;
  }

  #build(node: ParsedNode | YamlNode | null, depth: number): Built {
    if (node === null) {
      return { node: this.#absent(0, 0), size: 1 };
    }
    const at = this.#span(node);
    if (depth > maxDepth) {
      return this.#givenUp(at, () => this.#collector.report("RW1012", { limit: maxDepth }, at));
    }
    if (isAlias(node)) {
      return this.#alias(node.source, at);
    }
    const { anchor } = node as { readonly anchor?: string };
    if (anchor !== undefined) {
      // Null while its content is being built: an alias inside refers to itself.
      this.#anchors.set(anchor, null);
    }
    const built = this.#content(node, at, depth);
    if (anchor !== undefined) {
      this.#anchors.set(anchor, built);
    }
    return built;
  }

  #content(node: YamlNode, at: Span, depth: number): Built {
    if (isMap(node)) {
      return this.#map(node as YAMLMap<ParsedNode, ParsedNode | null>, at, depth);
    }
    if (isSeq(node)) {
      const built = node.items.map((item) => this.#build(item as ParsedNode, depth + 1));
      return {
        node: { kind: "list", at, items: built.map((one) => one.node), flow: node.flow === true },
        size: built.reduce((sum, one) => sum + one.size, 1),
      };
    }
    return { node: this.#scalar(node as Scalar, at), size: 1 };
  }

  #map(node: YAMLMap<ParsedNode, ParsedNode | null>, at: Span, depth: number): Built {
    const entries = new Map<string, Entry>();
    let size = 1;
    for (const pair of node.items) {
      const key = pair.key as ParsedNode | null;
      const keyNode =
        key === null ? this.#absent(at.start, at.start) : this.#build(key, depth + 1).node;
      if (keyNode.kind !== "scalar") {
        this.#collector.report("RW1015", {}, keyNode.at);
        continue;
      }
      const name = keyNode.source;
      if (name === "<<" && keyNode.style === "plain") {
        this.#collector.report("RW1016", {}, keyNode.at);
        continue;
      }
      const value =
        pair.value === null
          ? { node: this.#absent(keyNode.at.end, keyNode.at.end), size: 1 }
          : this.#build(pair.value, depth + 1);
      size += value.size;
      const first = entries.get(name);
      if (first !== undefined) {
        this.#collector.report("RW1011", { key: name }, keyNode.at, [
          { at: first.key.at, note: "first here" },
        ]);
        continue;
      }
      entries.set(name, { key: keyNode, value: value.node });
    }
    return { node: { kind: "map", at, entries, flow: node.flow === true }, size };
  }

  #scalar(node: Scalar, at: Span): ScalarNode {
    const value = node.value as ScalarNode["value"] | bigint;
    const style = styleOf(node, at);
    if (typeof value === "string" && (value.includes("\0") || /\p{Cs}/u.test(value))) {
      this.#collector.report("RW1023", {}, at);
    }
    return {
      kind: "scalar",
      at,
      value: typeof value === "bigint" ? Number(value) : value,
      source: node.source ?? (value === null ? "" : String(value)),
      style,
      cutAt: style === "plain" ? this.#commentAfter(at.end) : null,
    };
  }

  #commentAfter(offset: number): number | null {
    const { text } = this.#file;
    let at = offset;
    while (text[at] === " " || text[at] === "\t") {
      at++;
    }
    return at > offset && text[at] === "#" ? at : null;
  }

  #alias(name: string, at: Span): Built {
    const target = this.#anchors.get(name);
    if (target === undefined || target === null) {
      return this.#givenUp(at, () => this.#collector.report("RW1017", { name }, at));
    }
    this.#aliased += target.size;
    if (this.#aliased > maxAliasedNodes) {
      const limit = maxAliasedNodes;
      return this.#givenUp(at, () => this.#collector.report("RW1018", { limit }, at));
    }
    return target;
  }

  #givenUp(at: Span, report: () => void): Built {
    // A hostile file has one such place in every line: the first few will do.
    if (this.#givenUpCount < 5) {
      report();
    }
    this.#givenUpCount++;
    this.isIncomplete = true;
    return { node: this.#absent(at.start, at.end), size: 1 };
  }

  #absent(start: number, end: number): ScalarNode {
    return {
      kind: "scalar",
      at: { file: this.#file, start, end },
      value: null,
      source: "",
      style: "absent",
      cutAt: null,
    };
  }

  #span(node: ParsedNode | YamlNode): Span {
    const { range } = node as { readonly range?: readonly [number, number, number] | null };
    return { file: this.#file, start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
  }
}

function styleOf(node: Scalar, at: Span): ScalarNode["style"] {
  switch (node.type) {
    case "QUOTE_SINGLE":
      return "single";
    case "QUOTE_DOUBLE":
      return "double";
    case "BLOCK_FOLDED":
    case "BLOCK_LITERAL":
      return "block";
    default:
      return at.start === at.end ? "absent" : "plain";
  }
}
