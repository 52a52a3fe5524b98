/** An edited file whose output changed, merged with the tools of the user's project. */
import type { Choices, Compared, Decision } from "./changes.ts";
import { printMarkers } from "./merge/markers.ts";
import { mergeFile, type Merged } from "./merge/merge-file.ts";
import { mergeLines } from "./merge/diff3.ts";
import { conflictsOf, settle } from "./merge/pieces.ts";
import type { FileText } from "./text.ts";

const LABELS = { mine: "yours", base: "generated before", theirs: "generated now" };

export interface MergedFile extends Merged {
  /** The text under a decision. */
  readonly settled: (decision: Exclude<Decision, "stop">) => string;
}

export async function mergeEdited(
  file: Compared & { readonly output: string },
  there: FileText,
  choices: Choices,
): Promise<MergedFile> {
  const { base, output, path } = file;
  const { renames, runPython } = choices;
  const texts = { mine: there.text, theirs: output };
  const format = choices.formatter(path);
  const merged =
    base === null
      ? unrelated(texts)
      : await mergeFile({ base, ...texts, path, renames, format, runPython });
  return {
    ...merged,
    settled: (decision) =>
      decision === "markers"
        ? printMarkers(merged.pieces, LABELS)
        : settle(merged.pieces, decision),
  };
}

/** Two files that have no common past: whatever differs is for the user to settle. */
function unrelated(texts: { readonly mine: string; readonly theirs: string }): Merged {
  const pieces = mergeLines({ base: "", ...texts });
  const conflicts = conflictsOf(pieces);
  const text = settle(pieces, "mine");
  return { status: "conflict", level: "text", text, pieces, conflicts };
}
