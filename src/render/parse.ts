/**
 * Handlebars source → `Template`. Handlebars' own parser does the reading (whitespace control, standalone lines and
 * escapes included); this file narrows its tree to the constructs that templates may use.
 */
import Handlebars from "handlebars";
import { TemplateFault, type FaultPlace } from "./fault.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Expression, Partial, Path, Template, TemplateNode } from "./template.ts";
import { BLOCKS, HELPERS } from "./vocabulary.ts";

/** @throws TemplateFault where the source is no Handlebars, or uses what templates may not. */
export function parseTemplate(source: string, file: string): Template {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    throw syntaxFault(error, file);
  }
  return { file, nodes: new Narrowing(file).nodes(program) };
}

function syntaxFault(error: unknown, file: string): TemplateFault {
  const message = error instanceof Error ? error.message : String(error);
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? /- (\d+):\d+$/.exec(message)?.[1] ?? 0);
  const reason = message.split("\n").at(-1) ?? message;
  return new TemplateFault(`not valid Handlebars: ${reason}`, { file, line, column: 1 });
}

class Narrowing {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  nodes(program: hbs.AST.Program | undefined): TemplateNode[] {
    return (program?.body ?? []).flatMap((statement) => this.node(statement));
  }

  private node(statement: hbs.AST.Statement): TemplateNode[] {
    if (is<hbs.AST.ContentStatement>(statement, "ContentStatement")) {
      return statement.value === "" ? [] : [{ kind: "text", text: statement.value }];
    }
    if (is<hbs.AST.CommentStatement>(statement, "CommentStatement")) return [];
    if (is<hbs.AST.MustacheStatement>(statement, "MustacheStatement")) {
      return [{ kind: "print", value: this.callOrValue(statement) }];
    }
    if (is<hbs.AST.BlockStatement>(statement, "BlockStatement")) return [this.block(statement)];
    if (is<hbs.AST.PartialStatement>(statement, "PartialStatement")) {
      return [this.partial(statement)];
    }
    throw this.fault(statement, "decorators, inline partials and partial blocks are not offered");
  }

  private block(block: hbs.AST.BlockStatement): TemplateNode {
    const name = block.path.original;
    const [value, ...rest] = block.params;
    if (!BLOCKS.some((known) => known === name)) {
      throw this.fault(block, `unknown block \`#${name}\``, suggestion(name, BLOCKS));
    }
    if (value === undefined || rest.length > 0 || (block.hash?.pairs.length ?? 0) > 0) {
      throw this.fault(block, `\`#${name}\` takes exactly one value`);
    }
    const subject = this.expression(value);
    const body = this.nodes(block.program);
    const otherwise = this.nodes(block.inverse);
    const names = block.program?.blockParams ?? [];
    if (name === "each") return { kind: "loop", list: subject, names, body, empty: otherwise };
    if (name === "with") return { kind: "step", value: subject, names, body, otherwise };
    return { kind: "branch", test: subject, negated: name === "unless", body, otherwise };
  }

  private partial(partial: hbs.AST.PartialStatement): Partial {
    if (!is<hbs.AST.PathExpression>(partial.name, "PathExpression")) {
      throw this.fault(partial, "the name of a partial must be written out, not computed");
    }
    const [context, ...rest] = partial.params;
    if (rest.length > 0) throw this.fault(partial, "a partial takes at most one context");
    return {
      kind: "partial",
      name: partial.name.original,
      context: context === undefined ? null : this.expression(context),
      arguments: (partial.hash?.pairs ?? []).map((pair) => ({
        name: pair.key,
        value: this.expression(pair.value),
      })),
      indent: partial.indent,
      place: this.place(partial),
    };
  }

  private expression(node: hbs.AST.Expression): Expression {
    if (is<hbs.AST.SubExpression>(node, "SubExpression")) return this.callOrValue(node);
    if (is<hbs.AST.PathExpression>(node, "PathExpression")) return this.path(node);
    if (
      is<hbs.AST.StringLiteral>(node, "StringLiteral") ||
      is<hbs.AST.NumberLiteral>(node, "NumberLiteral") ||
      is<hbs.AST.BooleanLiteral>(node, "BooleanLiteral")
    ) {
      return { kind: "literal", value: node.value };
    }
    throw this.fault(node, "`null` and `undefined` are not offered: views hold no holes");
  }

  /** `{{name}}` is a helper where one has that name, as in Handlebars; `{{./name}}` is always the property. */
  private callOrValue(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression): Expression {
    if ((node.hash?.pairs.length ?? 0) > 0) {
      throw this.fault(node, "helpers take values in order, none by name");
    }
    if (!is<hbs.AST.PathExpression>(node.path, "PathExpression")) return this.expression(node.path);
    const helper = node.path.original;
    if (node.params.length === 0 && node.type === "MustacheStatement" && !HELPERS.has(helper)) {
      return this.path(node.path);
    }
    const known = HELPERS.get(helper);
    if (known === undefined) {
      throw this.fault(node, `unknown helper \`${helper}\``, suggestion(helper, HELPERS.keys()));
    }
    if (known.takes.length !== node.params.length) {
      throw this.fault(node, `\`${helper}\` takes ${known.takes.length} values`);
    }
    const values = node.params.map((parameter) => this.expression(parameter));
    return { kind: "call", helper, arguments: values, place: this.place(node) };
  }

  private path(path: hbs.AST.PathExpression): Path {
    return {
      kind: "path",
      data: path.data,
      up: path.depth,
      segments: path.parts,
      source: path.original,
      place: this.place(path),
    };
  }

  private place(node: hbs.AST.Node): FaultPlace {
    return { file: this.file, line: node.loc.start.line, column: node.loc.start.column + 1 };
  }

  private fault(node: hbs.AST.Node, message: string, fix: string | null = null): TemplateFault {
    return new TemplateFault(message, this.place(node), fix);
  }
}

function is<N extends hbs.AST.Node>(node: hbs.AST.Node, type: string): node is N {
  return node.type === type;
}

function suggestion(word: string, known: Iterable<string>): string {
  const names = [...known];
  const meant = nearest(word, names);
  return meant === null ? `use one of: ${names.join(", ")}` : `did you mean \`${meant}\`?`;
}
