/** What a member of a TypeScript container is called, and whether a second one of that name would be a fault. */
import type { ts as Compiler } from "ts-morph";
import type { Member } from "./outline.ts";
import type { TypeScript } from "./typescript.ts";

type Description = Pick<Member, "key" | "unique" | "names" | "free">;

/** Calls that Fastify, Express, Hono and routers like them refuse, or obey twice, for one path. */
const REGISTRATIONS = new Set([
  "get",
  "put",
  "post",
  "patch",
  "delete",
  "head",
  "options",
  "all",
  "route",
]);

export function describeMember(
  ts: TypeScript,
  source: Compiler.SourceFile,
  node: Compiler.Node,
): Description {
  return new Describer(ts, source).describe(node);
}

class Describer {
  private readonly ts: TypeScript;
  private readonly source: Compiler.SourceFile;

  constructor(ts: TypeScript, source: Compiler.SourceFile) {
    this.ts = ts;
    this.source = source;
  }

  describe(node: Compiler.Node): Description {
    return (
      this.module(node) ??
      this.declaration(node) ??
      this.property(node) ??
      this.statement(node) ?? {
        key: this.text(node),
        unique: false,
        names: [],
        free: false,
      }
    );
  }

  private module(node: Compiler.Node): Description | null {
    const { ts } = this;
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const kind = clause?.isTypeOnly === true ? "import type" : "import";
      return {
        ...PLAIN,
        key: `${kind} ${this.text(node.moduleSpecifier)}`,
        names: this.imported(clause),
      };
    }
    if (ts.isExportDeclaration(node)) {
      const from = node.moduleSpecifier === undefined ? "" : this.text(node.moduleSpecifier);
      const star =
        node.exportClause === undefined || ts.isNamespaceExport(node.exportClause) ? "*" : "";
      return { ...PLAIN, key: `export ${node.isTypeOnly ? "type " : ""}${star}${from}` };
    }
    if (ts.isExportAssignment(node)) return { ...PLAIN, key: "export default", unique: true };
    if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
      return { ...PLAIN, key: this.text(node.name), unique: true };
    }
    return null;
  }

  private imported(clause: Compiler.ImportClause | undefined): string[] {
    const { ts } = this;
    if (clause === undefined) return [];
    const names: string[] = clause.name === undefined ? [] : [clause.name.text];
    const bindings = clause.namedBindings;
    if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push(bindings.name.text);
    const specifiers =
      bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
    const types = specifiers.filter((one) => clause.isTypeOnly || one.isTypeOnly);
    const values = specifiers.filter((one) => !types.includes(one));
    return [
      ...[...names, ...values.map((one) => one.name.text)].flatMap((name) => [
        `value ${name}`,
        `type ${name}`,
      ]),
      ...types.map((one) => `type ${one.name.text}`),
    ];
  }

  private declaration(node: Compiler.Node): Description | null {
    const { ts } = this;
    const named = (kind: string, name: Compiler.Node | undefined, spaces: readonly string[]) => {
      const text = name === undefined ? "default" : this.text(name);
      const names = spaces.map((space) => `${space} ${text}`);
      return { key: `${kind} ${text}`, unique: false, names, free: true };
    };
    if (ts.isFunctionDeclaration(node)) return named("function", node.name, ["value"]);
    if (ts.isClassDeclaration(node)) return named("class", node.name, ["value", "type"]);
    if (ts.isInterfaceDeclaration(node)) return named("interface", node.name, ["type"]);
    if (ts.isTypeAliasDeclaration(node)) return named("type", node.name, ["type"]);
    if (ts.isEnumDeclaration(node)) return named("enum", node.name, ["value", "type"]);
    if (ts.isModuleDeclaration(node)) return named("namespace", node.name, []);
    if (!ts.isVariableStatement(node)) return null;
    const names = node.declarationList.declarations.map(({ name }) => this.text(name));
    return {
      key: `variable ${names.join(", ")}`,
      unique: false,
      names: names.map((name) => `value ${name}`),
      free: true,
    };
  }

  private property(node: Compiler.Node): Description | null {
    const { ts } = this;
    if (ts.isSpreadAssignment(node) || ts.isSpreadElement(node)) {
      return { ...PLAIN, key: `...${this.text(node.expression)}` };
    }
    if (ts.isConstructorDeclaration(node)) return { ...PLAIN, key: "constructor" };
    if (ts.isBindingElement(node)) {
      return { ...PLAIN, key: this.text(node.propertyName ?? node.name), unique: true };
    }
    if (ts.isCaseClause(node))
      return { ...PLAIN, key: `case ${this.text(node.expression)}`, unique: true };
    if (ts.isDefaultClause(node)) return { ...PLAIN, key: "default", unique: true };
    const name = this.memberName(node);
    if (name === null) return null;
    const text = ts.isStringLiteralLike(name) ? name.text : this.text(name);
    const isStatic =
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.StaticKeyword) === true;
    const accessor = ts.isGetAccessor(node) ? "get " : ts.isSetAccessor(node) ? "set " : "";
    const overloaded = ts.isMethodDeclaration(node) && node.body === undefined;
    const unique = !ts.isMethodSignature(node) && !overloaded;
    return { key: `${isStatic ? "static " : ""}${accessor}${text}`, unique, names: [], free: true };
  }

  private memberName(node: Compiler.Node): Compiler.Node | null {
    const { ts } = this;
    const isNamed =
      ts.isPropertyAssignment(node) ||
      ts.isShorthandPropertyAssignment(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isMethodSignature(node) ||
      ts.isGetAccessor(node) ||
      ts.isSetAccessor(node) ||
      ts.isEnumMember(node);
    return isNamed ? node.name : null;
  }

  private statement(node: Compiler.Node): Description | null {
    const { ts } = this;
    if (ts.isReturnStatement(node)) return { ...FIXED, key: "return" };
    if (ts.isIfStatement(node)) return { ...FIXED, key: `if ${this.text(node.expression)}` };
    if (ts.isForOfStatement(node)) return { ...FIXED, key: `for ${this.text(node.initializer)}` };
    if (ts.isTryStatement(node)) return { ...FIXED, key: "try" };
    if (ts.isSwitchStatement(node))
      return { ...FIXED, key: `switch ${this.text(node.expression)}` };
    if (ts.isExpressionStatement(node)) return this.expression(node.expression);
    if (ts.isExpression(node)) return this.element(node);
    return null;
  }

  private expression(written: Compiler.Expression): Description {
    const { ts } = this;
    const node =
      ts.isAwaitExpression(written) || ts.isVoidExpression(written) ? written.expression : written;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return { ...FIXED, key: `${this.text(node.left)} =` };
    }
    if (!ts.isCallExpression(node)) return { ...FIXED, key: this.text(node) };
    const { free, key, isRoute } = this.call(node);
    return { key, unique: isRoute, names: [], free };
  }

  private call(node: Compiler.CallExpression): { key: string; free: boolean; isRoute: boolean } {
    const { ts } = this;
    const callee = node.expression;
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    const [subject] = node.arguments;
    const name = subject === undefined ? "" : this.subject(subject);
    const isRoute =
      REGISTRATIONS.has(method) &&
      subject !== undefined &&
      (ts.isStringLiteralLike(subject) || ts.isObjectLiteralExpression(subject));
    const isModule = method === "register" && name !== "";
    return { key: `${this.text(callee)}(${name})`, free: isRoute || isModule, isRoute };
  }

  /** What a call is about: a path, a plugin, or the method and url of `route({ method, url })`. */
  private subject(node: Compiler.Expression): string {
    const { ts } = this;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isObjectLiteralExpression(node)) return this.identity(node) ?? "{}";
    return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? this.text(node) : "";
  }

  /** Of an object in a list: the values of the properties that tell such objects apart. */
  private identity(node: Compiler.ObjectLiteralExpression): string | null {
    const { ts } = this;
    const found = node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && IDENTITY.has(this.text(property.name))
        ? [`${this.text(property.name)}=${this.text(property.initializer)}`]
        : [],
    );
    return found.length === 0 ? null : found.join(" ");
  }

  private element(node: Compiler.Expression): Description {
    const { ts } = this;
    if (ts.isObjectLiteralExpression(node))
      return { ...PLAIN, key: this.identity(node) ?? this.text(node) };
    if (ts.isCallExpression(node)) return { ...PLAIN, key: this.call(node).key };
    return { ...PLAIN, key: ts.isStringLiteralLike(node) ? `"${node.text}"` : this.text(node) };
  }

  private text(node: Compiler.Node): string {
    return this.source.text.slice(node.getStart(this.source), node.end).replace(/\s+/g, " ");
  }
}

const IDENTITY = new Set(["id", "name", "key", "path", "url", "method"]);
const PLAIN = { unique: false, names: [], free: true };
const FIXED = { unique: false, names: [], free: false };
