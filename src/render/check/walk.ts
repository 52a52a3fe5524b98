/** Walks a template beside the types of its view. What it accepts, `evaluate` prints without a fault. */
import type { Node, Type } from "ts-morph";
import { TemplateFault, type FaultPlace } from "../fault.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { Expression, Partial, Path, Template, TemplateNode } from "../template.ts";
import { HELPERS } from "../vocabulary.ts";
import type { Faults } from "./check.ts";
import { learn, narrowed, NO_FACTS, refine, type Facts } from "./facts.ts";
import {
  elementsOf,
  isPrintable,
  literalShape,
  propertyNames,
  propertyOf,
  type Shape,
} from "./shape.ts";

interface Scope {
  readonly context: Shape;
  readonly outer: Scope | null;
  readonly names: ReadonlyMap<string, Shape>;
  readonly data: ReadonlyMap<string, Shape>;
  readonly facts: Facts;
}

interface Found {
  readonly value: Shape;
  /** What the last segment is a property of; null for a bare context or name. */
  readonly owner: Shape | null;
  readonly name: string;
}

export class Walk {
  private readonly partials: ReadonlyMap<string, Template>;
  private readonly at: Node;
  private readonly faults: Faults;
  /** Partials already walked with contexts of the same types; also what ends recursion. */
  private readonly walked = new Set<string>();
  private readonly typeNumbers = new Map<Type["compilerType"], number>();
  private keys = 0;

  constructor(partials: ReadonlyMap<string, Template>, at: Node, faults: Faults) {
    this.partials = partials;
    this.at = at;
    this.faults = faults;
  }

  template(template: Template, root: Shape): void {
    const data = new Map([["root", root]]);
    const scope = { context: root, outer: null, names: new Map(), data, facts: NO_FACTS };
    this.nodes(template.nodes, scope);
  }

  private nodes(nodes: readonly TemplateNode[], scope: Scope): void {
    for (const node of nodes) this.faults.collect(() => this.node(node, scope));
  }

  private node(node: TemplateNode, scope: Scope): void {
    switch (node.kind) {
      case "text":
        return;
      case "print":
        return this.print(node.value, scope);
      case "branch":
        return this.branch(node, scope);
      case "loop":
        return this.loop(node, scope);
      case "step": {
        const { value } = this.find(node.value, scope);
        const present = narrowed(value, true);
        const names = bind(scope, node.names, [present]);
        this.nodes(node.body, { ...scope, context: present, outer: scope, names });
        return this.nodes(node.otherwise, scope);
      }
      case "partial":
        return this.partial(node, scope);
    }
  }

  private print(expression: Expression, scope: Scope): void {
    const { value } = this.find(expression, scope);
    if (value.isLiteral) return;
    if (value.isNullable) {
      throw fault(expression, "may be null here", "put it under `{{#if}}`");
    }
    if (!value.types.every(isPrintable)) {
      const names = value.types.map((type) => type.getText(this.at)).join(" | ");
      throw fault(expression, `is no text, number or boolean but ${names}`);
    }
  }

  private branch(node: TemplateNode & { kind: "branch" }, scope: Scope): void {
    const found = this.find(node.test, scope);
    const under = (holds: boolean): Scope => ({
      ...scope,
      facts: learn(scope.facts, { ...found, holds }, this.at),
    });
    this.nodes(node.body, under(!node.negated));
    this.nodes(node.otherwise, under(node.negated));
  }

  private loop(node: TemplateNode & { kind: "loop" }, scope: Scope): void {
    const { value } = this.find(node.list, scope);
    const item = elementsOf(value, this.newKey());
    if (item === null) throw fault(node.list, "is no list", null);
    const data = new Map(scope.data);
    for (const name of ["index", "first", "last"]) data.set(name, literalShape(`@${name}`));
    const names = bind(scope, node.names, [item, literalShape("@index")]);
    this.nodes(node.body, { ...scope, context: item, outer: scope, names, data });
    this.nodes(node.empty, scope);
  }

  private partial(node: Partial, scope: Scope): void {
    const template = this.partials.get(node.name);
    if (template === undefined) {
      const meant = nearest(node.name, this.partials.keys());
      const fix = meant === null ? null : `did you mean \`${meant}\`?`;
      throw new TemplateFault(`unknown partial \`${node.name}\``, node.place, fix);
    }
    const context = node.context === null ? null : this.find(node.context, scope).value;
    const base = context ?? refine(scope.context, scope.facts);
    const extras = new Map(base.extras);
    for (const argument of node.arguments) {
      extras.set(argument.name, this.find(argument.value, scope).value);
    }
    const given = { ...base, extras, key: this.newKey() };
    const root = scope.data.get("root") ?? base;
    const signature = `${node.name} ${this.signature(given)} ${this.signature(root)}`;
    if (this.walked.has(signature)) return;
    this.walked.add(signature);
    const data = new Map([["root", root]]);
    const inside = { context: given, outer: null, names: new Map(), data, facts: NO_FACTS };
    this.nodes(template.nodes, inside);
  }

  private find(expression: Expression, scope: Scope): Found {
    if (expression.kind === "literal") return alone(literalShape(this.newKey()));
    if (expression.kind === "call") {
      const takes = HELPERS.get(expression.helper)?.takes ?? [];
      expression.arguments.forEach((argument, index) => {
        const { value } = this.find(argument, scope);
        const items = takes[index] === "text" ? value : elementsOf(value, this.newKey());
        const fits = items !== null && !items.isNullable && items.types.every(isPrintable);
        if (!fits) throw fault(argument, `is no ${takes[index] ?? "text"}`);
      });
      return alone(literalShape(this.newKey()));
    }
    return this.path(expression, scope);
  }

  private path(path: Path, start: Scope): Found {
    let scope = start;
    for (let up = path.up; up > 0; up--) {
      if (scope.outer === null)
        throw new TemplateFault("`../` leads out of the template", path.place);
      scope = scope.outer;
    }
    const [first = "", ...rest] = path.segments;
    const isBare = path.up === 0 && !/^(this\b|\.)/.test(path.source);
    const named = path.data ? scope.data.get(first) : isBare ? scope.names.get(first) : undefined;
    if (path.data && named === undefined) throw unknown(path, `@${first}`, scope.data.keys());
    let found = alone(refine(named ?? scope.context, start.facts));
    for (const segment of named === undefined ? path.segments : rest) {
      const owner = found.value;
      if (owner.isNullable) throw fault(path, `: what \`${segment}\` is asked of may be null here`);
      const value = propertyOf(owner, segment, this.at);
      if (value === null) throw unknown(path, segment, propertyNames(owner));
      found = { value: refine(value, start.facts), owner, name: segment };
    }
    return found;
  }

  private newKey(): string {
    this.keys++;
    return `#${this.keys}`;
  }

  private signature(shape: Shape): string {
    const types = shape.types.map(({ compilerType }) => {
      const number = this.typeNumbers.get(compilerType) ?? this.typeNumbers.size;
      this.typeNumbers.set(compilerType, number);
      return number;
    });
    const extras = [...shape.extras].map(([name, extra]) => `${name}=${this.signature(extra)}`);
    return `(${types.join("|")}${shape.isNullable ? "?" : ""}${shape.isLiteral ? "!" : ""} ${extras.join(" ")})`;
  }
}

function alone(value: Shape): Found {
  return { value, owner: null, name: "" };
}

function bind(scope: Scope, names: readonly string[], shapes: readonly Shape[]) {
  const bound = new Map(scope.names);
  names.forEach((name, index) => {
    const shape = shapes[index];
    if (shape !== undefined) bound.set(name, shape);
  });
  return bound;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "there is nothing to name" : `there are: ${names.join(", ")}`;
}

/** More names than this are no help. */
const MANY = 12;

function unknown(path: Path, segment: string, known: Iterable<string>): TemplateFault {
  const names = [...known];
  const meant = nearest(segment, names);
  const some = names.length > MANY ? [...names.slice(0, MANY), "…"] : names;
  const fix = meant === null ? listed(some) : `did you mean \`${meant}\`?`;
  return new TemplateFault(`\`${path.source}\`: there is no \`${segment}\` here`, path.place, fix);
}

const NOWHERE: FaultPlace = { file: "", line: 0, column: 0 };

function fault(expression: Expression, what: string, fix: string | null = null): TemplateFault {
  if (expression.kind !== "path") {
    return new TemplateFault(what, expression.kind === "call" ? expression.place : NOWHERE, fix);
  }
  const gap = what.startsWith(":") ? "" : " ";
  return new TemplateFault(`\`${expression.source}\`${gap}${what}`, expression.place, fix);
}
