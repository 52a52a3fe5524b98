/**
 * YAML as written: what the language reads, with the place of everything and the source text of scalars.
 * Aliases are resolved (the same node stands twice), tags and comments are gone, included files are joined in.
 */
import type { Span } from "../diagnostics/source.ts";

export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly at: Span;
  readonly value: string | number | boolean | null;
  /** As typed, without quotes and escapes: `1.10` stays `1.10`. */
  readonly source: string;
  readonly style: "plain" | "single" | "double" | "block" | "absent";
  /** Offset of the comment right after a plain scalar on its line: a ` #` that may have cut it; else null. */
  readonly cutAt: number | null;
}

export interface ListNode {
  readonly kind: "list";
  readonly at: Span;
  readonly items: readonly Node[];
  readonly flow: boolean;
}

export interface MapNode {
  readonly kind: "map";
  readonly at: Span;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly flow: boolean;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** A way into the tree: map keys and list indexes. */
export type Path = readonly (string | number)[];

export function child(node: Node | null, step: string | number): Node | null {
  if (node?.kind === "map") {
    return node.entries.get(String(step))?.value ?? null;
  }
  return node?.kind === "list" && typeof step === "number" ? (node.items[step] ?? null) : null;
}

export function entryOf(node: Node | null, key: string): Entry | null {
  return node?.kind === "map" ? (node.entries.get(key) ?? null) : null;
}

/** The node at the end of a path, or the last one that there is on the way. */
export function nearestNode(root: Node, path: Path): Node {
  let node = root;
  for (const step of path) {
    const next = child(node, step);
    if (next === null) {
      return node;
    }
    node = next;
  }
  return node;
}

export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** As JSON values; maps have no prototype, so that `constructor` and its like are ordinary keys. */
export function plain(node: Node): Plain {
  if (node.kind === "scalar") {
    return node.value;
  }
  if (node.kind === "list") {
    return node.items.map(plain);
  }
  const object: Record<string, Plain> = Object.create(null);
  for (const [key, entry] of node.entries) {
    object[key] = plain(entry.value);
  }
  return object;
}

/** What a kind of node is called in messages. */
export function kindOf(node: Node): string {
  if (node.kind !== "scalar") {
    return node.kind;
  }
  if (node.value === null) {
    return node.style === "absent" ? "nothing" : "null";
  }
  return typeof node.value === "string" ? "text" : typeof node.value;
}
