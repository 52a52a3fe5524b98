/** Prepares a generation, and has decided what a new migration depends on: by the command line, by a person, or not at all. */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { prepare, type Past, type Prepared } from "../../generate.ts";
import { setValue } from "../../language/edit.ts";
import { Misfit } from "../../migrations/history.ts";
import { Disk } from "../../project/disk.ts";
import { Refusal } from "../../project/refusal.ts";
import { refuseAnotherFoundation } from "../another-foundation.ts";
import type { Context } from "../command.ts";
import { loadDeclaration, type LoadedDeclaration } from "../declaration.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { programIdentity } from "../identity.ts";
import { digestOf } from "../remembered-declaration.ts";
import { VERSION } from "../version.ts";
import { RECORDS } from "./past.ts";
import { askQuestions, questionsJson, reportQuestions, type Answers } from "./questions.ts";

export interface Unsettled {
  /** The project as it was read. */
  readonly disk: Disk;
  readonly declaration: LoadedDeclaration;
  readonly past: Past;
  /** Whether a person may be asked. */
  readonly canAsk: boolean;
  readonly json: boolean;
}

export interface Settled {
  readonly prepared: Prepared;
  /** With the answers that it was given. */
  readonly declaration: LoadedDeclaration;
  /** The project as it was read. */
  readonly disk: Disk;
}

/** @throws Refusal where the project's migrations do not fit each other */
export async function settle(
  context: Context,
  { past, canAsk, json, ...unsettled }: Unsettled,
): Promise<Settled | Exclude<ExitCode, 0>> {
  const { terminal } = context;
  let { declaration, disk } = unsettled;
  const keys = new Set(past.consent.keys);
  const originals = new Map<string, string>();
  for (;;) {
    const consent = { ...past.consent, keys };
    const prepared = await prepareUpon(declaration, disk, { ...past, consent });
    const { questions } = prepared.next;
    if (questions.length === 0 || prepared.diagnostics.length > 0)
      return { prepared, declaration, disk };
    const canBeAnswered = questions.every(({ choices }) => choices.length > 0);
    if (!canAsk || !canBeAnswered) {
      await putBack(originals);
      if (json) {
        const shown = questionsJson(questions, declaration);
        terminal.print(JSON.stringify({ changes: [], questions: shown, faults: [] }, null, 2));
      } else reportQuestions(terminal, questions, declaration);
      return EXIT.undecided;
    }
    const answers = await askQuestions(terminal, questions);
    if (answers === null) {
      await putBack(originals);
      return EXIT.stopped;
    }
    for (const key of answers.consents) keys.add(key);
    // A person takes their time, and may have changed files meanwhile.
    disk = new Disk(disk.root);
    if (answers.edits.length === 0) continue;
    await write(context, declaration, { edits: answers.edits, originals });
    const file = resolve(context.cwd, declaration.loaded.sources[0]?.path ?? "");
    const edited = await loadDeclaration(context, file);
    if (edited === null) {
      await putBack(originals);
      return EXIT.invalid;
    }
    declaration = edited;
  }
}

/**
 * What the declaration asks of a project with such a past.
 * @throws Refusal where the project's migrations do not fit each other, or the project is of another framework
 */
export async function prepareUpon(
  declaration: LoadedDeclaration,
  disk: Disk,
  past: Past,
): Promise<Prepared> {
  const { model, loaded } = declaration;
  refuseAnotherFoundation(declaration, disk, past);
  try {
    const { place } = loaded;
    const from = { root: disk.root, disk, tool: VERSION, identity: programIdentity() };
    return await prepare({ model, place, past, declaration: digestOf(loaded), ...from });
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Refusal(
      `the migration ${error.migration} does not fit those before it: ${error.message}`,
      [`${RECORDS}/${error.migration}.json`],
      "where it came by a merge, `restwright migrations status` says which branch can come after the other",
    );
  }
}

interface Edits {
  readonly edits: Answers["edits"];
  /** Path → text before the first edit. */
  readonly originals: Map<string, string>;
}

/** Each into the file that its place is in, for a declaration may include others. */
async function write(
  { cwd }: Context,
  { loaded }: LoadedDeclaration,
  { edits, originals }: Edits,
): Promise<void> {
  for (const { path, value } of edits) {
    const source = loaded.place([...path])?.file ?? loaded.sources[0];
    const file = resolve(cwd, source?.path ?? "");
    const text = await readFile(file, "utf8");
    if (!originals.has(file)) originals.set(file, text);
    await writeFile(file, setValue(text, path, value));
  }
}

async function putBack(originals: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, text] of originals) await writeFile(file, text);
}
