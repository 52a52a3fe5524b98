/** What zod refuses, told in the words of the language at the place of the node. */
import type * as z from "zod";
import type { Collector } from "../diagnostics/collector.ts";
import { kindOf, nearestNode, type MapNode, type Node, type Path } from "./tree.ts";

export type Issue = z.core.$ZodIssue;

export function reportIssue(
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
export function firstLine(node: Node): Node["at"] {
  const first = node.kind === "map" ? node.entries.values().next().value : undefined;
  return first?.key.at ?? node.at;
}
