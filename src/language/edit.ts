/** Edits of a declaration's text that leave comments, order and style of everything else as they are. */
import {
  isMap,
  isScalar,
  parseDocument,
  stringify,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from "yaml";

export interface Edits {
  readonly framework?: string;
  readonly database?: string;
  readonly name?: string;
  readonly title?: string;
}

/**
 * Sets `framework`, `database`, `service.name` and `service.title`.
 * @throws Error where the text is not a YAML map; load it first, and edit only what loads
 */
export function editDeclaration(text: string, edits: Edits): string {
  const paths: readonly (readonly [readonly string[], string | undefined])[] = [
    [["service", "name"], edits.name],
    [["service", "title"], edits.title],
    [["framework"], edits.framework],
    [["database"], edits.database],
  ];
  // Each edit moves what stands behind it, so each parses anew.
  return paths.reduce(
    (edited, [path, value]) => (value === undefined ? edited : setText(edited, path, value)),
    text,
  );
}

type BlockMap = YAMLMap<ParsedNode, ParsedNode | null>;

/** Sets one text value; the maps on the way are made where they are missing. */
export function setText(text: string, path: readonly string[], value: string): string {
  const document = parseDocument(text, { logLevel: "silent", prettyErrors: false });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) {
    throw new Error("Only a YAML map can be edited.");
  }
  let map = root as unknown as BlockMap;
  for (const [depth, key] of path.entries()) {
    const pair = pairOf(map, key);
    const isLast = depth === path.length - 1;
    if (pair === null || (!isLast && !isMap(pair.value))) {
      const rest = path.slice(depth + 1);
      return pair === null
        ? insertPair(text, map, key, nestedValue(rest, value))
        : replaceValue(text, pair, nestedValue(rest, value));
    }
    if (isLast) {
      return replaceValue(text, pair, value);
    }
    map = pair.value as unknown as BlockMap;
  }
  return text;
}

function nestedValue(rest: readonly string[], value: string): string | object {
  return rest.reduceRight<string | object>((inner, key) => ({ [key]: inner }), value);
}

function pairOf(map: BlockMap, key: string): Pair<ParsedNode, ParsedNode | null> | null {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

function replaceValue(
  text: string,
  pair: Pair<ParsedNode, ParsedNode | null>,
  value: string | object,
): string {
  const [start, end] = pair.value?.range ?? [0, 0, 0];
  if (pair.value === null || start === end) {
    const [, keyEnd] = pair.key.range;
    const colon = text.indexOf(":", keyEnd) + 1;
    return `${text.slice(0, colon)} ${printed(value)}${text.slice(colon)}`;
  }
  return text.slice(0, start) + printed(value) + text.slice(end);
}

/** A new pair goes behind the first one of its map: `name` and `restwright` stay on top. */
function insertPair(text: string, map: BlockMap, key: string, value: string | object): string {
  const [first] = map.items;
  const pair = `${key}: ${printed(value)}`;
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

/** On one line; quoted where YAML needs it. */
function printed(value: string | object): string {
  return stringify(value, {
    collectionStyle: "flow",
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trimEnd();
}
