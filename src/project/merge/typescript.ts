/**
 * Outline of a TypeScript or JavaScript file, by the compiler that ts-morph carries. It is loaded on first use only:
 * that takes a quarter of a second, and most runs merge nothing.
 */
import type { ts as Compiler } from "ts-morph";
import { afterComment, distinct, type Container, type Member, type Reader } from "./outline.ts";
import { describeMember } from "./typescript-keys.ts";

export type TypeScript = typeof Compiler;

/** @param path decides the dialect: `.tsx`, `.js` … */
export function typescriptReader(path: string): Reader {
  return async (texts) => {
    const { ts } = await import("ts-morph");
    return texts.map((text) => {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
      return { root: new Outliner(ts, file).file(), faults: syntaxErrors(file) };
    });
  };
}

/** The parser keeps them on the file, without saying so in its types. */
function syntaxErrors(file: Compiler.SourceFile): number {
  return "parseDiagnostics" in file && Array.isArray(file.parseDiagnostics)
    ? file.parseDiagnostics.length
    : 0;
}

type Shape = Pick<Container, "kind" | "separator" | "ordered">;

class Outliner {
  private readonly ts: TypeScript;
  private readonly source: Compiler.SourceFile;

  constructor(ts: TypeScript, source: Compiler.SourceFile) {
    this.ts = ts;
    this.source = source;
  }

  file(): Container {
    const { source } = this;
    const shape: Shape = { kind: "file", separator: "", ordered: false };
    const start = this.ts.getShebang(source.text)?.length ?? 0;
    return this.container(shape, source.statements, [start, source.endOfFileToken.end]);
  }

  private container(
    shape: Shape,
    nodes: readonly Compiler.Node[],
    [start, end]: readonly [number, number],
  ): Container {
    const members = nodes.map((node) => this.member(node, shape));
    return { ...shape, start, end, comments: "slashes", members: distinct(members) };
  }

  private member(node: Compiler.Node, shape: Shape): Member {
    const { ts, source } = this;
    const start = node.getStart(source);
    const text = source.text.slice(start, node.end);
    const containers = this.containersIn(node);
    const last = containers.at(-1)?.end ?? 0;
    const end = shape.separator === ";" && /[;,]$/.test(text) ? node.end - 1 : node.end;
    return { ...describeMember(ts, source, node), start, end: Math.max(end, last), containers };
  }

  /** The outermost containers below a node, in the order of the text. */
  private containersIn(node: Compiler.Node): Container[] {
    const own = this.containerOf(node);
    if (own !== null) return [own];
    return this.childrenContainers(node);
  }

  private childrenContainers(node: Compiler.Node): Container[] {
    const found: Container[] = [];
    this.ts.forEachChild(node, (child) => {
      found.push(...this.containersIn(child));
    });
    return found.sort((a, b) => a.start - b.start);
  }

  private containerOf(node: Compiler.Node): Container | null {
    const { ts } = this;
    const inside = (list: Compiler.NodeArray<Compiler.Node>): [number, number] => [
      list.pos,
      node.end - 1,
    ];
    if (ts.isClassLike(node)) return this.container(MEMBERS, node.members, inside(node.members));
    if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      return this.container(TYPE_MEMBERS, node.members, inside(node.members));
    }
    if (ts.isObjectLiteralExpression(node)) {
      return this.container(PROPERTIES, node.properties, inside(node.properties));
    }
    if (ts.isArrayLiteralExpression(node)) {
      return this.container(ELEMENTS, node.elements, inside(node.elements));
    }
    if (ts.isNamedImports(node) || ts.isNamedExports(node)) {
      return this.container(NAMES, node.elements, inside(node.elements));
    }
    if (ts.isEnumDeclaration(node))
      return this.container(VALUES, node.members, inside(node.members));
    if (ts.isObjectBindingPattern(node)) {
      return this.container(BINDINGS, node.elements, inside(node.elements));
    }
    if (ts.isBlock(node) || ts.isModuleBlock(node)) {
      return this.container(STATEMENTS, node.statements, inside(node.statements));
    }
    if (ts.isCaseBlock(node)) return this.container(CASES, node.clauses, inside(node.clauses));
    if (ts.isCaseOrDefaultClause(node)) {
      return this.container(STATEMENTS, node.statements, [
        node.statements.pos,
        afterComment(this.source.text, node.end, "slashes"),
      ]);
    }
    return null;
  }
}

const MEMBERS: Shape = { kind: "members", separator: "", ordered: false };
const TYPE_MEMBERS: Shape = { kind: "type members", separator: ";", ordered: false };
const PROPERTIES: Shape = { kind: "properties", separator: ",", ordered: false };
const ELEMENTS: Shape = { kind: "elements", separator: ",", ordered: false };
const NAMES: Shape = { kind: "names", separator: ",", ordered: false };
const VALUES: Shape = { kind: "values", separator: ",", ordered: false };
const BINDINGS: Shape = { kind: "bindings", separator: ",", ordered: false };
const STATEMENTS: Shape = { kind: "statements", separator: "", ordered: true };
const CASES: Shape = { kind: "cases", separator: "", ordered: false };
