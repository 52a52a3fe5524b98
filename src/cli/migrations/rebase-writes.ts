/** What is written where migrations move: their records and their files under other names, what was edited in them kept. */
import { printRecord } from "../../migrations/record.ts";
import type { Disk } from "../../project/disk.ts";
import { Refusal } from "../../project/refusal.ts";
import type { Write } from "../../project/transaction.ts";
import type { MovedFile, MovedMigration } from "./moved-files.ts";
import { RECORDS } from "./past.ts";

export interface RebaseWrites {
  readonly writes: readonly Write[];
  /** Paths, from now on, of files that were edited: their statements are as they were. */
  readonly edited: readonly string[];
}

/** @throws Refusal where something else than a file is in the way */
export function rebaseWrites(disk: Disk, moved: readonly MovedMigration[]): RebaseWrites {
  const writes: Write[] = [];
  const edited: string[] = [];
  for (const { from, to, files } of moved) {
    writes.push(
      ...write(disk, `${RECORDS}/${from.name}.json`, null),
      ...write(disk, `${RECORDS}/${to.name}.json`, printRecord(to)),
    );
    for (const file of files) {
      const there = editedText(disk, file);
      if (there !== null) edited.push(file.to.path);
      const text = there === null ? file.to.text : withLinesOf(there, file.to.text);
      writes.push(...write(disk, file.from.path, null), ...write(disk, file.to.path, text));
    }
  }
  return { writes, edited };
}

/** @param text null: the file goes */
function write(disk: Disk, path: string, text: string | null): Write[] {
  const entry = disk.read(path);
  if (entry.kind === "blocked") throw new Refusal(entry.what);
  const before = entry.kind === "file" ? entry.bytes : null;
  if (before === null && text === null) return [];
  return [{ path, before, after: text === null ? null : Buffer.from(text), mode: 0o644 }];
}

/** Null where it is as it was made, or not there. */
function editedText(disk: Disk, { from }: MovedFile): string | null {
  const entry = disk.read(from.path);
  const there = entry.kind === "file" ? entry.bytes.toString("utf8") : null;
  return there === from.text ? null : there;
}

/** What an edited migration of Alembic says of its place among the others. */
function withLinesOf(edited: string, made: string): string {
  return edited.replaceAll(/^(revision|down_revision)\b.*$/gm, (line, name: string) => {
    return new RegExp(`^${name}\\b.*$`, "m").exec(made)?.[0] ?? line;
  });
}
