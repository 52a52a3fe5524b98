/** Outline of JSON, comments and trailing commas allowed (`tsconfig.json` has them). */
import { distinct, type Container, type Member, type Outline, type Reader } from "./outline.ts";

export const jsonReader: Reader = async (texts) => texts.map(outline);

function outline(text: string): Outline {
  const scanner = new Scanner(text);
  try {
    return { root: scanner.file(), faults: 0 };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { root: null, faults: 1 };
  }
}

/** Prints JSON as `like` is indented, for a user whose formatter indents otherwise than we do. */
export function jsonPrinter(like: string): (text: string) => Promise<string | null> {
  const indent = /^[{[][^\n]*\n([ \t]+)/.exec(like)?.[1] ?? "  ";
  return async (text) => {
    try {
      return `${JSON.stringify(JSON.parse(text), null, indent)}\n`;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  };
}

const TRIVIA = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const LITERAL = /-?\d[\d.eE+-]*|true|false|null/y;

class Scanner {
  private readonly text: string;
  private place = 0;

  constructor(text: string) {
    this.text = text;
  }

  file(): Container {
    const start = this.skip();
    const [end, containers] = this.value();
    this.skip();
    if (this.place < this.text.length) throw new SyntaxError("text after the value");
    const member = { key: "value", start, end, unique: true, names: [], free: true, containers };
    const shape = { kind: "file", separator: "", comments: "slashes", ordered: false } as const;
    return { ...shape, start: 0, end: this.text.length, members: [member] };
  }

  private skip(): number {
    this.take(TRIVIA);
    return this.place;
  }

  private take(token: RegExp): string | null {
    token.lastIndex = this.place;
    const [found] = token.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.place += found.length;
    return found;
  }

  /** End of the value, and the container that it is. */
  private value(): [number, Container[]] {
    const open = this.text[this.place];
    if (open === "{") return this.container("properties", "}", () => this.property());
    if (open === "[") return this.container("elements", "]", () => this.element());
    if (this.take(STRING) === null && this.take(LITERAL) === null)
      throw new SyntaxError("no value");
    return [this.place, []];
  }

  private container(kind: string, close: string, next: () => Member): [number, Container[]] {
    const start = ++this.place;
    const members: Member[] = [];
    for (;;) {
      this.skip();
      if (this.text[this.place] === close) break;
      members.push(next());
      this.skip();
      if (this.text[this.place] === ",") this.place++;
      else if (this.text[this.place] !== close) throw new SyntaxError("no comma");
    }
    const end = this.place++;
    const shape = { kind, separator: ",", comments: "slashes", ordered: false } as const;
    return [this.place, [{ ...shape, start, end, members: distinct(members) }]];
  }

  private property(): Member {
    const start = this.place;
    const key = this.take(STRING);
    this.skip();
    if (key === null || this.text[this.place++] !== ":") throw new SyntaxError("no property");
    this.skip();
    const [end, containers] = this.value();
    return { key, start, end, unique: true, names: [], free: true, containers };
  }

  private element(): Member {
    const start = this.place;
    const [end, containers] = this.value();
    const text = this.text.slice(start, end);
    const identity = /"(?:id|name|key)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
    const key = containers.length > 0 && identity !== undefined ? identity : text;
    return { key, start, end, unique: false, names: [], free: true, containers };
  }
}
