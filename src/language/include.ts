/** `include:` — more files of one declaration, joined to its tree so that the rest of the language sees only one. */
import { posix } from "node:path";
import type { Collector } from "../diagnostics/collector.ts";
import { sourceFile, type SourceFile, type Span } from "../diagnostics/source.ts";
import { includableKeys } from "./grammar.ts";
import { entryOf, type Entry, type MapNode, type Node } from "./tree.ts";
import { parseYaml } from "./yaml.ts";

/** What inclusion needs of the disk; paths are relative to the root of the project, with `/`. */
export interface Files {
  /** The text, or why there is none. */
  readonly read: (path: string) => Promise<{ readonly text: string } | { readonly reason: string }>;
  /** Files that a glob (`*`, `**`, `?`) matches, sorted; none outside the root, through links either. */
  readonly match: (glob: string) => Promise<readonly string[]>;
  /** How a file is called in messages. */
  readonly shown: (path: string) => string;
}

const mostFiles = 2000;

export interface Joined {
  readonly root: Node;
  /** The declaration's own file first. */
  readonly sources: readonly SourceFile[];
}

/** Reads what the tree includes, and what that includes in turn. `path` is that of the tree's own file. */
export async function joinIncluded(
  root: Node,
  path: string,
  files: Files,
  collector: Collector,
): Promise<Joined> {
  const joiner = new Joiner(files, collector, path);
  await joiner.follow(root, path);
  return { root: joiner.joined(root), sources: joiner.sources };
}

class Joiner {
  readonly sources: SourceFile[] = [];
  readonly #files: Files;
  readonly #collector: Collector;
  readonly #seen: Set<string>;
  readonly #parts: MapNode[] = [];

  constructor(files: Files, collector: Collector, path: string) {
    this.#files = files;
    this.#collector = collector;
    this.#seen = new Set([path]);
  }

  async follow(node: Node, path: string): Promise<void> {
    for (const { glob, at } of globsOf(node)) {
      for (const found of await this.#matches(glob, path, at)) {
        await this.#include(found, at);
      }
    }
  }

  async #matches(glob: string, from: string, at: Span): Promise<readonly string[]> {
    const target = posix.normalize(posix.join(posix.dirname(from), glob));
    if (posix.isAbsolute(glob) || /^[A-Za-z]:|\\/.test(glob) || /^\.\.(?:\/|$)/.test(target)) {
      this.#collector.report("RW1006", { glob }, at);
      return [];
    }
    const found = (await this.#files.match(target)).filter((path) => path !== from);
    if (found.length === 0) {
      this.#collector.report("RW1005", { glob }, at);
    }
    return found;
  }

  async #include(path: string, at: Span): Promise<void> {
    if (this.#seen.has(path)) {
      this.#collector.report("RW1008", { path }, at);
      return;
    }
    this.#seen.add(path);
    if (this.#seen.size > mostFiles) {
      this.#collector.report("RW1009", { limit: mostFiles }, at);
      return;
    }
    const shown = this.#files.shown(path);
    const content = await this.#files.read(path);
    if ("reason" in content) {
      this.#collector.report("RW1002", { path: shown, reason: content.reason }, at);
      return;
    }
    const source = sourceFile(shown, content.text);
    this.sources.push(source);
    const node = parseYaml(source, this.#collector);
    if (node === null) {
      return;
    }
    if (node.kind !== "map") {
      this.#collector.report(
        "RW1101",
        { expected: "a map with `resources:` or `types:`", found: `a ${node.kind}` },
        node.at,
      );
      return;
    }
    for (const [key, entry] of node.entries) {
      if (!includableKeys.some((one) => one === key)) {
        this.#collector.report("RW1007", { key, known: includableKeys }, entry.key.at);
      }
    }
    this.#parts.push(node);
    await this.follow(node, path);
  }

  /** The tree with the resources and types of all parts behind its own. */
  joined(root: Node): Node {
    if (root.kind !== "map" || this.#parts.length === 0) {
      return root;
    }
    const entries = new Map(root.entries);
    for (const key of ["resources", "types"]) {
      const maps = [root, ...this.#parts].flatMap((part) => entryOf(part, key) ?? []);
      const [first] = maps;
      if (first !== undefined) {
        entries.set(key, this.#joinedMap(first, maps));
      }
    }
    return { ...root, entries };
  }

  #joinedMap(first: Entry, all: readonly Entry[]): Entry {
    const entries = new Map<string, Entry>();
    for (const { value } of all) {
      if (value.kind !== "map") {
        if (value.kind === "list" || value.value !== null) {
          return { key: first.key, value };
        }
        continue;
      }
      for (const [name, entry] of value.entries) {
        const before = entries.get(name);
        if (before === undefined) {
          entries.set(name, entry);
        } else {
          this.#collector.report("RW1011", { key: name }, entry.key.at, [
            { at: before.key.at, note: "first here" },
          ]);
        }
      }
    }
    return { key: first.key, value: { kind: "map", at: first.value.at, entries, flow: false } };
  }
}

function globsOf(node: Node): readonly { readonly glob: string; readonly at: Span }[] {
  const value = entryOf(node, "include")?.value;
  const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" && item.value !== ""
      ? [{ glob: item.value, at: item.at }]
      : [],
  );
}
