/** What stands at a path, read without following symbolic links: none of ours is ever written through one. */
import { lstatSync, readFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";

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

  constructor(root: string) {
    this.root = root;
  }

  read(path: string): Entry {
    const folder = this.folder(dirname(path));
    if (folder !== "folder") return folder;
    const absolute = join(this.root, path);
    const stats = stat(absolute);
    if (stats === null) return ABSENT;
    if (!stats.isFile()) return { kind: "blocked", what: `${path} is ${describe(stats)}` };
    return { kind: "file", bytes: readFileSync(absolute), mode: stats.mode & 0o777 };
  }

  /** Forgets which folders there are; to be called when some were made or removed. */
  refresh(): void {
    this.folders.clear();
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

function stat(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function describe(stats: Stats): string {
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isDirectory()) return "a folder";
  return stats.isFile() ? "a file" : "no ordinary file";
}
