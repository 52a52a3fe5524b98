/** Edits of a declaration's text that leave comments, order and style of everything else as they are. */
import {
  isMap,
  isScalar,
  parseDocument,
  stringify,
  Scalar,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from "yaml";

type BlockMap = YAMLMap<ParsedNode, ParsedNode | null>;

/** A text in quotes, whatever YAML and the language would read it as without. */
export type Quoted = Scalar<string>;

/** Plain where that says the same: `now` is a word of the language. */
export function quoted(text: string): Quoted | string {
  if (text !== "now") return text;
  const scalar = new Scalar(text);
  scalar.type = "QUOTE_DOUBLE";
  return scalar;
}

/** What YAML can say, without tags. */
export type Value =
  | Quoted
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

/**
 * Sets one value; the maps on the way are made where they are missing, and a field in shorthand becomes a map with what
 * it said as its `type`.
 * @throws Error where the text is not a YAML map
 */
export function setValue(text: string, path: readonly string[], value: Value): string {
  const document = parseDocument(text, { logLevel: "silent", prettyErrors: false });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) {
    throw new Error("Only a YAML map can be edited.");
  }
  let map = root as unknown as BlockMap;
  for (const [depth, key] of path.entries()) {
    const pair = pairOf(map, key);
    const rest = path.slice(depth + 1);
    const nested = nestedValue(rest, value);
    if (pair === null) {
      return depth < 2 ? insertPair(text, map, key, nested) : appendPair(text, map, key, nested);
    }
    if (rest.length === 0) return replaceValue(text, pair, value);
    if (isShorthand(pair)) return expandShorthand(text, { map, pair }, nested);
    if (!isMap(pair.value)) return replaceValue(text, pair, nested);
    map = pair.value as unknown as BlockMap;
  }
  return text;
}

function nestedValue(rest: readonly string[], value: Value): Value {
  return rest.reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
}

type BlockPair = Pair<ParsedNode, ParsedNode | null>;

function pairOf(map: BlockMap, key: string): BlockPair | null {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

function isShorthand({ value }: BlockPair): boolean {
  return isScalar(value) && typeof value.value === "string";
}

/** `isbn: string(13) # comment` → its type on a line of its own, comment included, and the new keys below. */
function expandShorthand(
  text: string,
  { map, pair }: { readonly map: BlockMap; readonly pair: BlockPair },
  added: Value,
): string {
  const [start, end] = pair.value?.range ?? [0, 0, 0];
  const written = text.slice(start, end);
  const extra = Object.entries(added ?? {});
  if (map.flow === true) {
    const type = isScalar(pair.value) ? String(pair.value.value) : written;
    return text.slice(0, start) + printed({ type, ...Object.fromEntries(extra) }) + text.slice(end);
  }
  const indent = `${indentOf(text, pair)}  `;
  const lineEnd = text.indexOf("\n", end) === -1 ? text.length : text.indexOf("\n", end);
  const lines = extra.map(([key, value]) => `\n${indent}${printed({ [key]: value }, "block")}`);
  const before = text.slice(0, start).trimEnd();
  return `${before}\n${indent}type: ${text.slice(start, lineEnd)}${lines.join("")}${text.slice(lineEnd)}`;
}

function indentOf(text: string, { key }: BlockPair): string {
  const [start] = key.range;
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
}

function replaceValue(text: string, pair: BlockPair, value: Value): string {
  const [start, end] = pair.value?.range ?? [0, 0, 0];
  if (pair.value === null || start === end) {
    const [, keyEnd] = pair.key.range;
    const colon = text.indexOf(":", keyEnd) + 1;
    return `${text.slice(0, colon)} ${printed(value)}${text.slice(colon)}`;
  }
  return text.slice(0, start) + printed(value) + text.slice(end);
}

/** A new pair goes behind the first one of its map: `name` and `restwright` stay on top. */
function insertPair(text: string, map: BlockMap, key: string, value: Value): string {
  const [first] = map.items;
  const pair = `${printed(key)}: ${printed(value)}`;
  if (map.flow === true) {
    const inner = (map.range?.[0] ?? 0) + 1;
    const separator = first === undefined ? " " : ", ";
    return `${text.slice(0, inner)} ${pair}${separator.trimEnd()}${text.slice(inner)}`;
  }
  if (first === undefined) {
    return `${text}${pair}\n`;
  }
  const start = first.key.range[0];
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const end = first.value?.range[2] ?? first.key.range[2];
  const lineEnd = text.charAt(end - 1) === "\n" ? end : text.indexOf("\n", end) + 1;
  const at = lineEnd === 0 ? text.length : lineEnd;
  const head = text.slice(0, at);
  const newline = head.endsWith("\n") ? "" : "\n";
  return `${head}${newline}${indent}${pair}\n${text.slice(at)}`;
}

/** Behind the last pair of a map, before comments that belong to what comes next. */
function appendPair(text: string, map: BlockMap, key: string, value: Value): string {
  const last = map.items.at(-1);
  const pair = `${printed(key)}: ${printed(value)}`;
  if (last === undefined) return insertPair(text, map, key, value);
  const end = last.value?.range[1] ?? last.key.range[1];
  if (map.flow === true) return `${text.slice(0, end)}, ${pair}${text.slice(end)}`;
  const head = text.slice(0, end).trimEnd();
  const lineEnd = text.indexOf("\n", head.length);
  const at = lineEnd === -1 ? text.length : lineEnd;
  return `${text.slice(0, at)}\n${indentOf(text, last)}${pair}${text.slice(at)}`;
}

/** On one line; quoted where YAML needs it. `block`: a pair without braces. */
function printed(value: Value, outer: "flow" | "block" = "flow"): string {
  if (outer === "block" && typeof value === "object" && value !== null && !isScalar(value)) {
    const [[key = "", inner = null] = []] = Object.entries(value) as [string, Value][];
    return `${printed(key)}: ${printed(inner)}`;
  }
  return stringify(value, {
    collectionStyle: "flow",
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trimEnd();
}
