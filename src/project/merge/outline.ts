/**
 * A text as a tree of named places, whatever its language: what a structural merge and the guard see of it. Offsets
 * are those of JavaScript strings. Only the places count; the text itself is never printed again from the tree.
 */
export interface Outline {
  /** Null where the text could not be parsed at all. */
  readonly root: Container | null;
  /** How many syntax errors the parser reports. */
  readonly faults: number;
}

/** What stands between two brackets, in an indented block, or in the whole file. */
export interface Container {
  /** Kinds of different name are never merged with each other. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly separator: "," | ";" | "";
  readonly comments: "slashes" | "hash";
  /** Statements and arguments: two additions at one place may depend on each other, so they are a conflict. */
  readonly ordered: boolean;
  readonly members: readonly Member[];
}

export interface Member {
  /** What a person would call it: `method list`, `import "fastify"`, `app.get "/books"`; distinct within its container. */
  readonly key: string;
  readonly start: number;
  /** Without the separator. */
  readonly end: number;
  /** A declaration or registration: a second one of this key is a fault of the program. */
  readonly unique: boolean;
  /** Names it declares in its container, `type ` or `value ` before each; the same name twice is a fault. */
  readonly names: readonly string[];
  /** May stand before or after its neighbours, in an ordered container too. */
  readonly free: boolean;
  /** The outermost containers inside it, in order. */
  readonly containers: readonly Container[];
}

/** Reads texts of one language, several at once, for a reader that has to start a process. */
export type Reader = (texts: readonly string[]) => Promise<Outline[]>;

/** Keys that came up before get a number, so that members stay apart. */
export function distinct(members: readonly Member[]): Member[] {
  const seen = new Map<string, number>();
  return members.map((member) => {
    const count = (seen.get(member.key) ?? 0) + 1;
    seen.set(member.key, count);
    return count === 1 ? member : { ...member, key: `${member.key} #${count}` };
  });
}

const LINE_END = { slashes: /[ \t]*(?:\/\/[^\n]*)?/y, hash: /[ \t]*(?:#[^\n]*)?/y };

/**
 * Where a block without a closing bracket ends: after the comment on its last line, which would belong to whatever comes
 * after the block otherwise.
 */
export function afterComment(text: string, end: number, comments: Container["comments"]): number {
  const rest = LINE_END[comments];
  rest.lastIndex = end;
  const found = rest.exec(text)?.[0] ?? "";
  return found.trim() === "" ? end : end + found.length;
}
