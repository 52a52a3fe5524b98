/** An error that reached the top: a refusal or a faulty target is told as such; all else is a fault of ours. */
import { Refusal } from "../project/refusal.ts";
import { TemplateFault } from "../render/fault.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { styled, type Terminal } from "./terminal.ts";

export function reportError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof Refusal) {
    terminal.fail(styled("red", "refused: "), error.message);
    for (const path of error.paths) terminal.fail("  ", path);
    if (error.fix !== null) terminal.fail(styled("dim", "  fix: "), error.fix);
    return EXIT.refused;
  }
  if (error instanceof TemplateFault) {
    reportFault(error, terminal);
    return EXIT.invalid;
  }
  const system = systemFault(error);
  if (system !== null) {
    terminal.fail(styled("red", "refused: "), system);
    return EXIT.refused;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  terminal.fail(styled("red", "This is a fault of restwright, not of yours: "), message);
  terminal.fail("Please report it with your declaration and the output of the same command under");
  terminal.fail("RESTWRIGHT_DEBUG=1, which says where it happened.");
  if ((process.env.RESTWRIGHT_DEBUG ?? "") !== "" && error instanceof Error) {
    terminal.fail(error.stack ?? "");
  }
  return EXIT.bug;
}

export function reportFault(fault: TemplateFault, terminal: Terminal): void {
  const { file, line, column } = fault.place;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  terminal.fail(styled("red", "error"), `  ${fault.message}`);
  terminal.fail("  ", styled("cyan", place));
  if (fault.fix !== null) terminal.fail(styled("dim", "  fix: "), fault.fix);
}

/** What the operating system will not let us do is no fault of ours. */
function systemFault(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const known = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EMFILE", "ENOTDIR", "EISDIR"];
  return known.includes(String(error.code)) ? error.message : null;
}
