/**
 * A person who edits a generated tree at random. A careful one leaves a tree that type-checks by itself, and names nothing
 * that the declaration is about to rename or remove; so whoever merges by hand gets a tree that type-checks.
 */
import { dirname, join } from "node:path";
import { diff } from "../../../src/project/merge/diff.ts";
import { LineNumbers, splitLines } from "../../../src/project/merge/lines.ts";
import type { Reader } from "../../../src/project/merge/outline.ts";
import type { Format } from "../../../src/project/merge/reformat.ts";
import type { Dice } from "../../random/dice.ts";
import type { Grammar, Mark } from "./grammar.ts";
import { sitesOf, type Site } from "./sites.ts";
import type { Texts } from "./tree.ts";

export interface Scene {
  readonly grammar: Grammar;
  readonly dice: Dice;
  /** What was generated, and what will be. */
  readonly before: Texts;
  readonly next: Texts;
  readonly read: (path: string) => Reader | null;
  /** By the settings that are in the tree. */
  readonly format: (path: string) => Format | null;
  readonly manner: "careful" | "careless";
}

/** Null where there is nothing to do it to. */
type Act = (mark: Mark) => Promise<string | null>;

export class Person {
  /** The tree as they leave it. */
  readonly files: Map<string, string>;
  /** What they did, for whoever reads a failure. */
  readonly done: string[] = [];
  private readonly scene: Scene;
  private acts = 0;

  constructor(scene: Scene) {
    this.scene = scene;
    this.files = new Map(scene.before);
  }

  async act(): Promise<void> {
    const { dice, manner } = this.scene;
    const careful: readonly Act[] = [
      (mark) => this.insert(mark),
      (mark) => this.insert(mark),
      (mark) => this.insert(mark),
      (mark) => this.remark(mark),
      (mark) => this.tail(mark),
      (mark) => this.reword(mark),
      (mark) => this.import(mark),
      (mark) => this.use(mark),
      (mark) => this.rename(mark),
      (mark) => this.wrap(mark),
      () => this.takeBlank(),
      (mark) => this.document(mark),
      (mark) => this.moveTest(mark),
      () => this.deleteTest(),
      () => this.formatFile(),
    ];
    const careless: readonly Act[] = [
      (mark) => this.insertBoldly(mark),
      (mark) => this.insertBoldly(mark),
      () => this.anticipate(),
      () => this.takeComment(),
      (mark) => this.moveAny(mark),
      () => this.deleteAny(),
    ];
    this.acts += 1;
    const act = dice.pick(manner === "careful" ? careful : [...careful, ...careless]);
    const what = await act(`own${this.acts}`);
    if (what !== null) this.done.push(what);
  }

  private paths(accept: (path: string) => boolean = () => true): string[] {
    const { code } = this.scene.grammar;
    return [...this.files.keys()].filter((path) => code.test(path) && accept(path));
  }

  /** Mostly one that both sides change. */
  private pickFile(accept?: (path: string) => boolean): [path: string, text: string] | null {
    const paths = this.paths(accept);
    if (paths.length === 0) return null;
    const { before, next, dice } = this.scene;
    const changing = paths.filter((path) => before.get(path) !== next.get(path));
    const path = dice.pick(changing.length > 0 && dice.chance(80) ? changing : paths);
    return [path, this.files.get(path) ?? ""];
  }

  private change(path: string, lines: readonly string[], what: string): string {
    this.files.set(path, lines.join("\n"));
    return `${what} in ${path}`;
  }

  /** Often one beside what is about to change. */
  private async site(kinds: readonly string[]): Promise<[string, Site] | null> {
    const [path, text] = this.pickFile() ?? ["", ""];
    const read = this.scene.read(path);
    if (read === null) return null;
    const sites = (await sitesOf(text, read)).filter(({ kind }) => kinds.includes(kind));
    const found = [...new Set(sites.map(({ kind }) => kind))];
    if (found.length === 0) return null;
    const { dice, next } = this.scene;
    const changed = changedLines(text, next.get(path) ?? text);
    const near = sites.filter(({ line }) => changed.some((one) => Math.abs(one - line) <= 2));
    if (near.length > 0 && dice.chance(60)) return [path, dice.pick(near)];
    const kind = dice.pick(found);
    return [path, dice.pick(sites.filter((one) => one.kind === kind))];
  }

  private put(path: string, { line, indent }: Site, own: readonly string[]): string {
    const lines = (this.files.get(path) ?? "").split("\n");
    const text = own.map((one) => indent + one);
    return this.change(
      path,
      [...lines.slice(0, line), ...text, ...lines.slice(line)],
      `put \`${own[0] ?? ""}\` before line ${line + 1}`,
    );
  }

  private async insert(mark: Mark): Promise<string | null> {
    const { members } = this.scene.grammar;
    const [path, site] = (await this.site(Object.keys(members))) ?? [];
    const own = members[site?.kind ?? ""]?.(mark);
    return path === undefined || site === undefined || own === undefined
      ? null
      : this.put(path, site, own);
  }

  private async insertBoldly(mark: Mark): Promise<string | null> {
    const { bold } = this.scene.grammar;
    const [path, site] = (await this.site(Object.keys(bold))) ?? [];
    const own = bold[site?.kind ?? ""]?.(mark);
    return path === undefined || site === undefined || own === undefined
      ? null
      : this.put(path, site, own);
  }

  private async remark(mark: Mark): Promise<string | null> {
    const { comment, members, bold } = this.scene.grammar;
    const [path, site] = (await this.site([...Object.keys(members), ...Object.keys(bold)])) ?? [];
    return path === undefined || site === undefined
      ? null
      : this.put(path, site, [`${comment} ${mark}`]);
  }

  /** A comment behind a line that stays as it is. */
  private async tail(mark: Mark): Promise<string | null> {
    const [path, text] = this.pickFile() ?? ["", ""];
    const lines = text.split("\n");
    const places = [...lines.keys()].filter(
      (at) =>
        /^\s*[\w.]+.*[;,)\]}]$/.test(lines[at] ?? "") && this.isLasting(path, lines[at] ?? ""),
    );
    if (places.length === 0 || /`|"""/.test(text)) return null;
    const place = this.scene.dice.pick(places);
    const tail = ` ${this.scene.grammar.comment} tail${mark.slice(3)}`;
    const changed = lines.map((line, at) => (at === place ? line + tail : line));
    return this.change(path, changed, `remarked behind line ${place + 1}`);
  }

  /** Whether a line of a file will be generated as often as before. */
  private isLasting(path: string, line: string): boolean {
    if (this.scene.manner === "careless") return true;
    const count = (texts: Texts) =>
      (texts.get(path) ?? "").split("\n").filter((one) => one === line).length;
    return count(this.scene.next) > 0 && count(this.scene.next) === count(this.scene.before);
  }

  private async reword(mark: Mark): Promise<string | null> {
    const { commentLine } = this.scene.grammar;
    const [path, text] = this.pickFile() ?? ["", ""];
    const lines = text.split("\n");
    const places = [...lines.keys()].filter(
      (at) =>
        commentLine.test(lines[at] ?? "") &&
        /\w/.test(lines[at] ?? "") &&
        this.isLasting(path, lines[at] ?? ""),
    );
    if (places.length === 0) return null;
    const place = this.scene.dice.pick(places);
    const changed = lines.map((line, at) =>
      at === place ? line.replace(/\w+/, (word) => `${word} note${mark.slice(3)}`) : line,
    );
    return this.change(path, changed, `reworded line ${place + 1}`);
  }

  private async import(mark: Mark): Promise<string | null> {
    const [path, text] = this.pickFile() ?? ["", ""];
    const lines = text.split("\n");
    const place = lines.findIndex(
      (line) => /^(import|from) /.test(line) && !/__future__/.test(line),
    );
    if (place === -1) return null;
    const [head, foot] = this.scene.grammar.imports(mark);
    return this.change(
      path,
      [...lines.slice(0, place), head, ...lines.slice(place, -1), "", ...foot, ""],
      "imported something",
    );
  }

  /** Uses a name that the file offers before and after. */
  private async use(mark: Mark): Promise<string | null> {
    const { grammar, next, dice } = this.scene;
    const offers = (text: string) =>
      [...text.matchAll(grammar.offers)].map(([, name = ""]) => name);
    const [path, text] = this.pickFile() ?? ["", ""];
    const later = new Set(offers(next.get(path) ?? ""));
    const names = offers(text).filter((name) => later.has(name) && !/own\d/.test(name));
    if (names.length === 0) return null;
    const line = grammar.uses(mark, dice.pick(names));
    return this.change(path, [...text.split("\n").slice(0, -1), "", line, ""], `used \`${line}\``);
  }

  /** Another name for what only this file uses, and uses alike before and after. */
  private async rename(mark: Mark): Promise<string | null> {
    const { grammar, before, next, dice } = this.scene;
    const [path, text] = this.pickFile() ?? ["", ""];
    const names = [...text.matchAll(grammar.locals)].map(([, name = ""]) => name);
    const fitting = names.filter((name) => {
      const uses = new RegExp(`\\b${name}\\b`);
      const of = (texts: Texts) =>
        (texts.get(path) ?? "")
          .split("\n")
          .filter((line) => uses.test(line))
          .join("\n");
      const isShort = new RegExp(`[{,]\\s*${name}\\s*[,}]|["'\`/].*\\b${name}\\b`).test(of(before));
      return !isShort && !/(own|Ren)\d/.test(name) && of(before) === of(next);
    });
    if (fitting.length === 0) return null;
    const name = dice.pick(fitting);
    const renamed = text.replace(new RegExp(`\\b${name}\\b`, "g"), `${name}Ren${mark.slice(3)}`);
    return this.change(path, renamed.split("\n"), `renamed ${name}`);
  }

  private async wrap(mark: Mark): Promise<string | null> {
    const { grammar } = this.scene;
    const [path, site] = (await this.site(["statements"])) ?? [];
    if (path === undefined || site === undefined || site.last === null) return null;
    const lines = (this.files.get(path) ?? "").split("\n");
    const inner = lines.slice(site.start, site.last + 1);
    if (!grammar.wrappable.test(inner[0]?.trim() ?? "") || /["'`]{3}|`/.test(inner.join("\n")))
      return null;
    const [opening, closing] = grammar.wrap(mark);
    const indented = inner.map((line) =>
      line === "" ? line : (site.indent.startsWith("\t") ? "\t" : "    ") + line,
    );
    const own = [opening, ...closing].map((line) => site.indent + line);
    const wrapped = [own[0] ?? "", ...indented, ...own.slice(1)];
    return this.change(
      path,
      [...lines.slice(0, site.start), ...wrapped, ...lines.slice(site.last + 1)],
      `wrapped lines ${site.start + 1} to ${site.last + 1}`,
    );
  }

  private async takeBlank(): Promise<string | null> {
    return this.take("a blank line", (line) => line === "");
  }

  private async takeComment(): Promise<string | null> {
    const { commentLine } = this.scene.grammar;
    return this.take("a comment", (line) => commentLine.test(line) && !/own|tail|note/.test(line));
  }

  private take(what: string, accept: (line: string) => boolean): string | null {
    const [path, text] = this.pickFile() ?? ["", ""];
    const lines = text.split("\n");
    const places = [...lines.keys()].filter(
      (at) => at < lines.length - 1 && accept(lines[at] ?? "") && !/["'`]{3}|`/.test(text),
    );
    if (places.length === 0) return null;
    const place = this.scene.dice.pick(places);
    return this.change(
      path,
      lines.filter((_, at) => at !== place),
      `took ${what}, line ${place + 1},`,
    );
  }

  private async document(mark: Mark): Promise<string | null> {
    const insertions = [
      ["README.md", "\n## ", `\nOur ${mark}.\n\n## `],
      [".env.example", "\n", `\n# ours\n${mark.toUpperCase()}=1\n`],
      ["package.json", '"scripts": {\n', `"scripts": {\n    "${mark}": "true",\n`],
      ["pyproject.toml", "[tool.mypy]\n", `[tool.${mark}]\nkey = 1\n\n[tool.mypy]\n`],
    ] as const;
    const fitting = insertions.filter(([name]) => this.files.has(name));
    if (fitting.length === 0) return null;
    const [path, find, replace] = this.scene.dice.pick(fitting);
    const text = this.files.get(path) ?? "";
    this.files.set(
      path,
      text.replace(find, () => replace),
    );
    return `wrote ${mark} into ${path}`;
  }

  private isTest(path: string): boolean {
    return this.scene.grammar.tests.test(path) && this.scene.next.has(path);
  }

  private async moveTest(mark: Mark): Promise<string | null> {
    const [path, text] = this.pickFile((one) => this.isTest(one)) ?? [];
    if (path === undefined || text === undefined) return null;
    this.files.delete(path);
    this.files.set(join(dirname(path), this.scene.grammar.testName(mark)), text);
    return `moved ${path} to ${mark}`;
  }

  private async moveAny(mark: Mark): Promise<string | null> {
    const [path, text] = this.pickFile((one) => !one.endsWith("__init__.py")) ?? [];
    if (path === undefined || text === undefined) return null;
    const name = path.slice(path.lastIndexOf("/") + 1);
    this.files.delete(path);
    this.files.set(join(dirname(path), mark.replace("own", "moved"), name), text);
    return `moved ${path}`;
  }

  private async deleteTest(): Promise<string | null> {
    return this.delete((path) => this.isTest(path));
  }

  private async deleteAny(): Promise<string | null> {
    return this.delete(() => true);
  }

  private delete(accept: (path: string) => boolean): string | null {
    const [path] = this.pickFile(accept) ?? [];
    if (path === undefined) return null;
    this.files.delete(path);
    return `deleted ${path}`;
  }

  /** One file, or all of them. */
  private async formatFile(): Promise<string | null> {
    const { dice, format } = this.scene;
    const all = this.paths();
    const chosen = dice.chance(30) ? all : dice.several(all, 3);
    for (const path of chosen) {
      const formatted = await format(path)?.(this.files.get(path) ?? "");
      if (typeof formatted === "string") this.files.set(path, formatted);
    }
    return `formatted ${chosen.length === all.length ? "everything" : chosen.join(", ")}`;
  }

  /** Writes by hand what will be generated: some lines of a file as they will be. */
  private async anticipate(): Promise<string | null> {
    const { dice, before, next } = this.scene;
    const changed = this.paths((path) => {
      const later = next.get(path);
      return later !== undefined && later !== before.get(path);
    });
    if (changed.length === 0) return null;
    const path = dice.pick(changed);
    const old = new Set((before.get(path) ?? "").split("\n"));
    const later = (next.get(path) ?? "").split("\n");
    const fresh = [...later.keys()].filter((at) => !old.has(later[at] ?? ""));
    if (fresh.length === 0) return null;
    const at = dice.pick(fresh);
    const above = later[at - 1] ?? "";
    const lines = (this.files.get(path) ?? "").split("\n");
    const place = lines.indexOf(above);
    if (place === -1) return null;
    return this.change(
      path,
      [...lines.slice(0, place + 1), later[at] ?? "", ...lines.slice(place + 1)],
      `wrote what will be line ${at + 1}`,
    );
  }
}

/** Numbers of the lines of a text at which another one differs. */
function changedLines(text: string, other: string): number[] {
  const numbers = new LineNumbers();
  const [before, after] = [numbers.of(splitLines(text)), numbers.of(splitLines(other))];
  return diff(before, after).flatMap(({ aStart, aEnd }) => [aStart, aEnd]);
}
