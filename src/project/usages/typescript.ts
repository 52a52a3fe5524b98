/**
 * Where TypeScript of the user's own names what is no more. The compiler reads the tree as it is after the run: what is
 * spelled like an old name and stands for nothing there, and stood for something before, is a usage. So `res.status` is
 * none when a field `status` is renamed, and neither is a local variable of that name.
 */
import type { ts as Compiler } from "ts-morph";
import { splitLines } from "../merge/lines.ts";
import {
  isDistinctive,
  linesAfter,
  type Document,
  type Found,
  type Place,
  type Search,
  type Searched,
} from "./document.ts";
import { isSpecifier, Judge, type Name, type Verdict } from "./judge.ts";
import { nameIn, wordsIn } from "./words.ts";
import { Programs } from "./programs.ts";

/** A usage with its node, for renaming. */
export interface Usage extends Place {
  readonly node: Name | null;
}

export const TYPESCRIPT = /(?<!\.d)\.[cm]?[jt]sx?$/;

export async function searchTypeScript(search: Search): Promise<Searched> {
  const project = await openProject(search);
  if (typeof project === "string") return project;
  return new Map(search.documents.map((document) => [document.path, project.usages(document)]));
}

/** @returns why there is nothing to ask, where there is not */
export async function openProject(search: Search): Promise<Project | string> {
  const programs = await Programs.open(search.root);
  if (programs === null) return "there is no tsconfig.json";
  const { documents, before } = search;
  const paths = documents.map((document) => document.before.path);
  const program = programs.program(before, paths);
  const missing = programs.missingPackages(program);
  if (missing.length > 0) return `packages are not installed: ${missing.join(", ")}`;
  return new Project(programs, search, program);
}

export class Project {
  readonly programs: Programs;
  readonly search: Search;
  private readonly past: Side;
  private now: Side;

  constructor(programs: Programs, search: Search, past: Compiler.Program) {
    this.programs = programs;
    this.search = search;
    this.past = new Side(programs, past);
    this.now = this.reread(new Map());
  }

  /** The tree after the run, with some texts in place of those it would have. */
  reread(texts: ReadonlyMap<string, string>): Side {
    const { after, documents } = this.search;
    const tree = new Map([...after, ...texts]);
    const program = this.programs.program(
      tree,
      documents.map(({ path }) => path),
    );
    return new Side(this.programs, program);
  }

  /** Reads on with these texts in the tree. */
  accept(texts: ReadonlyMap<string, string>): void {
    this.now = this.reread(texts);
  }

  file(path: string): Compiler.SourceFile | undefined {
    return this.now.file(path);
  }

  get judgement(): Judge {
    return this.now.judgement;
  }

  /** Every usage in a file, in the order of the text. */
  usages(document: Document): Usage[] {
    const file = this.now.file(document.path);
    if (file === undefined) return [];
    const places = new PlacesBefore(document);
    return this.candidates(file, document).flatMap(({ node, name }) => {
      const found = this.found(node, name, () => {
        const offset = places.of(node.getStart(file));
        return offset === null ? null : this.past.judgeAt(document.before.path, offset, node.text);
      });
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      return found === null ? [] : [{ line, name, found, node: isName(this.programs.ts, node) }];
    });
  }

  private candidates(file: Compiler.SourceFile, { own }: Document): Candidate[] {
    const { ts } = this.programs;
    const { names } = this.search;
    const found: Candidate[] = [];
    const visit = (node: Compiler.Node): void => {
      if (
        ts.isIdentifier(node) ||
        ts.isStringLiteralLike(node) ||
        ts.isTemplateLiteralToken(node)
      ) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
        const name = own.has(line + 1) ? nameIn(node.text, names) : null;
        if (name !== null) found.push({ node, name: name.from });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  }

  private found(node: Candidate["node"], name: string, past: () => Verdict | null): Found | null {
    const { ts } = this.programs;
    const named = isName(ts, node);
    const isText = !ts.isIdentifier(node);
    if (named === null || (isText && node.text !== name && !isSpecifier(ts, node))) {
      return wordsIn(node.text, name) ? "unsure" : null;
    }
    const verdict = this.now.judge(named);
    if (verdict === "there") return null;
    // What stood for nothing before is no usage of what is gone.
    if (verdict === "gone") return past() === "gone" ? null : "reference";
    const isKey = isText ? !isAccess(ts, named) : !ts.isPropertyAccessExpression(named.parent);
    return node.text === name && (!isKey || isDistinctive(name)) ? "unsure" : null;
  }
}

interface Candidate {
  readonly node: Compiler.Identifier | Compiler.LiteralLikeNode;
  readonly name: string;
}

/** One state of the tree. */
export class Side {
  private readonly programs: Programs;
  private readonly program: Compiler.Program;
  readonly judgement: Judge;

  constructor(programs: Programs, program: Compiler.Program) {
    this.programs = programs;
    this.program = program;
    this.judgement = new Judge(programs.ts, program);
  }

  file(path: string): Compiler.SourceFile | undefined {
    return this.program.getSourceFile(this.programs.absolute(path));
  }

  judge(node: Name): Verdict {
    return this.judgement.judge(node);
  }

  /** Null where no such name stands there. */
  judgeAt(path: string, offset: number, text: string): Verdict | null {
    const node = this.nameAt(path, offset);
    return node === null || node.text !== text ? null : this.judge(node);
  }

  nameAt(path: string, offset: number): Name | null {
    const { ts } = this.programs;
    const file = this.file(path);
    if (file === undefined) return null;
    const down = (node: Compiler.Node): Compiler.Node =>
      ts.forEachChild(node, (child) =>
        child.getStart(file) <= offset && offset < child.end ? down(child) : undefined,
      ) ?? node;
    const node = down(file);
    return node.getStart(file) === offset ? isName(ts, node) : null;
  }
}

/** Where in the text before the run a place of the text after it was: in a line that both have. */
class PlacesBefore {
  private readonly lines: ReadonlyMap<number, number>;
  private readonly starts: readonly number[];
  private readonly startsBefore: readonly number[];

  constructor(document: Document) {
    this.lines = new Map([...linesAfter(document)].map(([before, after]) => [after, before]));
    this.starts = startsOf(document.text);
    this.startsBefore = startsOf(document.before.text);
  }

  of(offset: number): number | null {
    const line = this.starts.findLastIndex((start) => start <= offset);
    const before = this.startsBefore[(this.lines.get(line + 1) ?? 0) - 1];
    return before === undefined ? null : before + offset - (this.starts[line] ?? 0);
  }
}

function startsOf(text: string): number[] {
  let start = 0;
  return splitLines(text).map((line) => (start += line.length) - line.length);
}

function isName(ts: Programs["ts"], node: Compiler.Node): Name | null {
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node : null;
}

function isAccess(ts: Programs["ts"], { parent }: Compiler.Node): boolean {
  return ts.isElementAccessExpression(parent);
}
