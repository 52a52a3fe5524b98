/** Diagnostics for people: place, excerpt, code, cause, fix. */
import type { Diagnostic, Related } from "./diagnostic.ts";
import { excerpt } from "./excerpt.ts";
import { position, type Span } from "./source.ts";
import { visible } from "./visible.ts";

export interface TextOptions {
  /** Escape sequences for a terminal; none unless asked for. */
  readonly color?: boolean;
}

/** Nobody mends more before looking again; JSON has them all. */
const mostShown = 200;

/** Every diagnostic, then how many there are; the empty string for none. Ends with a line feed. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: TextOptions = {},
): string {
  if (diagnostics.length === 0) {
    return "";
  }
  const paint = painter(options.color ?? false);
  const blocks = diagnostics.slice(0, mostShown).map((diagnostic) => block(diagnostic, paint));
  const left = diagnostics.length - blocks.length;
  const rest = left > 0 ? `… and ${left} more\n\n` : "";
  return `${blocks.join("\n\n")}\n\n${rest}${summary(diagnostics)}\n`;
}

/** `2 errors, 1 warning`. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counts = [counted(errors, "error"), counted(warnings, "warning")];
  return counts.filter((count) => count !== "").join(", ");
}

function counted(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

type Color = "red" | "yellow" | "blue" | "bold";
type Paint = (color: Color, text: string) => string;

const codes: Readonly<Record<Color, number>> = { red: 31, yellow: 33, blue: 34, bold: 1 };

function painter(color: boolean): Paint {
  return color ? (name, text) => `\u001b[${codes[name]}m${text}\u001b[0m` : (_name, text) => text;
}

function block(diagnostic: Diagnostic, paint: Paint): string {
  const { at, severity } = diagnostic;
  const color = severity === "error" ? "red" : "yellow";
  const label = paint(color, `${severity} ${diagnostic.code}`);
  const cause = paint("bold", visible(diagnostic.cause));
  const lines = [at === null ? `${label}: ${cause}` : `${placeText(at)}: ${label}: ${cause}`];
  if (at !== null) {
    lines.push(...excerptLines(at, color, paint));
  }
  lines.push(`  ${paint("blue", "fix:")} ${visible(diagnostic.fix)}`);
  for (const related of diagnostic.related) {
    lines.push(...relatedLines(related, paint));
  }
  return lines.join("\n");
}

function relatedLines(related: Related, paint: Paint): readonly string[] {
  return [
    `  ${paint("blue", "see:")} ${placeText(related.at)}: ${visible(related.note)}`,
    ...excerptLines(related.at, "blue", paint),
  ];
}

function placeText(at: Span): string {
  const { line, column } = position(at.file, at.start);
  return `${visible(at.file.path)}:${line}:${column}`;
}

function excerptLines(at: Span, color: Color, paint: Paint): readonly string[] {
  const lines = excerpt(at);
  const width = Math.max(...lines.map(({ number }) => String(number ?? "").length));
  return lines.map(({ number, text }) => {
    const gutter = paint("blue", `  ${String(number ?? "").padStart(width)} |`);
    const body = number === null ? paint(color, text) : text;
    return `${gutter} ${body}`.trimEnd();
  });
}
