/**
 * A throw-away PostgreSQL cluster on a free port of the loopback interface, with durability turned off.
 * PostgreSQL refuses to run as root, so root runs it as the system user `postgres`.
 */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";

export interface Cluster {
  /** Connection string of one database, created if it is not there: empty, or as a copy of another. */
  database(name: string, template?: string): string;
  dropDatabase(name: string): void;
  /** What psql prints, unaligned and without headings, for one statement. */
  query(database: string, sql: string): string;
  /** Cuts every connection and shuts down, keeping the data; `resume` brings it back on the same port. */
  interrupt(): Promise<void>;
  resume(): Promise<void>;
  /** Shuts down and deletes everything. */
  stop(): Promise<void>;
}

const SUPERUSER = "restwright";

/** Folder of PostgreSQL's programs: `PG_BIN`, the PATH, or the newest version where Debian keeps them. */
export function postgresPrograms(): string | null {
  const { PG_BIN, PATH } = process.env;
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(debian, version, "bin"))
    : [];
  const folders = [PG_BIN ?? "", ...(PATH ?? "").split(":"), ...versions];
  return folders.find((dir) => dir !== "" && isComplete(dir)) ?? null;
}

function isComplete(folder: string): boolean {
  return ["initdb", "postgres", "pg_isready", "psql"].every((name) =>
    existsSync(join(folder, name)),
  );
}

/** @throws where PostgreSQL is not installed, or does not answer within 30 seconds. */
export async function startCluster(): Promise<Cluster> {
  const bin = postgresPrograms();
  if (bin === null) throw new Error("PostgreSQL is not installed (set PG_BIN to its bin folder)");
  const user = identity();
  const folder = mkdtempSync(join(tmpdir(), "restwright-pg-"));
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const quiet = { ...user, cwd: folder, stdio: "pipe", encoding: "utf8" } as const;
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    quiet,
  );
  const port = await freePort();
  const connection = ["-h", "127.0.0.1", "-p", String(port), "-U", SUPERUSER];
  const settings = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=32MB",
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
  ].flatMap((setting) => ["-c", setting]);
  const psql = (database: string, sql: string): string =>
    execFileSync(
      join(bin, "psql"),
      [...connection, "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql],
      quiet,
    ).trim();

  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], {
      ...user,
      cwd: folder,
      stdio: "ignore",
    });
    await untilReady(() => {
      execFileSync(join(bin, "pg_isready"), [...connection, "-q"], quiet);
    });
  };
  const halt = async (signal: NodeJS.Signals): Promise<void> => {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => {
      running.once("exit", () => resolve());
    });
    running.kill(signal);
    await gone;
  };
  const orphaned = (): void => {
    server?.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", orphaned);
  await start();

  return {
    database(name, template = "template1") {
      const known = psql("postgres", `select 1 from pg_database where datname = '${name}'`);
      if (known === "") psql("postgres", `create database "${name}" template "${template}"`);
      return `postgres://${SUPERUSER}@127.0.0.1:${port}/${name}`;
    },
    dropDatabase(name) {
      psql("postgres", `drop database if exists "${name}" with (force)`);
    },
    query: psql,
    interrupt: () => halt("SIGINT"),
    resume: start,
    async stop() {
      process.removeListener("exit", orphaned);
      await halt("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whom to run PostgreSQL as: ourselves, or `postgres` where we are root. */
function identity(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  return { uid: postgresId("-u"), gid: postgresId("-g") };
}

function postgresId(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }).trim());
}

async function untilReady(probe: () => void): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      probe();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error("PostgreSQL did not answer within 30 s", { cause: error });
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }
}
