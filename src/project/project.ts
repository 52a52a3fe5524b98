/**
 * A generated project on disk: what was generated into it last, what a new output would change, and the writing of it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare, pairUp, type Change, type OutputFile } from "./changes.ts";
import { Disk } from "./disk.ts";
import { isCode, withLock } from "./lock.ts";
import { Refusal } from "./refusal.ts";
import { printState, readState, FOLDER, type TrackedFile } from "./state.ts";
import { commit, isUnfinished, recover, type Write } from "./transaction.ts";

export interface Output {
  readonly tool: string;
  readonly framework: string;
  readonly files: readonly OutputFile[];
  /** Our own records besides state and base: name below `.restwright/` → text. */
  readonly records: Readonly<Record<string, string>>;
}

export interface ProjectPlan {
  readonly root: string;
  readonly changes: readonly Change[];
  /** Everything that is to be written, our own records last. */
  readonly writes: readonly Write[];
}

/** Kept out of diffs and language statistics; marked once, whatever is under it. */
const ATTRIBUTES = "* text eol=lf linguist-generated=true\nbase/** -diff\n";
/** Searches of the project should not find everything twice. */
const IGNORE = "base/\nmodel.json\nschema.json\n";
const GITIGNORE = "lock\ntx/\n";

/** Reads the disk, writes nothing. @throws Refusal */
export function planProject(root: string, output: Output): ProjectPlan {
  const state = readState(root);
  const disk = new Disk(root);
  const own = disk.read(`${FOLDER}/state.json`);
  if (own.kind === "blocked") throw new Refusal(`${own.what}; nothing is written through it`);
  const tracked = state?.files ?? [];
  const known = new Set(tracked.map(({ id }) => id));
  const base = (path: string) => (known.has(path) ? readText(root, basePath(path)) : null);
  const changes = pairUp(output.files, tracked, { base, disk: (path) => disk.read(path) }).map(
    compare,
  );
  const writes: Write[] = changes.flatMap((change) =>
    change.kind === "keep" || change.kind === "conflict" ? [] : [change],
  );
  const records = new Map<string, string | null>();
  const files: TrackedFile[] = [];
  for (const change of changes) {
    if (change.kind === "conflict") continue;
    records.set(basePath(change.path), change.base);
    if (change.base === null) continue;
    files.push({ id: change.path, path: change.path, class: change.class });
  }
  for (const [name, text] of Object.entries({
    ".gitattributes": ATTRIBUTES,
    ".ignore": IGNORE,
    ".gitignore": GITIGNORE,
    ...output.records,
  })) {
    records.set(`${FOLDER}/${name}`, text);
  }
  const { tool, framework } = output;
  records.set(`${FOLDER}/state.json`, printState({ tool, framework, files }));
  return { root, changes, writes: [...writes, ...recordWrites(disk, records)] };
}

/**
 * Writes a plan as one transaction; a plan without writes touches nothing at all.
 * @param replan makes the plan again, after a killed run was completed under it
 * @throws Refusal where another run is at work, or a file is not as planned
 */
export function writeProject(plan: ProjectPlan, replan: () => ProjectPlan): ProjectPlan {
  const { root } = plan;
  if (plan.writes.length === 0 && !isUnfinished(root)) return plan;
  return withLock(root, () => {
    const current = recover(root) === "nothing" ? plan : replan();
    const blocked = current.changes.some(({ kind }) => kind === "conflict");
    if (!blocked && current.writes.length > 0) commit(root, current.writes);
    return current;
  });
}

function basePath(path: string): string {
  return `${FOLDER}/base/${path}.base`;
}

function readText(root: string, path: string): string | null {
  try {
    return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return null;
    throw error;
  }
}

function recordWrites(disk: Disk, records: ReadonlyMap<string, string | null>): Write[] {
  const writes: Write[] = [];
  for (const [path, text] of records) {
    const entry = disk.read(path);
    const before = entry.kind === "file" ? entry.bytes : null;
    const after = text === null ? null : Buffer.from(text);
    const same = before === null ? after === null : after !== null && before.equals(after);
    if (!same) writes.push({ path, before, after, mode: 0o644 });
  }
  return writes;
}
