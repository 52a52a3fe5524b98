/** Outline of YAML (compose files, workflows) by the spans of the `yaml` package's documents. */
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import {
  afterComment,
  distinct,
  type Container,
  type Member,
  type Outline,
  type Reader,
} from "./outline.ts";

export const yamlReader: Reader = async (texts) => texts.map(outline);

function outline(text: string): Outline {
  const documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false });
  const [document] = documents;
  if (!Array.isArray(documents) || document === undefined || documents.length > 1)
    return { root: null, faults: 0 };
  const faults = document.errors.length;
  const root = faults > 0 ? null : collection(text, document.contents, 0);
  return { root: root === null ? null : { ...root, end: text.length }, faults };
}

const LINES = { separator: "", comments: "hash", ordered: false } as const;
const LIST = { separator: ",", comments: "hash", ordered: false } as const;

/** @param start where a block begins: after the colon or dash that it belongs to */
function collection(text: string, node: unknown, start: number): Container | null {
  if (!isMap(node) && !isSeq(node)) return null;
  const kind = isMap(node) ? "mapping" : "sequence";
  const members = distinct(isMap(node) ? pairs(text, node) : items(text, node));
  const last = members.at(-1)?.end ?? start;
  if (node.flow !== true) {
    return { kind, ...LINES, start, end: afterComment(text, last, "hash"), members };
  }
  const [from, to] = node.range ?? [start, last];
  return { kind: `flow ${kind}`, ...LIST, start: from + 1, end: to - 1, members };
}

function pairs(text: string, map: YAMLMap): Member[] {
  return map.items.flatMap((pair) => {
    const key: unknown = pair.key;
    if (!isPair(pair) || !isNode(key) || key.range === null || key.range === undefined) return [];
    const colon = colonOf(pair) ?? key.range[1];
    const inner = collection(text, pair.value, colon);
    const end = Math.max(colon, blockEnd(inner), endOf(text, pair.value));
    const name = isScalar(key) ? String(key.value) : text.slice(key.range[0], key.range[1]);
    return [member(name, [key.range[0], end], inner)];
  });
}

function colonOf(pair: Pair): number | null {
  const token = pair.srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  return token === undefined ? null : token.offset + 1;
}

function items(text: string, sequence: YAMLSeq): Member[] {
  const source = sequence.srcToken;
  return sequence.items.flatMap((item, index) => {
    if (!isNode(item) || item.range === null || item.range === undefined) return [];
    const tokens =
      source !== undefined && "items" in source ? (source.items[index]?.start ?? []) : [];
    const dash = tokens.find(({ type }) => type === "seq-item-ind")?.offset;
    const inner = collection(text, item, dash === undefined ? item.range[0] : dash + 1);
    const end = Math.max(blockEnd(inner), endOf(text, item), dash === undefined ? 0 : dash + 1);
    return [
      { ...member(identity(text, item), [dash ?? item.range[0], end], inner), unique: false },
    ];
  });
}

/** Of a mapping in a list (a step of a workflow): the value of the key that tells such mappings apart. */
function identity(text: string, item: Node): string {
  const pair = isMap(item)
    ? ["id", "name", "uses", "run"]
        .map((key) => item.get(key))
        .find((value) => typeof value === "string")
    : undefined;
  return pair ?? text.slice(item.range?.[0] ?? 0, endOf(text, item));
}

function blockEnd(inner: Container | null): number {
  return inner === null || inner.separator === "," ? 0 : inner.end;
}

/** Block scalars and collections reach over the line feeds behind them; a member does not. */
function endOf(text: string, value: unknown): number {
  if (!isNode(value) || value.range === null || value.range === undefined) return 0;
  return text.slice(0, value.range[1]).trimEnd().length;
}

function member(
  key: string,
  [start, end]: readonly [number, number],
  inner: Container | null,
): Member {
  const containers = inner === null ? [] : [inner];
  return { key, start, end, unique: true, names: [], free: true, containers };
}
