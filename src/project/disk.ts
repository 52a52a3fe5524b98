/**
 * What stands at a path, read without following symbolic links: none of ours is ever written through one. Each path is
 * read once, so that everything which is decided by one `Disk` is decided by one state of the files.
 */
import { isAscii } from "node:buffer";
import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathKey } from "../render/output-path.ts";

export type Entry =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly bytes: Buffer; readonly mode: number }
  /** A link, folder, socket … or a path that leads through a file or a link; `what` says which. */
  | { readonly kind: "blocked"; readonly what: string };

const ABSENT: Entry = { kind: "absent" };

export class Disk {
  readonly root: string;
  /** Folders already seen to be folders, below the root. */
  private readonly folders = new Map<string, Entry | "folder">();
  /** Folder → key of each name in it → that name. */
  private readonly names = new Map<string, ReadonlyMap<string, string>>();
  private readonly entries = new Map<string, Entry>();
  private readonly texts = new Map<string, string>();

  constructor(root: string) {
    this.root = root;
  }

  read(path: string): Entry {
    const known = this.entries.get(path) ?? this.entry(path);
    this.entries.set(path, known);
    return known;
  }

  /** The UTF-8 text of a file; null where there is none. */
  text(path: string): string | null {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const entry = this.read(path);
    if (entry.kind !== "file") return null;
    const text = textOf(entry.bytes);
    this.texts.set(path, text);
    return text;
  }

  /** Whether a file holds exactly that text. */
  holds(path: string, text: string): boolean {
    const entry = this.read(path);
    if (entry.kind !== "file") return false;
    // Other bytes than those of the text may decode to it as well, but not in ASCII.
    return isAscii(entry.bytes) ? this.text(path) === text : entry.bytes.equals(Buffer.from(text));
  }

  private entry(path: string): Entry {
    const folder = this.folder(dirname(path));
    if (folder !== "folder") return folder;
    const absolute = join(this.root, path);
    const stats = stat(absolute);
    if (stats === null) return ABSENT;
    if (!stats.isFile()) return { kind: "blocked", what: `${path} is ${describe(stats)}` };
    return { kind: "file", bytes: readFileSync(absolute), mode: stats.mode & 0o777 };
  }

  /**
   * What stands in for a path on a disk that does not tell upper from lower case: `Readme.md` for `README.md`. Null where
   * nothing does. The two together could not be checked out there.
   */
  twin(path: string): string | null {
    const parent = dirname(path);
    if (parent !== "." && this.folder(parent) !== "folder") return this.twin(parent);
    const name = basename(path);
    const found = this.namesIn(parent).get(pathKey(name));
    if (found === undefined || found === name) return null;
    return parent === "." ? found : `${parent}/${found}`;
  }

  private namesIn(folder: string): ReadonlyMap<string, string> {
    const known = this.names.get(folder);
    if (known !== undefined) return known;
    const at = join(this.root, folder);
    // The root may be yet to be made.
    const names = stat(at) === null ? [] : readdirSync(at);
    const found = new Map(names.map((name) => [pathKey(name), name]));
    this.names.set(folder, found);
    return found;
  }

  private folder(path: string): Entry | "folder" {
    if (path === ".") return "folder";
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    const parent = this.folder(dirname(path));
    const found = parent === "folder" ? this.folderItself(path) : parent;
    this.folders.set(path, found);
    return found;
  }

  private folderItself(path: string): Entry | "folder" {
    const stats = stat(join(this.root, path));
    if (stats === null) return ABSENT;
    return stats.isDirectory()
      ? "folder"
      : { kind: "blocked", what: `${path} is ${describe(stats)}` };
  }
}

/** Generated files are mostly ASCII, of which many a megabyte is decoded at once when it is known to be that. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

function stat(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function describe(stats: Stats): string {
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isDirectory()) return "a folder";
  return stats.isFile() ? "a file" : "no ordinary file";
}
