/** Starts a service as its users would (a command, an environment), waits until it answers, and keeps what it logs. */
import { spawn } from "node:child_process";
import { get } from "node:http";
import { freePort } from "./ports.ts";

export interface ServiceCommand {
  readonly directory: string;
  readonly command: readonly [string, ...string[]];
  /** Laid over the environment of this process; undefined takes a variable away. */
  readonly environment: Environment;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Service {
  readonly url: string;
  readonly pid: number;
  /** Everything written to standard output and standard error so far. */
  logs(): string;
  signal(name: NodeJS.Signals): void;
  /** Settles when the process has ended. */
  readonly exit: Promise<Exit>;
  /** Ends it: SIGTERM, and SIGKILL after 12 seconds (its own limit for a graceful stop is ten). */
  stop(): Promise<Exit>;
}

/**
 * @throws an error that holds the log, where it ends or does not answer `GET /healthz` within 30 seconds.
 */
export async function startService(service: ServiceCommand): Promise<Service> {
  const started = await spawnService(service);
  let ended: Exit | null = null;
  void started.exit.then((exit) => {
    ended = exit;
  });
  const deadline = Date.now() + 30_000;
  while (!(await answers(`${started.url}/healthz`))) {
    if (ended !== null || Date.now() > deadline) {
      await started.stop();
      throw new Error(`the service did not come up (${JSON.stringify(ended)}):\n${started.logs()}`);
    }
    await pause(40);
  }
  return started;
}

/** The same without waiting: for starts that are meant to fail. */
export async function spawnService(service: ServiceCommand): Promise<Service> {
  const port = await freePort();
  const environment: Record<string, string | undefined> = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: String(port),
    ...service.environment,
  };
  // Vitest marks its workers by these; a service under test must start as it would in a terminal.
  for (const name of ["NODE_OPTIONS", "VITEST", "VITEST_WORKER_ID", "VITEST_POOL_ID", "TEST"]) {
    delete environment[name];
  }
  if (service.environment["NODE_ENV"] === undefined) delete environment["NODE_ENV"];
  const [program, ...parameters] = service.command;
  const child = spawn(program, parameters, {
    cwd: service.directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that wrappers such as npm and uv end together with what they started.
    detached: true,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  const kill = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  const orphaned = (): void => kill("SIGKILL");
  process.once("exit", orphaned);
  const exit = new Promise<Exit>((resolve) => {
    child.once("error", (error) => {
      chunks.push(String(error));
      resolve({ code: null, signal: null });
    });
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  void exit.then(() => process.removeListener("exit", orphaned));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    logs: () => chunks.join(""),
    signal: kill,
    exit,
    async stop() {
      kill("SIGTERM");
      const late = setTimeout(() => kill("SIGKILL"), 12_000);
      const result = await exit;
      clearTimeout(late);
      return result;
    },
  };
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => resolve(false));
    request.on("timeout", () => request.destroy());
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
