/** Sums up a V8 CPU profile by the part of the service that was running. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface ProfilePart {
  readonly part: string;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

const shown = 16;

/** Native calls count for whoever the profiler names: SQLite's own work shows as `(program)` or as the driver. */
export function summariseProfile(folder: string, project: string): ProfilePart[] {
  const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
  if (file === undefined) throw new Error(`There is no profile in ${folder}.`);
  const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
  const partOf = new Map(
    profile.nodes.map(({ id, callFrame }) => [id, partNamed(callFrame, project)]),
  );
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const part = partOf.get(id) ?? "(unknown)";
    if (part === "(idle)") continue;
    times.set(part, (times.get(part) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([part, time]) => ({ part, share: time / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, shown);
}

function partNamed(
  { functionName, url }: { readonly functionName: string; readonly url: string },
  project: string,
): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "(native)";
  if (url.startsWith("node:")) return "node";
  const packageName = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (packageName !== undefined) return packageName;
  return url.replace("file://", "").replace(`${project}/`, "");
}
