/**
 * The shorthand of a field: one string that means exactly one long form. (Grammar: docs/language.md, "Shorthand".)
 *
 *   field = type [args] [list] ["?"] {modifier}
 *
 * What the words mean together (a bound on a boolean, say) is judged later, for both forms alike.
 */
import type { Collector } from "../diagnostics/collector.ts";
import { nearest, synonym } from "../diagnostics/suggest.ts";
import type { EnumValueForm, Literal, MutableForm } from "./form.ts";
import { bases } from "./grammar.ts";
import type { PlacedText } from "./scalar-text.ts";
import { ShorthandReader, Stop } from "./shorthand-reader.ts";
import { flags } from "./shorthand-scanner.ts";

/** Null after a fault, which is collected. */
export function parseShorthand(source: PlacedText, collector: Collector): MutableForm | null {
  return new ShorthandParser(source, collector).parse();
}

class ShorthandParser extends ShorthandReader {
  parse(): MutableForm | null {
    try {
      this.#type();
      while (!this.scan.atEnd()) {
        this.#modifier();
      }
      return this.form;
    } catch (error) {
      if (error instanceof Stop) {
        return null;
      }
      throw error;
    }
  }

  #type(): void {
    const scan = this.scan;
    scan.blanks();
    const start = scan.at;
    const arrow = scan.take("<->") ?? scan.take("->");
    if (arrow === null) {
      const type = scan.word();
      if (type === null) {
        this.unexpected("a type");
      }
      this.put("type", type, start);
      const typeEnd = scan.at;
      scan.blanks();
      if (scan.peek() === "(") {
        this.#args(type);
      } else {
        scan.at = typeEnd;
      }
      return;
    }
    scan.blanks();
    const nameStart = scan.at;
    const name = scan.word();
    if (name === null) {
      this.collector.report("RW1212", { arrow }, this.span(start, start + arrow.length));
      throw new Stop();
    }
    this.put("to", name, nameStart);
    const nameEnd = scan.at;
    scan.blanks();
    if ("|,".includes(scan.peek()) && scan.peek() !== "") {
      this.collector.report("RW1411", {}, this.span(nameStart, scan.text.length));
      throw new Stop();
    }
    scan.at = nameEnd;
    if (arrow === "<->") {
      this.put("many", true, start, start + arrow.length);
    }
  }

  #args(type: string): void {
    const scan = this.scan;
    const open = scan.at;
    scan.take("(");
    switch (type) {
      case "string":
      case "text":
      case "email":
      case "url":
      case "slug":
        this.#lengthArgs(type, open);
        break;
      case "decimal":
        this.#decimalArgs(type, open);
        break;
      case "enum":
        this.#enumArgs();
        break;
      default: {
        const isBase = bases.some((base) => base === type);
        if (!isBase && (synonym(type, bases) ?? nearest(type, bases)) !== null) {
          const at = this.form.type?.at ?? this.span(0, open);
          this.collector.report("RW1303", { name: type, known: bases, resource: false }, at);
          throw new Stop();
        }
        const close = scan.text.indexOf(")", open);
        const end = close < 0 ? scan.text.length : close + 1;
        this.collector.report("RW1204", { type, form: null }, this.span(open, end));
        throw new Stop();
      }
    }
    this.close("(", ")", open);
  }

  #lengthArgs(type: string, open: number): void {
    const range = this.range();
    if (range === null) {
      this.badArgs(type, "(1..80)", open);
    }
    if (range.min !== null) {
      this.put("min_length", range.min, range.start, range.end);
    }
    if (range.max !== null) {
      this.put("max_length", range.max, range.start, range.end);
    }
  }

  #decimalArgs(type: string, open: number): void {
    const scan = this.scan;
    scan.blanks();
    const start = scan.at;
    const precision = scan.digits();
    const end = scan.at;
    scan.blanks();
    const comma = scan.take(",");
    scan.blanks();
    const scaleStart = scan.at;
    const scale = scan.digits();
    if (precision === null || comma === null || scale === null) {
      this.badArgs(type, "(10,2)", open);
    }
    this.put("precision", precision, start, end);
    this.put("scale", scale, scaleStart);
  }

  #enumArgs(): void {
    const scan = this.scan;
    const values: EnumValueForm[] = [];
    const start = scan.at;
    do {
      scan.blanks();
      const from = scan.at;
      const value = this.quoted() ?? scan.bareValue();
      if (value === null) {
        this.unexpected("a value of the enum");
      }
      values.push({ value, description: null, at: this.span(from, scan.at) });
      scan.blanks();
    } while (scan.take(",") !== null);
    this.put("values", values, start);
  }

  #modifier(): void {
    const scan = this.scan;
    scan.blanks();
    const start = scan.at;
    switch (scan.peek()) {
      case "":
        return;
      case "?":
        scan.take("?");
        this.put("optional", true, start);
        return;
      case "[":
        this.#list(start);
        return;
      case "=":
        this.#default(start);
        return;
      case "/":
        this.#pattern(start);
        return;
      case ">":
      case "<":
        this.#bound(start);
        return;
      default:
        this.#flag(start);
    }
  }

  #list(open: number): void {
    const scan = this.scan;
    scan.take("[");
    scan.blanks();
    if (scan.peek() === "]") {
      scan.take("]");
      this.put("items", { min: null, max: null }, open);
      return;
    }
    const range = this.range();
    if (range === null || range.max === null) {
      this.unexpected("`]` or the least and greatest length, such as `0..10`,");
    }
    this.close("[", "]", open);
    this.put("items", { min: range.min, max: range.max }, open);
  }

  #default(start: number): void {
    const scan = this.scan;
    scan.take("=");
    scan.blanks();
    const from = scan.at;
    const literal = this.literal();
    if (literal === null) {
      this.collector.report("RW1207", {}, this.span(start, start + 1));
      throw new Stop();
    }
    this.put("default", literal, from);
  }

  #bound(start: number): void {
    const scan = this.scan;
    const operator = scan.take(">=") ?? scan.take("<=") ?? scan.take(">") ?? scan.take("<");
    scan.blanks();
    const from = scan.at;
    const written = scan.token() ?? "";
    const isNumber = /^-?\d+(\.\d+)?$/.test(written);
    if (!isNumber && !/^\d[\d:.TtZz+-]*$/.test(written)) {
      this.collector.report("RW1208", { written }, this.span(from, Math.max(scan.at, from + 1)));
      throw new Stop();
    }
    const literal: Literal = isNumber
      ? { kind: "number", text: written, value: Number(written) }
      : { kind: "word", text: written, value: written };
    const key = boundKeys[operator ?? ">="];
    this.put(key, literal, start);
  }

  #pattern(start: number): void {
    const scan = this.scan;
    const end = scan.patternEnd();
    if (end === null) {
      this.collector.report("RW1203", { open: "/", close: "/" }, this.span(start, start + 1));
      throw new Stop();
    }
    const source = scan.text.slice(start + 1, end);
    scan.at = end + 1;
    this.put("pattern", source, start);
  }

  #flag(start: number): void {
    const word = this.scan.word();
    if (word === null) {
      this.unexpected("a modifier");
    }
    const key = flags.find((flag) => flag === word);
    if (key === undefined) {
      this.collector.report("RW1206", { word, known: flags }, this.span(start, this.scan.at));
      throw new Stop();
    }
    this.put(key, true, start);
  }
}

const boundKeys = {
  ">=": "min",
  "<=": "max",
  ">": "exclusive_min",
  "<": "exclusive_max",
} as const;
