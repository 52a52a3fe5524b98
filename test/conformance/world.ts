/** What a check works with: the model, two clients of the service, rows, and, where there is one, a launcher. */
import type { Model, Resource } from "../../src/model/model.ts";
import type { Environment, Service } from "../support/service.ts";
import { Client, httpTransport, rawExchange } from "./client.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { Paths } from "./model.ts";
import { Rows } from "./rows.ts";

/** Starts services of the same project on databases of their own. */
export interface Launcher {
  /** On an empty, migrated database; `wait: false` does not wait until it answers. */
  launch(environment: Environment, options?: { wait: boolean }): Promise<Service>;
  /** A service whose database can be taken away and given back; null where the database is a file. */
  readonly outage:
    | ((
        environment: Environment,
      ) => Promise<{ service: Service; interrupt(): Promise<void>; resume(): Promise<void> }>)
    | null;
}

export interface World {
  readonly model: Model;
  readonly origin: string;
  /** Under a mutant, its answers are the mutant's. Whatever a check judges goes through it. */
  readonly http: Client;
  /** Never altered: prepares what a check needs. */
  readonly plain: Client;
  readonly rows: Rows;
  readonly paths: Paths;
  readonly raw: (bytes: string | Buffer) => Promise<string>;
  /** Only checks that need one see it; see `Need`. */
  readonly launcher: Launcher;
  /** A client of a launched service, under the same mutant. */
  client(origin: string): Client;
  collection(resource: Resource): string;
}

/** What all checks of one run share. */
export interface Session {
  readonly model: Model;
  readonly origin: string;
  readonly launcher: Launcher | null;
  world(mutant: Mutant | null): World;
  close(): void;
}

export function openSession(
  model: Model,
  origin: string,
  launcher: Launcher | null,
  seed: number,
): Session {
  const transports = new Map<string, ReturnType<typeof httpTransport>>();
  const transport = (to: string): ReturnType<typeof httpTransport> => {
    const made = transports.get(to) ?? httpTransport(to);
    transports.set(to, made);
    return made;
  };
  const plain = new Client(transport(origin));
  const rows = new Rows(model, plain, seed);
  const paths = new Paths(model);
  return {
    model,
    origin,
    launcher,
    world(mutant) {
      const client = (to: string): Client =>
        new Client(mutant?.transport?.(transport(to)) ?? transport(to));
      return {
        model,
        origin,
        http: client(origin),
        plain,
        rows,
        paths,
        raw: async (bytes) => {
          const text = await rawExchange(origin, bytes);
          return mutant?.raw?.(text) ?? text;
        },
        launcher: mutatedLauncher(launcher, mutant),
        client,
        collection: (resource) => paths.collection(resource),
      };
    },
    close() {
      for (const open of transports.values()) open.close();
    },
  };
}

function mutatedLauncher(launcher: Launcher | null, mutant: Mutant | null): Launcher {
  const alter = (environment: Environment): Environment =>
    mutant?.environment?.(environment) ?? environment;
  const outage = launcher?.outage ?? null;
  return {
    async launch(environment, options) {
      if (launcher === null) throw new Error("this check needs a launcher");
      const started = await launcher.launch(alter(environment), options);
      const signal = mutant?.signal;
      if (signal === undefined) return started;
      return {
        ...started,
        signal: () => started.signal(signal),
        stop: () => {
          started.signal(signal);
          return started.exit;
        },
      };
    },
    outage: outage === null ? null : (environment) => outage(alter(environment)),
  };
}
