/** One run at a time: `.restwright/lock` holds the run's process and host. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Refusal } from "./refusal.ts";
import { FOLDER } from "./state.ts";

const ownerSchema = z.object({ pid: z.number().int(), host: z.string() });

/** Runs `work` under the lock. @throws Refusal where another run holds it */
export async function withLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const file = join(root, FOLDER, "lock");
  mkdirSync(join(root, FOLDER), { recursive: true });
  take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  const own = `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, own, { flag: "wx" });
      return;
    } catch (error) {
      if (!isCode(error, "EEXIST") || attempt > 0 || !isStale(file)) throw heldBy(file, error);
      rmSync(file, { force: true });
    }
  }
}

/** Only a process of this host that is dead has left its lock behind; of another host we cannot know. */
function isStale(file: string): boolean {
  const owner = readOwner(file);
  if (owner === null) return existsSync(file) && readFileSync(file, "utf8") === "";
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function readOwner(file: string): z.infer<typeof ownerSchema> | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function heldBy(file: string, error: unknown): unknown {
  if (!isCode(error, "EEXIST")) return error;
  const owner = readOwner(file);
  const who = owner === null ? "another run" : `process ${owner.pid} on ${owner.host}`;
  const fix = `wait for it; if it is surely not running, delete ${FOLDER}/lock`;
  return new Refusal(`${who} is at work in this project`, [], fix);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
