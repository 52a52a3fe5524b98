/** What the parts of a shorthand are read with: tokens, literals, and faults at their place. */
import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import type { FieldKeys, Literal, MutableForm } from "./form.ts";
import type { PlacedText } from "./scalar-text.ts";
import { Scanner } from "./shorthand-scanner.ts";
import type { Plain } from "./tree.ts";

/** What is no shorthand ends the parse; it is reported where it is thrown and caught in `parse`. */
export class Stop extends Error {}

export class ShorthandReader {
  protected readonly source: PlacedText;
  protected readonly scan: Scanner;
  protected readonly collector: Collector;
  protected readonly form: MutableForm = {};

  constructor(source: PlacedText, collector: Collector) {
    this.source = source;
    this.scan = new Scanner(source.text);
    this.collector = collector;
  }

  protected literal(): Literal | null {
    const scan = this.scan;
    const from = scan.at;
    if (scan.peek() === "[") {
      const end = scan.jsonEnd();
      const text = scan.text.slice(from, end ?? scan.text.length);
      if (end === null) {
        this.collector.report("RW1203", { open: "[", close: "]" }, this.span(from, from + 1));
        throw new Stop();
      }
      scan.at = end;
      return { kind: "json", text, value: this.json(text, from) };
    }
    const quoted = this.quoted();
    if (quoted !== null) {
      return { kind: "quoted", text: quoted, value: quoted };
    }
    const token = scan.token();
    if (token === null) {
      return null;
    }
    return /^-?\d+(\.\d+)?$/.test(token)
      ? { kind: "number", text: token, value: Number(token) }
      : { kind: "word", text: token, value: token };
  }

  protected json(text: string, from: number): Plain {
    try {
      return JSON.parse(text) as Plain;
    } catch {
      this.collector.report("RW1209", {}, this.span(from, from + text.length));
      throw new Stop();
    }
  }

  protected range(): { min: number | null; max: number | null; start: number; end: number } | null {
    const scan = this.scan;
    scan.blanks();
    const start = scan.at;
    const first = scan.digits();
    if (scan.take("..") === null) {
      return first === null ? null : { min: null, max: first, start, end: scan.at };
    }
    const max = scan.digits();
    return max === null ? null : { min: first, max, start, end: scan.at };
  }

  protected quoted(): string | null {
    const scan = this.scan;
    const open = scan.peek();
    if (open !== '"' && open !== "'") {
      return null;
    }
    const from = scan.at;
    const value = scan.quoted(open);
    if (value === null) {
      this.collector.report("RW1203", { open, close: open }, this.span(from, from + 1));
      throw new Stop();
    }
    return value;
  }

  protected close(open: string, close: string, openAt: number): void {
    this.scan.blanks();
    if (this.scan.take(close) !== null) {
      return;
    }
    if (this.scan.atEnd()) {
      this.collector.report("RW1203", { open, close }, this.span(openAt, openAt + 1));
      throw new Stop();
    }
    this.unexpected(`\`${close}\``);
  }

  protected badArgs(type: string, form: string, open: number): never {
    const close = this.scan.text.indexOf(")", open);
    const end = close < 0 ? this.scan.text.length : close + 1;
    this.collector.report("RW1204", { type, form }, this.span(open, end));
    throw new Stop();
  }

  protected unexpected(expected: string): never {
    const { at, text } = this.scan;
    const token = text.slice(at).match(/^(?:\w+|[^])/u)?.[0] ?? "";
    this.collector.report(
      "RW1201",
      { found: token, expected },
      this.span(at, at + Math.max(token.length, 1)),
    );
    throw new Stop();
  }

  protected put<Key extends keyof FieldKeys>(
    key: Key,
    value: FieldKeys[Key],
    start: number,
    end: number = this.scan.at,
  ): void {
    const at = this.span(start, end);
    const first = this.form[key];
    if (first !== undefined) {
      this.collector.report("RW1205", { key }, at, [{ at: first.at, note: "first here" }]);
      return;
    }
    Object.assign(this.form, { [key]: { value, at } });
  }

  protected span(start: number, end: number): Span {
    return this.source.place(start, Math.min(end, this.scan.text.length));
  }
}
