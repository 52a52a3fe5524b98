/** How a place in TypeScript that names what is no more comes to name what it is called now. */
import type { ts as Compiler } from "ts-morph";
import { renameText, type Rename } from "../merge/renames.ts";
import type { TypeScript } from "../merge/typescript.ts";
import type { Judge, Name } from "./judge.ts";

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where in `text` the new name stands, and what it then reads. */
  readonly name: { readonly at: number; readonly text: string };
}

export class Editor {
  private readonly ts: TypeScript;
  private readonly judge: Judge;
  private readonly file: Compiler.SourceFile;
  private readonly renames: readonly Rename[];
  private readonly names: ReadonlySet<string>;

  constructor(ts: TypeScript, judge: Judge, file: Compiler.SourceFile, renames: readonly Rename[]) {
    this.ts = ts;
    this.judge = judge;
    this.file = file;
    this.renames = renames;
    this.names = identifiersOf(ts, file);
  }

  /** Null where it was removed, or cannot be written otherwise. */
  edit(node: Name): Edit | null {
    const { ts } = this;
    const { text: old, parent } = node;
    const now = renameText(old, this.renames);
    if (now === old) return null;
    if (!ts.isIdentifier(node)) return this.literal(node, now);
    if (ts.isImportSpecifier(parent) && parent.propertyName === undefined) {
      // Where the new name is taken in this file, the old one stays the local one.
      return this.names.has(now)
        ? this.replace(node, `${now} as ${old}`, 0)
        : this.replace(node, now, 0);
    }
    if (ts.isExportSpecifier(parent)) {
      const isBare = parent.propertyName === undefined;
      return this.replace(node, isBare ? `${now} as ${old}` : now, 0);
    }
    if (ts.isBindingElement(parent) && parent.propertyName === undefined) {
      return this.replace(node, `${now}: ${old}`, 0);
    }
    if (ts.isShorthandPropertyAssignment(parent)) return this.shorthand(node, parent, now);
    const imported = this.judge.importOf(node);
    const isKept = imported !== null && !isAliased(ts, imported) && this.names.has(now);
    return isKept ? null : this.replace(node, now, 0);
  }

  private shorthand(
    node: Compiler.Identifier,
    parent: Compiler.ShorthandPropertyAssignment,
    now: string,
  ): Edit {
    const old = node.text;
    if (!this.judge.isValueGone(parent)) return this.replace(node, `${now}: ${old}`, 0);
    if (this.judge.isKeyGone(parent)) return this.replace(node, now, 0);
    return this.replace(node, `${old}: ${now}`, old.length + 2);
  }

  private literal(node: Exclude<Name, Compiler.Identifier>, now: string): Edit | null {
    const start = node.getStart(this.file);
    const written = this.file.text.slice(start, node.end);
    if (written.slice(1, -1) !== node.text) return null;
    const text = `${written.slice(0, 1)}${now}${written.slice(-1)}`;
    return { start, end: node.end, text, name: { at: 0, text: now } };
  }

  private replace(node: Compiler.Identifier, text: string, at: number): Edit {
    const name = { at, text: /^[\p{L}\p{N}_$]+/u.exec(text.slice(at))?.[0] ?? text };
    return { start: node.getStart(this.file), end: node.end, text, name };
  }
}

/** `import { a as b }` keeps its local name whatever `a` is called. */
function isAliased(ts: TypeScript, symbol: Compiler.Symbol): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined || !ts.isImportSpecifier(declaration)) return true;
  return declaration.propertyName !== undefined;
}

function identifiersOf(ts: TypeScript, file: Compiler.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: Compiler.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** @returns the text with the edits made, and where the new name of each stands in it */
export function applyEdits(
  text: string,
  edits: readonly Edit[],
): { readonly text: string; readonly places: ReadonlyMap<Edit, number> } {
  const places = new Map<Edit, number>();
  let [result, done] = ["", 0];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(done, edit.start);
    places.set(edit, result.length + edit.name.at);
    result += edit.text;
    done = edit.end;
  }
  return { text: result + text.slice(done), places };
}
