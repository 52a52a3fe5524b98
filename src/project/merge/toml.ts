/** Outline of TOML 1.0: tables, their keys, and arrays; enough of the grammar to know where each ends. */
import {
  afterComment,
  distinct,
  type Container,
  type Member,
  type Outline,
  type Reader,
} from "./outline.ts";

export const tomlReader: Reader = async (texts) => texts.map(outline);

function outline(text: string): Outline {
  try {
    return { root: new Scanner(text).file(), faults: 0 };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { root: null, faults: 1 };
  }
}

const TRIVIA = /(?:\s|#[^\n]*)*/y;
const BLANK = /[ \t]*/y;
const HEADER = /\[\[?[^\]\n]+\]\]?/y;
const KEY =
  /(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'))*/y;
const STRING = /"""(?:[^\\]|\\[^])*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const LITERAL = /[\w.:+-]+(?: \d[\w.:+-]*)?/y;
const LINES = { separator: "", comments: "hash", ordered: false } as const;
const LIST = { separator: ",", comments: "hash", ordered: false } as const;

class Scanner {
  private readonly text: string;
  private place = 0;

  constructor(text: string) {
    this.text = text;
  }

  file(): Container {
    const members = this.assignments();
    for (this.take(TRIVIA); this.place < this.text.length; this.take(TRIVIA))
      members.push(this.table());
    return { kind: "file", ...LINES, start: 0, end: this.text.length, members: distinct(members) };
  }

  private table(): Member {
    const start = this.place;
    const header = this.take(HEADER);
    if (header === null) throw new SyntaxError("no table");
    const inside = this.place;
    const members = this.assignments();
    const end = afterComment(this.text, members.at(-1)?.end ?? inside, "hash");
    this.place = end;
    const container = { kind: "table", ...LINES, start: inside, end, members: distinct(members) };
    return member(header.replace(/\s/g, ""), [start, end], !header.startsWith("[["), [container]);
  }

  private assignments(): Member[] {
    const members: Member[] = [];
    for (;;) {
      this.take(TRIVIA);
      if (this.place === this.text.length || this.text[this.place] === "[") return members;
      members.push(this.assignment());
    }
  }

  private assignment(): Member {
    const start = this.place;
    const key = this.take(KEY);
    this.take(BLANK);
    if (key === null || this.text[this.place++] !== "=") throw new SyntaxError("no assignment");
    this.take(BLANK);
    const containers = this.value();
    return member(key, [start, this.place], true, containers);
  }

  private value(): Container[] {
    const open = this.text[this.place];
    if (open === "[") return [this.list("elements", "]", () => this.element())];
    if (open === "{") return [this.list("properties", "}", () => this.assignment())];
    if (this.take(STRING) === null && this.take(LITERAL) === null)
      throw new SyntaxError("no value");
    return [];
  }

  private list(kind: string, close: string, next: () => Member): Container {
    const start = ++this.place;
    const members: Member[] = [];
    for (;;) {
      this.take(TRIVIA);
      if (this.text[this.place] === close) break;
      members.push(next());
      this.take(TRIVIA);
      if (this.text[this.place] === ",") this.place++;
      else if (this.text[this.place] !== close) throw new SyntaxError("no comma");
    }
    const end = this.place++;
    return { kind, ...LIST, start, end, members: distinct(members) };
  }

  private element(): Member {
    const start = this.place;
    const containers = this.value();
    const text = this.text.slice(start, this.place);
    return member(requirement(text) ?? text, [start, this.place], false, containers);
  }

  private take(token: RegExp): string | null {
    token.lastIndex = this.place;
    const [found] = token.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.place += found.length;
    return found;
  }
}

/** The name in a requirement of PEP 508: `"uvicorn[standard]>=0.30"` is about uvicorn. */
function requirement(text: string): string | null {
  const name = /^["']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=~!].*)?["']$/.exec(text)?.[1];
  return name?.toLowerCase().replace(/[-_.]+/g, "-") ?? null;
}

function member(
  key: string,
  [start, end]: readonly [number, number],
  unique: boolean,
  containers: readonly Container[],
): Member {
  return { key, start, end, unique, names: [], free: true, containers };
}
