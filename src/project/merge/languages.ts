/** How a file is read for a structural merge, by its name; null where only its lines are known. */
import { envReader } from "./env.ts";
import { jsonReader } from "./json.ts";
import type { Reader } from "./outline.ts";
import type { Conflict } from "./pieces.ts";
import { pythonReader, type RunPython } from "./python.ts";
import { CODE, type Policy } from "./structure.ts";
import { tomlReader } from "./toml.ts";
import { typescriptReader } from "./typescript.ts";
import { yamlReader } from "./yaml.ts";

export interface Language {
  readonly read: Reader;
  readonly policy: Policy;
  /** Keyed files are merged by their keys at once; of code, only what lines could not settle. */
  readonly keyed: boolean;
}

const KEYED: Policy = { settleDeletions: true, settleValue: higherVersion };

export function languageOf(path: string, runPython: RunPython | null): Language | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.[cm]?[jt]sx?$/.test(name))
    return { read: typescriptReader(path), policy: CODE, keyed: false };
  if (/\.pyi?$/.test(name) && runPython !== null) {
    return { read: pythonReader(runPython), policy: CODE, keyed: false };
  }
  if (/\.jsonc?$/.test(name)) return { read: jsonReader, policy: KEYED, keyed: true };
  if (name.endsWith(".toml")) return { read: tomlReader, policy: KEYED, keyed: true };
  if (/^\.env(\.|$)/.test(name)) return { read: envReader, policy: KEYED, keyed: true };
  if (/\.ya?ml$/.test(name)) return { read: yamlReader, policy: KEYED, keyed: true };
  return null;
}

const VERSION = /\d+(?:\.\d+)+/g;

/** A dependency that both sides moved on: the user's version stays where it is at least as new as ours. */
function higherVersion(_key: string, { mine, theirs }: Conflict): string | null {
  if (mine.replace(VERSION, "") !== theirs.replace(VERSION, "")) return null;
  const [own, other] = [mine.match(VERSION) ?? [], theirs.match(VERSION) ?? []];
  const [first, second] = [own[0], other[0]];
  if (own.length !== 1 || other.length !== 1 || first === undefined || second === undefined)
    return null;
  return first.localeCompare(second, "en", { numeric: true }) >= 0 ? mine : null;
}
