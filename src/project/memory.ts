/**
 * What the last run generated, so that a run of the same input need not make it again. `.restwright/output.json` holds
 * the key of that input and digests of each file, before and after it was formatted; its text is its base. It is not
 * committed, is written only by a run that writes anyhow, and is believed only where every digest is right. Without it
 * everything is made again.
 */
import { hash } from "node:crypto";
import * as z from "zod";
import type { OutputFile } from "./changes.ts";
import type { Disk } from "./disk.ts";
import { basePath, FILE_CLASSES, FOLDER } from "./state.ts";

export const MEMORY = `${FOLDER}/output.json`;

const memorySchema = z.object({
  key: z.string(),
  /** Of the text that the model was read from. */
  declaration: z.string().optional(),
  /** Of all that the files of migrations were made of. */
  migrations: z.string().optional(),
  files: z.array(
    z.object({
      path: z.string(),
      class: z.enum(FILE_CLASSES),
      migration: z.literal(true).optional(),
      digest: z.string(),
      /** Of the text before it was formatted, with all that decides how it is formatted. */
      rendered: z.string().optional(),
      /** The text itself, where it did not become the base. */
      text: z.string().optional(),
    }),
  ),
  records: z.record(z.string(), z.string()),
});
type RememberedFile = z.infer<typeof memorySchema>["files"][number];

export interface Remembered {
  readonly files: readonly OutputFile[];
  readonly records: Readonly<Record<string, string>>;
  /** Path → digest of what the file was formatted from. */
  readonly rendered: ReadonlyMap<string, string>;
  /** Of all that the files of migrations were made of. */
  readonly migrations?: string | undefined;
  /** Of the text that the model was read from. */
  readonly declaration?: string | null | undefined;
}

/** A disk is read once, and so is what it remembers. */
export function memoryOn(disk: Disk): Memory {
  const known = memories.get(disk) ?? new Memory(disk);
  memories.set(disk, known);
  return known;
}

const memories = new WeakMap<Disk, Memory>();

export class Memory {
  private readonly disk: Disk;
  private readonly last: z.infer<typeof memorySchema> | null;
  private readonly byPath: ReadonlyMap<string, RememberedFile>;

  constructor(disk: Disk) {
    this.disk = disk;
    this.last = parse(disk.text(MEMORY));
    this.byPath = new Map(this.last?.files.map((file) => [file.path, file]));
  }

  /** Null where this input was not the last one, or anything of its output is not as it was. */
  output(key: string): Remembered | null {
    if (this.last === null || this.last.key !== key) return null;
    const files: OutputFile[] = [];
    const rendered = new Map<string, string>();
    for (const file of this.last.files) {
      const text = this.text(file);
      if (text === null) return null;
      const { path, class: kind } = file;
      files.push({ path, text, class: kind, ...(file.migration ? { migration: "written" } : {}) });
      if (file.rendered !== undefined) rendered.set(file.path, file.rendered);
    }
    const records: Record<string, string> = {};
    for (const name of Object.keys(this.last.records)) {
      const text = this.record(name);
      if (text === null) return null;
      records[name] = text;
    }
    return { files, records, rendered, migrations: this.last.migrations };
  }

  /** The model, as it is kept, of a declaration of that digest; null where it was another, or was meddled with. */
  model(declaration: string): string | null {
    return this.last?.declaration === declaration ? this.record("model.json") : null;
  }

  /**
   * The files of a project's migrations; null where they were made of something else. How they were formatted is not
   * asked: they are written already, and who wants them again has them made again.
   */
  migrations(key: string | undefined): readonly OutputFile[] | null {
    if (this.last === null || key === undefined || this.last.migrations !== key) return null;
    const files: OutputFile[] = [];
    for (const file of this.last.files) {
      if (file.migration !== true) continue;
      const text = this.text(file);
      if (text === null) return null;
      files.push({ path: file.path, text, class: file.class, migration: "written" });
    }
    return files;
  }

  /** What a file was formatted to, from a text of that digest; null where that is not known. */
  formatted(path: string, rendered: string): string | null {
    const file = this.byPath.get(path);
    return file === undefined || file.rendered !== rendered ? null : this.text(file);
  }

  private record(name: string): string | null {
    const text = this.disk.text(`${FOLDER}/${name}`);
    return text === null || digestOf(text) !== this.last?.records[name] ? null : text;
  }

  private text({ path, digest, text }: RememberedFile): string | null {
    const found = text ?? this.disk.text(basePath(path));
    return found === null || digestOf(found) !== digest ? null : found;
  }
}

/** @param base text of the base that a file will have after the run */
export function printMemory(
  key: string,
  output: Remembered,
  base: (path: string) => string | null,
): string {
  const files = output.files.map(({ path, text, class: kind, migration }): RememberedFile => {
    const rendered = output.rendered.get(path);
    return {
      path,
      class: kind,
      ...(migration === undefined ? {} : { migration: true }),
      digest: digestOf(text),
      ...(rendered === undefined ? {} : { rendered }),
      ...(base(path) === text ? {} : { text }),
    };
  });
  const { migrations } = output;
  const declaration = output.declaration ?? undefined;
  // Those of migrations are written once, by the run that makes them, and are part of the next run's input.
  const kept = Object.entries(output.records).filter(([name]) => !name.startsWith("migrations/"));
  const records = Object.fromEntries(kept.map(([name, text]) => [name, digestOf(text)]));
  return `${JSON.stringify({ key, declaration, migrations, files, records })}\n`;
}

function parse(text: string | null): z.infer<typeof memorySchema> | null {
  if (text === null) return null;
  try {
    return memorySchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Of several texts, so that none can be taken for the end of another. */
export function digestOfAll(texts: readonly string[]): string {
  return digestOf(texts.map(digestOf).join());
}

/** The same texts are asked for when they are read, compared and remembered. */
const digests = new Map<string, string>();

function digestOf(text: string): string {
  const known = digests.get(text) ?? hash("sha256", text, "base64url");
  digests.set(text, known);
  return known;
}
