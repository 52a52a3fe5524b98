/** What is parsed, checked and resolved, and cannot be generated yet: never ignored, told at its place. */
import { diagnostic } from "../diagnostics/collector.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Path } from "../language/tree.ts";
import type { Model } from "./model.ts";

/** Warnings, in the order of the model; generation refuses where there is one. */
export function notYet(model: Model, place: (path: Path) => Span | null): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const tell = (what: string, path: Path): void => {
    found.push(diagnostic("RW1901", { what }, place(path)));
  };
  if (model.auth !== null) {
    tell("`auth:`", ["auth"]);
  }
  return found.sort(
    (left, right) =>
      Number(left.at?.file !== right.at?.file) || (left.at?.start ?? 0) - (right.at?.start ?? 0),
  );
}
