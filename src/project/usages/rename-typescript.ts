/**
 * Renames usages in TypeScript of the user's own. A change is kept only where the compiler then finds what the new name
 * stands for, and a file's changes only where it still parses and declares nothing twice.
 */
import { newFault } from "../merge/guard.ts";
import { typescriptReader } from "../merge/typescript.ts";
import { renamesAmong, type Document, type Search } from "./document.ts";
import { applyEdits, Editor, type Edit } from "./edits.ts";
import { openProject, type Project, type Side } from "./typescript.ts";

/** A name may come into sight only when another was changed: the path of a module, what it exports, a property of that. */
const ROUNDS = 4;

/** @returns the texts that change, by path; a reason where nothing can be renamed */
export async function renameTypeScript(search: Search): Promise<Map<string, string> | string> {
  const project = await openProject(search);
  if (typeof project === "string") return project;
  const texts = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    const next = await renameOnce(project, current(search.documents, texts));
    if (next.size === 0) break;
    for (const [path, text] of next) texts.set(path, text);
    project.accept(texts);
  }
  return texts;
}

function current(documents: readonly Document[], texts: ReadonlyMap<string, string>): Document[] {
  return documents.map((one) => ({ ...one, text: texts.get(one.path) ?? one.text }));
}

async function renameOnce(
  project: Project,
  documents: readonly Document[],
): Promise<Map<string, string>> {
  const wanted = new Map(
    documents
      .map((document) => [document, editsOf(project, document)] as const)
      .filter(([, edits]) => edits.length > 0),
  );
  const tried = new Map(
    [...wanted].map(([{ path, text }, edits]) => [path, applyEdits(text, edits).text]),
  );
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  const side = project.reread(new Map([...texts, ...tried]));
  const result = new Map<string, string>();
  for (const [document, edits] of wanted) {
    const text = applyEdits(document.text, kept(side, document, edits)).text;
    if (text !== document.text && (await isSound(document, text))) result.set(document.path, text);
  }
  return result;
}

function editsOf(project: Project, document: Document): Edit[] {
  const { programs, search } = project;
  const file = project.file(document.path);
  if (file === undefined) return [];
  const renames = renamesAmong(search.names);
  const editor = new Editor(programs.ts, project.judgement, file, renames);
  return project.usages(document).flatMap(({ node, found }) => {
    const edit = node === null || found !== "reference" ? null : editor.edit(node);
    return edit === null ? [] : [edit];
  });
}

/** The changes after which the new name stands for something, and for nothing of the user's own by chance. */
function kept(side: Side, document: Document, edits: readonly Edit[]): Edit[] {
  const { places } = applyEdits(document.text, edits);
  return edits.filter((edit) => {
    const node = side.nameAt(document.path, places.get(edit) ?? -1);
    if (node === null || node.text !== edit.name.text || side.judge(node) === "gone") return false;
    return !side.judgement.isDeclaredAmong(node, document.own);
  });
}

async function isSound({ path, text }: Document, renamed: string): Promise<boolean> {
  const [before, after] = await typescriptReader(path)([text, renamed]);
  return before !== undefined && after !== undefined && newFault(after, [before]) === null;
}
