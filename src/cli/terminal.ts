/**
 * What people see. Every text passes `clean`, so that a name from a declaration or of a file cannot move the cursor,
 * set colours or reverse the reading order; styles are added here and nowhere else.
 */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export interface Styled {
  readonly style: Style;
  readonly text: string;
}

export type Part = string | Styled;

export interface Terminal {
  /** A line of the command's result; not affected by `--quiet`. */
  readonly print: (...parts: readonly Part[]) => void;
  /** Progress and pleasantries, on standard error; silent with `--quiet`. */
  readonly note: (...parts: readonly Part[]) => void;
  /** What went wrong, on standard error. */
  readonly fail: (...parts: readonly Part[]) => void;
  readonly colours: { readonly out: boolean; readonly err: boolean };
  /** Whether a person sits at both ends, so that questions can be asked. */
  readonly isInteractive: boolean;
  readonly isQuiet: boolean;
}

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

export function styled(style: Style, text: string): Styled {
  return { style, text };
}

export function openTerminal(options: { readonly quiet: boolean }): Terminal {
  const { stdin, stdout, stderr } = process;
  const colours = { out: hasColours(stdout), err: hasColours(stderr) };
  return {
    print: (...parts) => say(stdout, colours.out, parts),
    note: (...parts) => {
      if (!options.quiet) say(stderr, colours.err, parts);
    },
    fail: (...parts) => say(stderr, colours.err, parts),
    colours,
    isInteractive: stdin.isTTY && stdout.isTTY && process.env.TERM !== "dumb",
    isQuiet: options.quiet,
  };
}

function say(stream: NodeJS.WriteStream, coloured: boolean, parts: readonly Part[]): void {
  stream.write(`${parts.map((part) => paint(part, coloured)).join("")}\n`);
}

/** https://no-color.org and https://force-color.org: any value but the empty one; the former wins. */
export function hasColours(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM = "" } = process.env;
  if (NO_COLOR !== "") return false;
  if (FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY === true && TERM !== "dumb";
}

function paint(part: Part, coloured: boolean): string {
  if (typeof part === "string") return clean(part);
  const text = clean(part.text);
  if (!coloured) return text;
  const [on, off] = CODES[part.style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Control characters but tab and newline, and marks that reorder text, become visible escapes. */
export function clean(text: string): string {
  return text.replaceAll(
    /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
