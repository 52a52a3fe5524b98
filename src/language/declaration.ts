/** A whole declaration as written: every key known and of the right shape, nothing resolved yet. */
import * as z from "zod";
import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import { readField, reportWrecks } from "./field.ts";
import type { FieldForm } from "./form.ts";
import { resourceKeys, topKeys } from "./grammar.ts";
import { found } from "./read-issues.ts";
import { readMap } from "./read.ts";
import { isShorthand, mendFlowMap } from "./wrecks.ts";
import { nearestNode, type Entry, type MapNode, type Node, type Path } from "./tree.ts";

const topGrammar = z.strictObject({
  ...topKeys,
  resources: z.unknown(),
  types: z.unknown().optional(),
});
const resourceGrammar = z.strictObject({ ...resourceKeys, fields: z.unknown() });

export type TopValues = Partial<z.infer<typeof topGrammar>>;
export type ResourceValues = Partial<z.infer<typeof resourceGrammar>>;

export interface Declaration {
  readonly root: MapNode;
  readonly values: TopValues;
  readonly resources: readonly ResourceForm[];
  readonly types: readonly TypeForm[];
  /** Names of resources and types that are declared but faulty: not to be called missing. */
  readonly broken: ReadonlySet<string>;
}

export interface ResourceForm {
  readonly name: string;
  readonly nameAt: Span;
  readonly map: MapNode;
  readonly values: ResourceValues;
  readonly fields: readonly FieldForm[];
  /** Names of fields that are declared but faulty: not to be called missing. */
  readonly broken: ReadonlySet<string>;
}

export interface TypeForm {
  readonly name: string;
  readonly nameAt: Span;
  readonly at: Span;
  readonly fields: readonly FieldForm[];
  readonly broken: ReadonlySet<string>;
}

/** Null where the text is no map at all. */
export function readDeclaration(root: Node, collector: Collector): Declaration | null {
  const read = readMap(topGrammar, root, "a declaration", collector);
  if (read === null) {
    return null;
  }
  const resources = namedMaps(read.map.entries.get("resources"), "resources", collector);
  const types = namedMaps(read.map.entries.get("types"), "types", collector);
  const broken = new Set<string>();
  return {
    root: read.map,
    values: read.values,
    resources: readAll(resources, readResource, broken, collector),
    types: readAll(types, readType, broken, collector),
    broken,
  };
}

function readAll<Form>(
  entries: readonly Entry[],
  readOne: (entry: Entry, collector: Collector) => Form | null,
  broken: Set<string>,
  collector: Collector,
): readonly Form[] {
  return entries.flatMap((entry) => {
    const form = readOne(entry, collector);
    if (form === null) {
      broken.add(entry.key.source);
    }
    return form ?? [];
  });
}

function namedMaps(entry: Entry | undefined, key: string, collector: Collector): readonly Entry[] {
  if (entry === undefined) {
    return [];
  }
  if (entry.value.kind !== "map") {
    if (isNull(entry.value)) {
      return [];
    }
    const expected = key === "fields" ? "a map of fields" : `a map of names to ${key}`;
    collector.report("RW1101", { expected, found: found(entry.value) }, entry.value.at);
    return [];
  }
  return [...entry.value.entries.values()];
}

/** `fields:` with nothing after it is a map without entries. */
function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

function readResource(entry: Entry, collector: Collector): ResourceForm | null {
  const owner = `the resource \`${entry.key.source}\``;
  const read = readMap(resourceGrammar, withoutStrays(entry, collector), owner, collector);
  if (read === null) {
    return null;
  }
  const fields = read.map.entries.get("fields");
  namedMaps(fields, "fields", collector);
  return {
    name: entry.key.source,
    nameAt: entry.key.at,
    map: read.map,
    values: read.values,
    ...readFields(fields?.value, collector),
  };
}

const otherKeys: ReadonlySet<string> = new Set(["primary_key", "primaryKey", "key", "keys"]);

/** Fields that stand beside `fields:` instead of below it, and primary keys of several fields, are told as that. */
function withoutStrays({ key, value }: Entry, collector: Collector): Node {
  if (value.kind !== "map") {
    return value;
  }
  const kept = [...value.entries].filter(([name, entry]) => {
    if (name === "fields" || Object.hasOwn(resourceKeys, name)) {
      return true;
    }
    if (otherKeys.has(name) && entry.value.kind === "list") {
      collector.report("RW1111", { key: name }, entry.key.at);
      return false;
    }
    const { value: stray } = entry;
    if (stray.kind === "scalar" && isShorthand(String(stray.value))) {
      collector.report("RW1110", { key: name, resource: key.source }, entry.key.at);
      return false;
    }
    return true;
  });
  return { ...value, entries: new Map(kept) };
}

function readType(entry: Entry, collector: Collector): TypeForm | null {
  if (entry.value.kind !== "map") {
    const expected = "a map of fields";
    collector.report("RW1101", { expected, found: found(entry.value) }, entry.value.at);
    return null;
  }
  return {
    name: entry.key.source,
    nameAt: entry.key.at,
    at: entry.value.at,
    ...readFields(entry.value, collector),
  };
}

function readFields(
  node: Node | undefined,
  collector: Collector,
): { fields: FieldForm[]; broken: Set<string> } {
  const fields: FieldForm[] = [];
  const broken = new Set<string>();
  if (node?.kind !== "map") {
    return { fields, broken };
  }
  const { map, wrecks } = mendFlowMap(node);
  reportWrecks(wrecks, collector);
  for (const { key } of wrecks) {
    broken.add(key);
  }
  for (const entry of map.entries.values()) {
    const field = readField(entry, collector);
    if (field === null) {
      broken.add(entry.key.source);
    } else {
      fields.push(field);
    }
  }
  return { fields, broken };
}

/** The place of what a path of keys leads to, or of the nearest thing that there is on the way. */
export function placeOf(root: Node, path: Path): Span {
  return nearestNode(root, path).at;
}
