/** Reads one map by its zod grammar, turning what zod refuses into diagnostics at the right place. */
import type { z } from "zod";
import type { Collector } from "../diagnostics/collector.ts";
import {
  kindOf,
  nearestNode,
  plain,
  type MapNode,
  type Node,
  type Path,
  type Plain,
} from "./tree.ts";

type Issue = z.core.$ZodIssue;

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

function reportIssue(
  issue: Issue,
  root: MapNode,
  owner: string,
  schema: z.ZodObject,
  collector: Collector,
): void {
  const path = issue.path as Path;
  const node = nearestNode(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) {
        const entry = node.kind === "map" ? node.entries.get(key) : undefined;
        const within = path.length === 0 ? owner : `\`${path.join(".")}\``;
        const known = collector.suggestions(() =>
          path.length === 0 ? Object.keys(schema.shape) : knownKeys(schema, path),
        );
        collector.report("RW1102", { key, owner: within, known }, entry?.key.at ?? node.at);
      }
      return;
    case "invalid_value":
      reportValue(node, issue.values.map(String), collector);
      return;
    case "too_small":
    case "too_big":
      reportSize(issue, node, collector);
      return;
    case "invalid_format":
      collector.report("RW1108", { expected: "`0..10`" }, node.at);
      return;
    case "invalid_union":
      reportUnion(
        issue,
        node,
        (nested) => {
          reportIssue(
            { ...nested, path: [...issue.path, ...nested.path] },
            root,
            owner,
            schema,
            collector,
          );
        },
        collector,
      );
      return;
    case "invalid_type":
      reportType(node, issue.expected, collector, missingKey(issue, root), owner);
      return;
    default:
      collector.report("RW1101", { expected: "something else", found: found(node) }, node.at);
  }
}

function missingKey(issue: Issue, root: MapNode): string | null {
  const parent = nearestNode(root, issue.path.slice(0, -1) as Path);
  const last = String(issue.path.at(-1) ?? "");
  return parent.kind === "map" && !parent.entries.has(last) ? last : null;
}

/** Of a union, the branch that the written value is an attempt at: the one whose kind of value fits. */
function reportUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  node: Node,
  report: (issue: Issue) => void,
  collector: Collector,
): void {
  const attempted = issue.errors.find((branch) =>
    branch.every((one) => one.path.length > 0 || one.code !== "invalid_type"),
  );
  if (attempted !== undefined) {
    attempted.forEach(report);
    return;
  }
  if (reportUnquoted(node, issue.errors.flat(), collector)) {
    return;
  }
  const expected = issue.errors
    .flat()
    .flatMap((one) => (one.code === "invalid_type" ? [nameOf(one.expected)] : []));
  collector.report(
    "RW1101",
    { expected: [...new Set(expected)].join(" or "), found: found(node) },
    node.at,
  );
}

/** `true` or `null` where text is meant. */
function reportUnquoted(node: Node, issues: readonly Issue[], collector: Collector): boolean {
  const isText = issues.some((one) => one.code === "invalid_type" && one.expected === "string");
  const isWord = node.kind === "scalar" && node.style === "plain" && typeof node.value !== "string";
  if (isText && isWord && typeof node.value !== "number") {
    collector.report("RW1109", { value: node.source }, node.at);
    return true;
  }
  return false;
}

function reportType(
  node: Node,
  expected: string,
  collector: Collector,
  missing: string | null,
  owner: string,
): void {
  if (missing !== null) {
    collector.report("RW1103", { key: missing, owner }, firstLine(node));
    return;
  }
  if (expected === "boolean" && node.kind === "scalar" && typeof node.value === "string") {
    const meant = booleanWords.get(node.value.toLowerCase());
    if (meant !== undefined) {
      collector.report("RW1106", { word: node.value, meant }, node.at);
      return;
    }
  }
  if (expected === "string" && node.kind === "scalar" && typeof node.value === "boolean") {
    collector.report("RW1109", { value: node.source }, node.at);
    return;
  }
  collector.report("RW1101", { expected: nameOf(expected), found: found(node) }, node.at);
}

const booleanWords = new Map([
  ["yes", true],
  ["on", true],
  ["y", true],
  ["true", true],
  ["no", false],
  ["off", false],
  ["n", false],
  ["false", false],
]);

function reportValue(node: Node, known: readonly string[], collector: Collector): void {
  const value = node.kind === "scalar" ? node.source : kindOf(node);
  collector.report("RW1104", { value, known }, node.at);
}

function reportSize(
  issue: Extract<Issue, { code: "too_small" | "too_big" }>,
  node: Node,
  collector: Collector,
): void {
  if (issue.origin === "string") {
    collector.report("RW1107", {}, node.at);
    return;
  }
  const bound =
    issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  collector.report("RW1105", { expected: bound }, node.at);
}

function nameOf(expected: string): string {
  const names: Record<string, string> = {
    string: "text",
    boolean: "`true` or `false`",
    number: "a number",
    int: "a whole number",
    array: "a list",
    object: "a map",
    record: "a map",
  };
  return names[expected] ?? expected;
}

export function found(node: Node): string {
  const kind = kindOf(node);
  return node.kind === "scalar" &&
    node.style !== "absent" &&
    node.source.length <= 40 &&
    kind !== "null"
    ? `the ${kind} \`${node.source}\``
    : kind === "nothing" || kind === "null" || kind === "text"
      ? kind
      : `a ${kind}`;
}

function knownKeys(schema: z.ZodObject, path: Path): readonly string[] {
  let type: unknown = schema;
  for (const step of path) {
    type = inner(type, step);
  }
  const object = unwrapped(type, "object") as { readonly shape?: object } | null;
  return Object.keys(object?.shape ?? {});
}

function inner(type: unknown, step: string | number): unknown {
  const object = unwrapped(type, "object") as { readonly shape: Record<string, unknown> } | null;
  if (object !== null && Object.hasOwn(object.shape, step)) {
    return object.shape[step];
  }
  const array = unwrapped(type, "array") as { readonly element?: unknown } | null;
  return array?.element ?? null;
}

/** The object or array that a type is, may be, or is one branch of. */
function unwrapped(type: unknown, wanted: "object" | "array"): unknown {
  const { def } = (type ?? {}) as {
    readonly def?: {
      readonly type: string;
      readonly innerType?: unknown;
      readonly options?: readonly unknown[];
    };
  };
  if (def === undefined || def.type === wanted) {
    return def === undefined ? null : type;
  }
  if (def.innerType !== undefined) {
    return unwrapped(def.innerType, wanted);
  }
  for (const option of def.options ?? []) {
    const hit = unwrapped(option, wanted);
    if (hit !== null) {
      return hit;
    }
  }
  return null;
}

/** A missing key is shown at the beginning of the map that lacks it. */
function firstLine(node: Node): Node["at"] {
  const first = node.kind === "map" ? node.entries.values().next().value : undefined;
  return first?.key.at ?? node.at;
}
