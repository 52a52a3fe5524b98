/**
 * Bytes ↔ text. Comparing and generating happen on text with LF and without a byte-order mark; what the user's file
 * had of both is kept when it is written again.
 */
export interface FileText {
  readonly text: string;
  readonly bom: boolean;
  readonly eol: "\n" | "\r\n";
}

/** Null for what is no text: a NUL byte, or bytes that are not UTF-8. */
export function decode(bytes: Buffer): FileText | null {
  if (bytes.includes(0)) return null;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const bom = text.startsWith("\u{FEFF}");
  if (bom) text = text.slice(1);
  const lines = text.split("\n");
  const crlf = lines.slice(0, -1).filter((line) => line.endsWith("\r")).length;
  const eol = crlf * 2 > lines.length - 1 ? "\r\n" : "\n";
  return { text: eol === "\n" && crlf === 0 ? text : text.replaceAll("\r\n", "\n"), bom, eol };
}

/** `text` in the manner of the file it replaces. */
export function encode(text: string, like: FileText | null): Buffer {
  if (like === null) return Buffer.from(text);
  const body = like.eol === "\n" ? text : text.replaceAll("\n", "\r\n");
  return Buffer.from(like.bom ? `\u{FEFF}${body}` : body);
}
