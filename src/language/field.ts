/** Reads one field, shorthand or long form, into the one long form. */
import type { Collector } from "../diagnostics/collector.ts";
import type {
  EnumValueForm,
  FieldForm,
  FieldKeys,
  Form,
  ListForm,
  Literal,
  MutableForm,
} from "./form.ts";
import { longField, type LongField } from "./grammar.ts";
import { found } from "./read-issues.ts";
import { readMap } from "./read.ts";
import { placedText } from "./scalar-text.ts";
import { parseShorthand } from "./shorthand.ts";
import { cutByComment, inQuotes, mendFlowMap, type Wreck } from "./wrecks.ts";
import {
  plain,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type Plain,
  type ScalarNode,
} from "./tree.ts";

/** Null after a fault that leaves nothing to judge; it is collected. */
export function readField(entry: Entry, collector: Collector): FieldForm | null {
  const { key, value } = entry;
  const keys = fieldKeys(value, collector);
  return keys === null ? null : { name: key.source, nameAt: key.at, at: value.at, keys };
}

function fieldKeys(node: Node, collector: Collector): Form | null {
  if (node.kind === "scalar" && typeof node.value === "string") {
    return readShorthand(node, collector);
  }
  if (node.kind !== "map") {
    const expected =
      "a type such as `string(1..80)`, or a map such as `{ type: url, optional: true }`";
    collector.report("RW1101", { expected, found: found(node) }, node.at);
    return null;
  }
  const { map, wrecks } = mendFlowMap(node);
  reportWrecks(wrecks, collector);
  const read = readMap(longField, map, "a field", collector);
  return read === null || wrecks.length > 0 ? null : longForm(read.map, read.values, collector);
}

export function reportWrecks(wrecks: readonly Wreck[], collector: Collector): void {
  for (const { whole, at } of wrecks) {
    collector.report("RW1211", { whole, corrected: inQuotes(whole) }, at);
  }
}

function readShorthand(node: ScalarNode, collector: Collector): MutableForm | null {
  const cut = cutByComment(node);
  if (cut !== null) {
    const { whole, at } = cut;
    collector.report("RW1210", { whole, corrected: inQuotes(whole) }, at);
    return null;
  }
  return parseShorthand(placedText(node), collector);
}

const bearing = [
  "type",
  "to",
  "many",
  "values",
  "precision",
  "scale",
  "items",
  "optional",
] as const;

function longForm(map: MapNode, values: Partial<LongField>, collector: Collector): Form | null {
  // Without one of these the rest of the field would be judged as something that it is not.
  if (bearing.some((key) => map.entries.has(key) && values[key] === undefined)) {
    return null;
  }
  const form: MutableForm = {};
  const typeEntry = map.entries.get("type");
  // `type:` may be a whole shorthand; the other keys add to it.
  if (values.type !== undefined && typeEntry?.value.kind === "scalar") {
    const shorthand = readShorthand(typeEntry.value, collector);
    if (shorthand === null) {
      return null;
    }
    Object.assign(form, shorthand);
  }
  for (const key of Object.keys(values) as (keyof LongField)[]) {
    const node = map.entries.get(key)?.value;
    if (key === "type" || node === undefined || values[key] === undefined) {
      continue;
    }
    const first = form[key];
    if (first !== undefined) {
      collector.report("RW1205", { key }, node.at, [{ at: first.at, note: "first here" }]);
      continue;
    }
    Object.assign(form, { [key]: { value: refined(key, node, values), at: node.at } });
  }
  return form;
}

/** The value of a key as the rest of the language wants it; what it is written as has been checked by the grammar. */
function refined(
  key: keyof LongField,
  node: Node,
  values: Partial<LongField>,
): FieldKeys[typeof key] {
  switch (key) {
    case "min":
    case "max":
    case "exclusive_min":
    case "exclusive_max":
    case "default":
    case "backfill":
      return literal(node);
    case "values":
      return (node as ListNode).items.map(enumValue);
    case "items":
      return listForm(values.items);
    case "was":
      return typeof values.was === "string" ? [values.was] : (values.was ?? []);
    case "example":
      // With ordinary prototypes, as the model is compared and printed as JSON.
      return JSON.parse(JSON.stringify(plain(node))) as Plain;
    default:
      return values[key] as FieldKeys[typeof key];
  }
}

function literal(node: Node): Literal {
  if (node.kind !== "scalar") {
    return { kind: "json", text: JSON.stringify(plain(node)), value: plain(node) };
  }
  if (typeof node.value === "number") {
    return { kind: "number", text: node.source, value: node.value };
  }
  if (typeof node.value !== "string") {
    return { kind: "json", text: node.source, value: node.value };
  }
  return { kind: isQuoted(node) ? "quoted" : "word", text: node.value, value: node.value };
}

function isQuoted(node: ScalarNode): boolean {
  return node.style !== "plain";
}

function enumValue(node: Node): EnumValueForm {
  if (node.kind === "map") {
    const value = node.entries.get("value")?.value;
    const description = node.entries.get("description")?.value;
    return {
      value: value?.kind === "scalar" ? value.source : "",
      description: description?.kind === "scalar" ? description.source : null,
      at: node.at,
    };
  }
  return { value: node.kind === "scalar" ? node.source : "", description: null, at: node.at };
}

function listForm(items: LongField["items"]): ListForm {
  if (typeof items === "string") {
    const [min, max] = items.split("..").map(Number);
    return { min: min ?? null, max: max ?? null };
  }
  return { min: items?.min ?? null, max: items?.max ?? null };
}
