/**
 * What a name in a TypeScript text stands for, as the compiler sees it: something that is there, something that is not,
 * or something of which nothing is known (`any`, a text, a key of an object without a type).
 */
import type { ts as Compiler } from "ts-morph";
import type { TypeScript } from "../merge/typescript.ts";

export type Verdict = "there" | "gone" | "unknown";

/** Names that a judgement can be asked for. */
export type Name =
  | Compiler.Identifier
  | Compiler.StringLiteral
  | Compiler.NoSubstitutionTemplateLiteral;

export class Judge {
  private readonly ts: TypeScript;
  private readonly program: Compiler.Program;
  private readonly checker: Compiler.TypeChecker;
  private readonly errors = new Map<Compiler.SourceFile, ReadonlySet<number>>();

  constructor(ts: TypeScript, program: Compiler.Program) {
    this.ts = ts;
    this.program = program;
    this.checker = program.getTypeChecker();
  }

  judge(node: Name): Verdict {
    const { parent } = node;
    const { ts } = this;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      return this.property(this.checker.getTypeAtLocation(parent.expression), node.text);
    }
    if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
      return this.property(this.checker.getTypeAtLocation(parent.expression), node.text);
    }
    if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) {
      return ts.isObjectBindingPattern(parent.parent)
        ? this.property(this.checker.getTypeAtLocation(parent.parent), node.text)
        : "there";
    }
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
      const value = this.checker.getShorthandAssignmentValueSymbol(parent);
      return this.value(value) === "gone" ? "gone" : this.member(parent.parent, node.text);
    }
    if (ts.isObjectLiteralElementLike(parent) && parent.name === node) {
      return ts.isObjectLiteralExpression(parent.parent)
        ? this.member(parent.parent, node.text)
        : "there";
    }
    return ts.isIdentifier(node) ? this.identifier(node) : this.literal(node);
  }

  /** Whether the value of `{ name }` is what is gone; else it is the property. */
  isValueGone(parent: Compiler.ShorthandPropertyAssignment): boolean {
    return this.value(this.checker.getShorthandAssignmentValueSymbol(parent)) === "gone";
  }

  /** Whether the property that `{ name }` sets is gone. */
  isKeyGone(parent: Compiler.ShorthandPropertyAssignment): boolean {
    return this.member(parent.parent, parent.name.text) === "gone";
  }

  /** Whether a variable, function … stands behind a name that is declared in one of these lines of its own file. */
  isDeclaredAmong(node: Name, lines: ReadonlySet<number>): boolean {
    const { ts } = this;
    const { parent } = node;
    if (!ts.isIdentifier(node) || ts.isBindingElement(parent)) return false;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.checker.getShorthandAssignmentValueSymbol(parent)
      : this.checker.getSymbolAtLocation(node);
    if (symbol === undefined || this.isAlias(symbol)) return false;
    const file = node.getSourceFile();
    return (symbol.declarations ?? []).some((one) => {
      if (one.getSourceFile() !== file || ts.isObjectLiteralElementLike(one)) return false;
      return lines.has(file.getLineAndCharacterOfPosition(one.getStart(file)).line + 1);
    });
  }

  /** The symbol behind a name that an import brought into the file. */
  importOf(node: Compiler.Identifier): Compiler.Symbol | null {
    const symbol = this.checker.getSymbolAtLocation(node);
    return symbol !== undefined && this.isAlias(symbol) ? symbol : null;
  }

  private identifier(node: Compiler.Identifier): Verdict {
    const { ts } = this;
    const { parent } = node;
    if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
      if ((parent.propertyName ?? parent.name) !== node) return "there";
      const symbol = this.checker.getSymbolAtLocation(parent.name);
      return this.value(symbol);
    }
    if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return "there";
    return this.value(this.checker.getSymbolAtLocation(node));
  }

  private value(symbol: Compiler.Symbol | undefined): Verdict {
    if (symbol === undefined) return "gone";
    if (!this.isAlias(symbol)) return "there";
    const target = this.checker.getAliasedSymbol(symbol);
    return target.declarations === undefined && target.escapedName === "unknown" ? "gone" : "there";
  }

  private isAlias(symbol: Compiler.Symbol): boolean {
    return (symbol.flags & this.ts.SymbolFlags.Alias) !== 0;
  }

  private property(type: Compiler.Type, name: string): Verdict {
    const { ts, checker } = this;
    const all = checker.getApparentType(checker.getNonNullableType(type));
    const opaque = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never;
    const parts = all.isUnion() ? all.types : [all];
    if (parts.some(({ flags }) => (flags & opaque) !== 0)) return "unknown";
    if (parts.some((part) => checker.getPropertyOfType(part, name) !== undefined)) return "there";
    const isIndexed = parts.some((part) => checker.getIndexInfosOfType(part).length > 0);
    return isIndexed || parts.every((part) => part.getProperties().length === 0)
      ? "unknown"
      : "gone";
  }

  /** A key of an object literal: of whatever type is asked for where the literal stands. */
  private member(literal: Compiler.ObjectLiteralExpression, name: string): Verdict {
    const wanted = this.checker.getContextualType(literal);
    return wanted === undefined ? "unknown" : this.property(wanted, name);
  }

  private literal(node: Compiler.StringLiteralLike): Verdict {
    const { ts, checker } = this;
    const { parent } = node;
    if (isSpecifier(ts, node)) {
      return checker.getSymbolAtLocation(node) === undefined ? "gone" : "there";
    }
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      return this.property(checker.getTypeAtLocation(parent.right), node.text);
    }
    const isIndex = ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent);
    if (isIndex && parent.parent.indexType === parent) {
      return this.property(checker.getTypeAtLocation(parent.parent.objectType), node.text);
    }
    if (this.isRejected(node)) return "gone";
    if (ts.isLiteralTypeNode(parent)) return "there";
    const wanted = checker.getContextualType(node);
    const choices = wanted === undefined ? [] : wanted.isUnion() ? wanted.types : [wanted];
    const isChoice = choices.some((one) => one.isStringLiteral() && one.value === node.text);
    return isChoice ? "there" : "unknown";
  }

  /** The compiler refuses this very text: it is none of the keys that are asked for there. */
  private isRejected(node: Compiler.Node): boolean {
    const file = node.getSourceFile();
    const errors =
      this.errors.get(file) ??
      new Set(this.program.getSemanticDiagnostics(file).map(({ start }) => start ?? -1));
    this.errors.set(file, errors);
    return errors.has(node.getStart(file));
  }
}

/** `"./x.js"` of an import or export, static or dynamic. */
export function isSpecifier(ts: TypeScript, node: Compiler.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent);
}
