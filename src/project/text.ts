/**
 * Bytes ↔ text. Comparing and generating happen on text with LF and without a byte-order mark; what the user's file
 * had of both is kept when it is written again.
 */
import { isUtf8 } from "node:buffer";
import { textOf } from "./disk.ts";
import { diff } from "./merge/diff.ts";
import { LineNumbers, splitLines } from "./merge/lines.ts";

type Ending = "\n" | "\r\n";

export interface FileText {
  readonly text: string;
  readonly bom: boolean;
  /** That of most lines; new lines get it. */
  readonly eol: Ending;
  /** Of each line, where they differ; null where all are alike. */
  readonly endings: readonly Ending[] | null;
}

/** Null for what is no text: a NUL byte, or bytes that are not UTF-8. */
export function decode(bytes: Buffer): FileText | null {
  if (bytes.includes(0) || !isUtf8(bytes)) return null;
  let text = textOf(bytes);
  const bom = text.startsWith("\u{FEFF}");
  if (bom) text = text.slice(1);
  if (!text.includes("\r\n")) return { text, bom, eol: "\n", endings: null };
  const lines = splitLines(text);
  const endings = lines.map((line): Ending => (line.endsWith("\r\n") ? "\r\n" : "\n"));
  const complete = lines.at(-1)?.endsWith("\n") === true ? endings : endings.slice(0, -1);
  const crlf = complete.filter((ending) => ending === "\r\n").length;
  const eol = crlf * 2 > complete.length ? "\r\n" : "\n";
  const isUniform = crlf === complete.length;
  return { text: text.replaceAll("\r\n", "\n"), bom, eol, endings: isUniform ? null : endings };
}

/**
 * A text in UTF-8. Generated files are mostly ASCII, of which each character is its byte: many a megabyte of it is only
 * copied.
 */
export function bytesOf(text: string): Buffer {
  return Buffer.byteLength(text) === text.length ? Buffer.from(text, "latin1") : Buffer.from(text);
}

/** `text` in the manner of the file it replaces: lines that stay keep their line ends, whatever those of others are. */
export function encode(text: string, like: FileText | null): Buffer {
  if (like === null) return bytesOf(text);
  const body = like.endings === null ? ended(text, like.eol) : withEndings(text, like);
  return bytesOf(like.bom ? `\u{FEFF}${body}` : body);
}

/** Nearly every file has the ends that the text has already, and some texts are megabytes. */
function ended(text: string, eol: Ending): string {
  return eol === "\n" ? text : text.replaceAll("\n", eol);
}

function withEndings(text: string, like: FileText): string {
  const [before, after] = [splitLines(like.text), splitLines(text)];
  const numbers = new LineNumbers();
  const endings: (Ending | undefined)[] = [];
  let [done, ahead] = [0, 0];
  const whole = { aStart: before.length, aEnd: before.length, bEnd: after.length };
  for (const { aStart, aEnd, bEnd } of [...diff(numbers.of(before), numbers.of(after)), whole]) {
    for (let index = done; index < aStart; index++) endings[index + ahead] = like.endings?.[index];
    [done, ahead] = [aEnd, bEnd - aEnd];
  }
  return after.map((line, index) => line.replace(/\n$/, () => endings[index] ?? like.eol)).join("");
}
