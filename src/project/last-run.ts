/**
 * What the last run changed, kept below `.restwright/last/` so that `undo` can take it back: the old bytes of every file,
 * and the digest of what was written, by which later edits are noticed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { Disk } from "./disk.ts";
import { withLock } from "./lock.ts";
import { PENDING, readPending } from "./pending.ts";
import { Refusal } from "./refusal.ts";
import { FOLDER } from "./state.ts";
import { commit, digestOfBytes, recover, type Write } from "./transaction.ts";

const LAST = `${FOLDER}/last`;
const JOURNAL = `${LAST}/journal.json`;

const journalSchema = z.array(
  z.object({
    path: z.string(),
    before: z.boolean(),
    after: z.string().nullable(),
    mode: z.number(),
  }),
);

/** The writes of a run, with those that record it in place of the run before. */
export function remembered(root: string, writes: readonly Write[]): Write[] {
  const journal = writes.map(({ path, before, after, mode }) => ({
    path,
    before: before !== null,
    after: after === null ? null : digestOfBytes(after),
    mode,
  }));
  const texts = new Map<string, Buffer>([[JOURNAL, Buffer.from(`${JSON.stringify(journal)}\n`)]]);
  writes.forEach(({ before }, index) => {
    if (before !== null) texts.set(`${LAST}/${index}.old`, before);
  });
  return [...writes, ...replaced(root, texts)];
}

/**
 * Puts back what was there before the last run.
 * @param discard paths whose later edits may be lost: files with conflict markers, when a merge is given up
 * @returns the paths of the project that changed
 * @throws Refusal where there is nothing to undo, or a file was edited since
 */
export function undoLastRun(
  root: string,
  discard: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  return withLock(root, async () => {
    recover(root);
    if (!existsSync(join(root, JOURNAL))) {
      throw new Refusal(
        "there is no run to undo",
        [],
        "a run can be undone once, until the next one",
      );
    }
    const journal = journalSchema.parse(JSON.parse(readFileSync(join(root, JOURNAL), "utf8")));
    const disk = new Disk(root);
    const edited: string[] = [];
    const writes = journal.flatMap(({ path, before, after, mode }, index): Write[] => {
      const entry = disk.read(path);
      const now = entry.kind === "file" ? entry.bytes : null;
      const isAsWritten =
        entry.kind !== "blocked" && (now === null ? null : digestOfBytes(now)) === after;
      if (!isAsWritten && !discard.has(path)) edited.push(path);
      const old = before ? readFileSync(join(root, LAST, `${index}.old`)) : null;
      return [{ path, before: now, after: old, mode: entry.kind === "file" ? entry.mode : mode }];
    });
    if (edited.length > 0) {
      throw new Refusal("files were edited since the last run; undoing it would lose that", edited);
    }
    const ours = new Set(writes.map(({ path }) => path));
    const rest = replaced(root, new Map()).filter(({ path }) => !ours.has(path));
    commit(root, [
      ...writes.filter(({ before, after }) => before !== null || after !== null),
      ...rest,
    ]);
    return journal.map(({ path }) => path).filter((path) => !path.startsWith(`${FOLDER}/`));
  });
}

/** Gives up a merge that left markers: the tree is as it was before that run. */
export async function abortMerge(root: string): Promise<string[]> {
  const pending = readPending(root);
  if (pending.length === 0)
    throw new Refusal("there is no merge to give up", [], "see `restwright undo`");
  return undoLastRun(root, new Set([PENDING, ...pending.map(({ path }) => path)]));
}

/** Writes that leave exactly these files in the folder. */
function replaced(root: string, texts: ReadonlyMap<string, Buffer>): Write[] {
  const disk = new Disk(root);
  const folder = join(root, LAST);
  const there = existsSync(folder) ? readdirSync(folder).map((name) => `${LAST}/${name}`) : [];
  return [...new Set([...there, ...texts.keys()])].flatMap((path): Write[] => {
    const entry = disk.read(path);
    const before = entry.kind === "file" ? entry.bytes : null;
    return [{ path, before, after: texts.get(path) ?? null, mode: 0o644 }];
  });
}
