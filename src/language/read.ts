/** Reads one map by its zod grammar, turning what zod refuses into diagnostics at the right place. */
import type * as z from "zod";
import type { Collector } from "../diagnostics/collector.ts";
import { firstLine, found, reportIssue, type Issue } from "./read-issues.ts";
import { nearestNode, plain, type MapNode, type Node, type Path, type Plain } from "./tree.ts";

/** What is written wrong is reported and left out of the result; null where there is no map at all. */
export function readMap<Schema extends z.ZodObject>(
  schema: Schema,
  node: Node,
  owner: string,
  collector: Collector,
): { readonly map: MapNode; readonly values: Partial<z.infer<Schema>> } | null {
  if (node.kind !== "map") {
    collector.report(
      "RW1101",
      { expected: `a map of the keys of ${owner}`, found: found(node) },
      node.at,
    );
    return null;
  }
  const values = plain(node) as Record<string, Plain>;
  const { lenient, required } = prepared(schema);
  for (;;) {
    const result = lenient.safeParse(values);
    if (result.success) {
      break;
    }
    let retry = false;
    const faulty = new Set<string>();
    for (const issue of result.error.issues) {
      if (readAsText(issue, node, values)) {
        retry = true;
      } else {
        reportIssue(issue, node, owner, schema, collector);
        for (const key of keysOf(issue)) {
          faulty.add(key);
        }
      }
    }
    for (const key of faulty) {
      delete values[key];
    }
    if (!retry && faulty.size === 0) {
      break;
    }
  }
  for (const key of required) {
    if (!node.entries.has(key)) {
      collector.report("RW1103", { key, owner }, firstLine(node));
    }
  }
  return { map: node, values: values as Partial<z.infer<Schema>> };
}

interface Prepared {
  /** With every key optional: missing keys are told once, after everything else. */
  readonly lenient: z.ZodObject;
  readonly required: readonly string[];
}

/** Schemas compile when first used; each of them serves thousands of maps. */
const preparations = new WeakMap<z.ZodObject, Prepared>();

function prepared(schema: z.ZodObject): Prepared {
  const known = preparations.get(schema);
  if (known !== undefined) {
    return known;
  }
  const required = Object.entries(schema.shape).flatMap(([key, type]) =>
    (type as z.ZodType).safeParse(undefined).success ? [] : [key],
  );
  const fresh = { lenient: schema.partial(), required };
  preparations.set(schema, fresh);
  return fresh;
}

function keysOf(issue: Issue): readonly string[] {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    return issue.keys;
  }
  return issue.path.length === 0 ? [] : [String(issue.path[0])];
}

/** Where text is expected and a plain number stands, its source text is meant: `version: 1.10`. */
function readAsText(issue: Issue, node: MapNode, values: Record<string, Plain>): boolean {
  const wanted = issue.code === "invalid_union" ? issue.errors.flat() : [issue];
  const isText = wanted.some(
    (one) =>
      one.code === "invalid_type" &&
      one.expected === "string" &&
      (issue.code !== "invalid_union" || one.path.length === 0),
  );
  const at = nearestNode(node, issue.path as Path);
  if (!isText || at.kind !== "scalar" || typeof at.value !== "number") {
    return false;
  }
  return setAt(values, issue.path as Path, at.source);
}

function setAt(values: Record<string, Plain>, path: Path, text: string): boolean {
  let holder: Record<string | number, Plain> = values;
  for (const step of path.slice(0, -1)) {
    holder = holder[step] as Record<string | number, Plain>;
  }
  const last = path.at(-1) ?? "";
  if (holder[last] === text) {
    return false;
  }
  holder[last] = text;
  return true;
}
