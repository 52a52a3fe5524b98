/** One run at a time: `.restwright/lock` holds the run's process and host. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { Refusal } from "./refusal.ts";
import { FOLDER } from "./state.ts";

const ownerSchema = z.object({ pid: z.number().int(), host: z.string() });

/** Runs `work` under the lock. @throws Refusal where another run holds it */
export async function withLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const file = join(root, FOLDER, "lock");
  mkdirSync(join(root, FOLDER), { recursive: true });
  take(file);
  const release = () => rmSync(file, { force: true });
  const result = await work().catch((error: unknown) => {
    try {
      release();
    } catch {
      // What went wrong first is what is told; the lock of a dead run is no obstacle.
    }
    throw error;
  });
  release();
  return result;
}

function take(file: string): void {
  const own = `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, own, { flag: "wx" });
      return;
    } catch (error) {
      if (!isCode(error, "EEXIST")) {
        // Made, but not filled: the disk is full.
        if (readText(file) === "") rmSync(file, { force: true });
        throw error;
      }
      if (attempt > 0 || !removeStale(file)) throw heldBy(file);
    }
  }
}

/** How long a lock may be without its owner: it is made first, and filled right after. */
const FILLED_AFTER_MS = 10_000;

/**
 * Takes a dead run's lock out of the way. Another run may do the same at this moment and have put its own lock there: what
 * was moved away is looked at again, and a living one put back.
 * @returns whether the lock may be tried again
 */
function removeStale(file: string): boolean {
  if (!isStale(file)) return false;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return true;
    throw error;
  }
  const isDead = isStale(aside);
  if (isDead) rmSync(aside, { force: true });
  else renameSync(aside, file);
  return isDead;
}

/** Only a process of this host that is dead has left its lock behind; of another host we cannot know. */
function isStale(file: string): boolean {
  const owner = readOwner(file);
  if (owner === null) {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.size === 0 && Date.now() - stats.mtimeMs > FILLED_AFTER_MS;
  }
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function readText(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function readOwner(file: string): z.infer<typeof ownerSchema> | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function heldBy(file: string): Refusal {
  const owner = readOwner(file);
  const who = owner === null ? "another run" : `process ${owner.pid} on ${owner.host}`;
  const fix = `wait for it; if it is surely not running, delete ${FOLDER}/lock`;
  return new Refusal(`${who} is at work in this project`, [], fix);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
