/** How a conflict is decided: as the command line says, else by the person at the terminal, else not at all. */
import type { Conflict, Decision } from "../project/changes.ts";
import { clean, type Terminal } from "./terminal.ts";

export type OnConflict = Exclude<Decision, "stop">;

export const ON_CONFLICT = ["markers", "mine", "theirs"] as const satisfies readonly OnConflict[];

type Decide = (conflict: Conflict) => Promise<Decision>;

export const STOP: Decide = async () => "stop";

export function decideAll(decision: OnConflict): Decide {
  return async () => decision;
}

/** Asks per file; Enter and the end of input stop, and after a stop nothing is asked any more. */
export function askEach(terminal: Terminal): Decide {
  let isStopped = false;
  return async (conflict) => {
    if (isStopped) return "stop";
    const { isCancel, select } = await import("@clack/prompts");
    const count = conflict.hunks.length;
    const places = count === 1 ? "one place" : `${count} places`;
    terminal.note("");
    const answer = await select<Decision>({
      message: clean(`${conflict.path} ${conflict.because} in ${places}.`),
      initialValue: "stop",
      options: [
        { value: "markers", label: "leave both in the file, with markers, to settle in an editor" },
        { value: "mine", label: "keep yours there; everything else is merged" },
        { value: "theirs", label: "take what is generated there; everything else is merged" },
        { value: "stop", label: "stop; nothing is written" },
      ],
    });
    const decision = isCancel(answer) ? "stop" : answer;
    isStopped = decision === "stop";
    return decision;
  };
}
