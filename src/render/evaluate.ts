/**
 * Template + view → text. Stricter than Handlebars' own strict mode: a name that the view does not hold as a property
 * of its own is a fault wherever it stands (`if`, `each` and partial arguments included), nothing is HTML-escaped, and
 * only texts, numbers and booleans print.
 */
import { TemplateFault, type FaultPlace } from "./fault.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Call, Expression, Partial, Path, Template, TemplateNode } from "./template.ts";
import { HELPERS, isPrintable } from "./vocabulary.ts";

export type Partials = ReadonlyMap<string, Template>;

/** Partials that include themselves must end; no honest tree is this deep. */
const MAX_DEPTH = 200;

interface Scope {
  readonly context: unknown;
  /** Outer contexts, reached by `../`, up to the start of the template or partial. */
  readonly outer: Scope | null;
  readonly names: ReadonlyMap<string, unknown>;
  readonly data: ReadonlyMap<string, unknown>;
}

/** @throws TemplateFault where the view lacks what the template names. */
export function evaluate(template: Template, view: object, partials: Partials): string {
  const data = new Map<string, unknown>([["root", view]]);
  const scope = { context: view, outer: null, names: new Map(), data };
  return new Evaluation(partials).print(template.nodes, scope, 0);
}

class Evaluation {
  private readonly partials: Partials;

  constructor(partials: Partials) {
    this.partials = partials;
  }

  print(nodes: readonly TemplateNode[], scope: Scope, depth: number): string {
    let text = "";
    for (const node of nodes) text += this.node(node, scope, depth);
    return text;
  }

  private node(node: TemplateNode, scope: Scope, depth: number): string {
    switch (node.kind) {
      case "text":
        return node.text;
      case "print":
        return printed(node.value, this.value(node.value, scope));
      case "branch": {
        const holds = isTruthy(this.value(node.test, scope)) !== node.negated;
        return this.print(holds ? node.body : node.otherwise, scope, depth);
      }
      case "step": {
        const value = this.value(node.value, scope);
        if (!isTruthy(value)) return this.print(node.otherwise, scope, depth);
        return this.print(node.body, inner(scope, value, bind(scope, node.names, [value])), depth);
      }
      case "loop":
        return this.loop(node, scope, depth);
      case "partial":
        return this.partial(node, scope, depth + 1);
    }
  }

  private loop(node: TemplateNode & { kind: "loop" }, scope: Scope, depth: number): string {
    const list = this.value(node.list, scope);
    if (!Array.isArray(list)) throw new TemplateFault("`#each` takes a list", placeOf(node.list));
    if (list.length === 0) return this.print(node.empty, scope, depth);
    let text = "";
    list.forEach((item: unknown, index) => {
      const data = new Map(scope.data)
        .set("index", index)
        .set("first", index === 0)
        .set("last", index === list.length - 1);
      const names = bind(scope, node.names, [item, index]);
      text += this.print(node.body, { ...inner(scope, item, names), data }, depth);
    });
    return text;
  }

  private partial(node: Partial, scope: Scope, depth: number): string {
    const template = this.partials.get(node.name);
    if (template === undefined) {
      const meant = nearest(node.name, this.partials.keys());
      const fix = meant === null ? null : `did you mean \`${meant}\`?`;
      throw new TemplateFault(`unknown partial \`${node.name}\``, node.place, fix);
    }
    if (depth > MAX_DEPTH) {
      throw new TemplateFault(`partial \`${node.name}\` includes itself without end`, node.place);
    }
    const base = node.context === null ? scope.context : this.value(node.context, scope);
    const given = node.arguments.map(
      ({ name, value }) => [name, this.value(value, scope)] as const,
    );
    const context = given.length === 0 ? base : { ...asObject(base), ...Object.fromEntries(given) };
    const data = new Map([["root", scope.data.get("root")]]);
    const text = this.print(
      template.nodes,
      { context, outer: null, names: new Map(), data },
      depth,
    );
    return node.indent === "" ? text : text.replace(/^(?=[^\n])/gm, node.indent);
  }

  private value(expression: Expression, scope: Scope): unknown {
    if (expression.kind === "literal") return expression.value;
    if (expression.kind === "call") return this.call(expression, scope);
    return lookUp(expression, scope);
  }

  private call(call: Call, scope: Scope): string {
    const values = call.arguments.map((argument) => this.value(argument, scope));
    const result = HELPERS.get(call.helper)?.call(values) ?? { fault: "unknown helper" };
    if ("fault" in result) throw new TemplateFault(result.fault, call.place);
    return result.text;
  }
}

function inner(scope: Scope, context: unknown, names: ReadonlyMap<string, unknown>): Scope {
  return { context, outer: scope, names, data: scope.data };
}

function bind(scope: Scope, names: readonly string[], values: readonly unknown[]) {
  if (names.length === 0) return scope.names;
  const bound = new Map(scope.names);
  names.forEach((name, index) => bound.set(name, values[index]));
  return bound;
}

function lookUp(path: Path, start: Scope): unknown {
  let scope = start;
  for (let up = path.up; up > 0; up--) {
    if (scope.outer === null)
      throw new TemplateFault("`../` leads out of the template", path.place);
    scope = scope.outer;
  }
  let value = scope.context;
  let segments = path.segments;
  const [first = "", ...rest] = segments;
  if (path.data) {
    if (!scope.data.has(first)) throw missing(path, `@${first}`, scope.data.keys());
    [value, segments] = [scope.data.get(first), rest];
  } else if (path.up === 0 && isBare(path) && scope.names.has(first)) {
    [value, segments] = [scope.names.get(first), rest];
  }
  for (const segment of segments) {
    if (!isObject(value) || !Object.hasOwn(value, segment)) {
      throw missing(path, segment, Object.keys(asObject(value)));
    }
    value = Reflect.get(value, segment);
  }
  return value;
}

/** `./name` and `this.name` speak of the context even where a block parameter has that name. */
function isBare(path: Path): boolean {
  return !/^(this\b|\.)/.test(path.source);
}

function missing(path: Path, segment: string, known: Iterable<string>): TemplateFault {
  const meant = nearest(segment, known);
  const fix = meant === null ? null : `did you mean \`${meant}\`?`;
  return new TemplateFault(`\`${path.source}\`: there is no \`${segment}\` here`, path.place, fix);
}

/** As Handlebars has it: an empty list is false. */
function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function printed(expression: Expression, value: unknown): string {
  if (isPrintable(value)) return String(value);
  const what = value === null || value === undefined ? "nothing" : "no text, number or boolean";
  throw new TemplateFault(`what is printed here is ${what}`, placeOf(expression));
}

function placeOf(expression: Expression): FaultPlace {
  return expression.kind === "literal" ? { file: "", line: 0, column: 0 } : expression.place;
}

/** Lists are looped over, never asked for their length or elements. */
function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): object {
  return isObject(value) ? value : {};
}
