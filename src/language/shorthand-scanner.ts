/** Modifiers that are one word. */
export const flags = ["unique", "index", "readonly", "writeonly", "immutable"] as const;

/** Takes the shorthand apart from left to right; each method either moves on or returns null where it stands. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    this.blanks();
    return this.at >= this.text.length;
  }

  blanks(): void {
    while (/\s/.test(this.peek())) {
      this.at++;
    }
  }

  peek(): string {
    return this.text.charAt(this.at);
  }

  take<Token extends string>(token: Token): Token | null {
    if (!this.text.startsWith(token, this.at)) {
      return null;
    }
    this.at += token.length;
    return token;
  }

  /** A name: also with letters that names may not have, which is judged where names are. */
  word(): string | null {
    return this.#match(/[\p{L}_][\p{L}\p{N}_]*/uy);
  }

  digits(): number | null {
    const digits = this.#match(/\d{1,9}(?!\d)/y);
    return digits === null ? null : Number(digits);
  }

  bareValue(): string | null {
    return this.#match(/[\p{L}\p{N}_][\p{L}\p{N}_-]*/uy);
  }

  /** Whatever stands before the next blank. */
  token(): string | null {
    return this.#match(/\S+/y);
  }

  /** A quoted string with the escapes of JSON in double quotes, a doubled quote in single ones. */
  quoted(quote: '"' | "'"): string | null {
    const from = this.at;
    if (quote === "'") {
      const single = this.#match(/'(?:[^']|'')*'/y);
      return single === null ? null : single.slice(1, -1).replaceAll("''", "'");
    }
    const double = this.#match(/"(?:[^"\\]|\\[^])*"/y);
    if (double === null) {
      return null;
    }
    try {
      return JSON.parse(double) as string;
    } catch {
      this.at = from;
      return null;
    }
  }

  /** Offset after the bracket that closes the one here; null where there is none. */
  jsonEnd(): number | null {
    let depth = 0;
    const part = /"(?:[^"\\]|\\[^])*"|[[\]{}]|[^"[\]{}]+|"/y;
    part.lastIndex = this.at;
    for (let match = part.exec(this.text); match !== null; match = part.exec(this.text)) {
      if (match[0] === "[" || match[0] === "{") {
        depth++;
      } else if (match[0] === "]" || match[0] === "}") {
        depth--;
        if (depth === 0) {
          return part.lastIndex;
        }
      }
    }
    return null;
  }

  /** Offset of the slash that ends the pattern that begins here: not escaped, not within a class. */
  patternEnd(): number | null {
    let inClass = false;
    for (let at = this.at + 1; at < this.text.length; at++) {
      const character = this.text.charAt(at);
      if (character === "\\") {
        at++;
      } else if (character === "[") {
        inClass = true;
      } else if (character === "]") {
        inClass = false;
      } else if (character === "/" && !inClass) {
        return at;
      }
    }
    return null;
  }

  #match(expression: RegExp): string | null {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text);
    if (match === null) {
      return null;
    }
    this.at = expression.lastIndex;
    return match[0];
  }
}
