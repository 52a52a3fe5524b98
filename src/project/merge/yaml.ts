/** Outline of YAML (compose files, workflows) by the spans of the `yaml` package's documents. */
import type * as Yaml from "yaml";
import type { Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import {
  afterComment,
  distinct,
  type Container,
  type Member,
  type Outline,
  type Reader,
} from "./outline.ts";

export const yamlReader: Reader = async (texts) => {
  const yaml = await import("yaml");
  return texts.map((text) => new Outliner(yaml, text).outline());
};

const LINES = { separator: "", comments: "hash", ordered: false } as const;
const LIST = { separator: ",", comments: "hash", ordered: false } as const;

class Outliner {
  private readonly yaml: typeof Yaml;
  private readonly text: string;

  constructor(yaml: typeof Yaml, text: string) {
    this.yaml = yaml;
    this.text = text;
  }

  outline(): Outline {
    const options = { keepSourceTokens: true, uniqueKeys: false };
    const documents = this.yaml.parseAllDocuments(this.text, options);
    if (!Array.isArray(documents) || documents.length > 1) return { root: null, faults: 0 };
    const [document] = documents;
    const faults = document?.errors.length ?? 0;
    const root = faults > 0 ? null : this.collection(document?.contents, 0);
    return { root: root === null ? null : { ...root, end: this.text.length }, faults };
  }

  /** @param start where a block begins: after the colon or dash that it belongs to */
  private collection(node: unknown, start: number): Container | null {
    const { yaml, text } = this;
    if (!yaml.isMap(node) && !yaml.isSeq(node)) return null;
    const kind = yaml.isMap(node) ? "mapping" : "sequence";
    const members = distinct(yaml.isMap(node) ? this.pairs(node) : this.items(node));
    const last = members.at(-1)?.end ?? start;
    if (node.flow !== true) {
      return { kind, ...LINES, start, end: afterComment(text, last, "hash"), members };
    }
    const [from, to] = node.range ?? [start, last];
    return { kind: `flow ${kind}`, ...LIST, start: from + 1, end: to - 1, members };
  }

  private pairs(map: YAMLMap): Member[] {
    return map.items.flatMap((pair) => {
      const key: unknown = pair.key;
      if (!this.yaml.isNode(key) || key.range === null || key.range === undefined) return [];
      const colon = colonOf(pair) ?? key.range[1];
      const inner = this.collection(pair.value, colon);
      const end = Math.max(colon, blockEnd(inner), this.endOf(pair.value));
      const written = this.text.slice(key.range[0], key.range[1]);
      const name = this.yaml.isScalar(key) ? String(key.value) : written;
      return [member(name, [key.range[0], end], inner)];
    });
  }

  private items(sequence: YAMLSeq): Member[] {
    const source = sequence.srcToken;
    return sequence.items.flatMap((item, index) => {
      if (!this.yaml.isNode(item) || item.range === null || item.range === undefined) return [];
      const isBlock = source !== undefined && "items" in source;
      const tokens = isBlock ? (source.items[index]?.start ?? []) : [];
      const dash = tokens.find(({ type }) => type === "seq-item-ind")?.offset;
      const start = dash ?? item.range[0];
      const inner = this.collection(item, dash === undefined ? start : dash + 1);
      const end = Math.max(start, blockEnd(inner), this.endOf(item));
      return [{ ...member(this.identity(item), [start, end], inner), unique: false }];
    });
  }

  /** Of a mapping in a list (a step of a workflow): the value of the key that tells such mappings apart. */
  private identity(item: Node): string {
    const told = this.yaml.isMap(item)
      ? ["id", "name", "uses", "run"]
          .map((key) => item.get(key))
          .find((value) => typeof value === "string")
      : undefined;
    return told ?? this.text.slice(item.range?.[0] ?? 0, this.endOf(item));
  }

  /** Block scalars and collections reach over the line feeds behind them; a member does not. */
  private endOf(value: unknown): number {
    if (!this.yaml.isNode(value) || value.range === null || value.range === undefined) return 0;
    return this.text.slice(0, value.range[1]).trimEnd().length;
  }
}

function colonOf(pair: Pair): number | null {
  const token = pair.srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  return token === undefined ? null : token.offset + 1;
}

function blockEnd(inner: Container | null): number {
  return inner === null || inner.separator === "," ? 0 : inner.end;
}

function member(
  key: string,
  [start, end]: readonly [number, number],
  inner: Container | null,
): Member {
  const containers = inner === null ? [] : [inner];
  return { key, start, end, unique: true, names: [], free: true, containers };
}
