/**
 * The pipeline: model → storage → migrations → views (in which a language says the contract too) → rendered → formatted
 * files.
 * What comes out is compared with the disk and written by `project/`; nothing here writes.
 */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Span } from "./diagnostics/source.ts";
import { editorSchema } from "./language/editor-schema.ts";
import type { Language, SourceText } from "./languages/language.ts";
import { newMigrations, writtenMigrations } from "./languages/migrations.ts";
import { replay } from "./migrations/apply.ts";
import { noConsent } from "./migrations/compare.ts";
import { historyOf, type History } from "./migrations/history.ts";
import { keptIn } from "./migrations/kept.ts";
import { nextMigrations, type NextMigrations } from "./migrations/next.ts";
import type { Consent } from "./migrations/questions.ts";
import { printRecord, type MigrationRecord } from "./migrations/record.ts";
import type { Model } from "./model/model.ts";
import { notYet } from "./model/not-yet.ts";
import type { OutputFile } from "./project/changes.ts";
import { Disk } from "./project/disk.ts";
import { digestOfAll, memoryOn } from "./project/memory.ts";
import type { Output } from "./project/project.ts";
import type { TemplateFault } from "./render/fault.ts";
import type { RenderedFile } from "./render/render.ts";
import { storageOf } from "./storage/build.ts";
import type { Storage } from "./storage/storage.ts";
import { fileClass } from "./targets/file-class.ts";
import { beyondLimits } from "./targets/limits.ts";
import type { Plan } from "./targets/plan.ts";
import { plannedTarget } from "./targets/planned.ts";
import { findTarget, type Target } from "./targets/source.ts";

export interface GenerateOptions {
  readonly model: Model;
  /** Where something of the declaration stands, by the path of its keys. */
  readonly place: (path: readonly (string | number)[]) => Span | null;
  /** Folder of the declaration: targets by path, installed packages and `templates/` are looked for there. */
  readonly root: string;
  /** Version that is noted in the project. */
  readonly tool: string;
  /** Which program this is, to the byte. Absent: everything is made anew. */
  readonly identity?: string | null;
  /** Digest of the text that the model was read from; null: it is not to be remembered. */
  readonly declaration?: string | null;
  /** What was read of the project already. */
  readonly disk?: Disk;
  /** Absent: a project that has no migrations yet. */
  readonly past?: Past;
}

/** The migrations of a project. */
export interface Past {
  readonly records: readonly MigrationRecord[];
  /** Whether the records are still to be written: those of a project that had a migration and no record of it. */
  readonly isAdopted?: boolean;
  /** Files of a folder of the project. */
  readonly filesIn: (folder: string) => readonly SourceText[];
  readonly consent: Consent;
  /** Whether files of written migrations may be wanted again, and are made for that. */
  readonly isWantedAgain?: boolean;
  /** Migrations that come next, instead of those that the declaration asks for. */
  readonly following?: readonly MigrationRecord[];
}

const NO_PAST: Past = { records: [], filesIn: () => [], consent: noConsent };

export interface Origin {
  /** The one template, as `fastify/service/src/app.ts.hbs`. */
  readonly from: string;
  /** The template of the target that the project's own stands in for. */
  readonly replaces: string | null;
}

/** What is known before anything is made. */
export interface Prepared {
  readonly options: GenerateOptions;
  readonly target: Target;
  readonly language: Language;
  readonly plan: Plan;
  readonly storage: Storage;
  readonly history: History;
  /** What is to come after it. While it has questions, nothing is to be written. */
  readonly next: NextMigrations;
  /** Migrations on disk, those that people wrote by hand among them. */
  readonly written: readonly SourceText[];
  /** What the target, or this version, cannot generate; nothing is to be written then. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Generated extends Pick<Prepared, "target" | "history" | "next" | "diagnostics"> {
  readonly output: Output;
  /** Path of each file → where it comes from; nothing where the output was known already. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What is wrong with the target's templates; the output is then not to be written. */
  readonly faults: readonly TemplateFault[];
}

/**
 * @throws TemplateFault where the target as a whole cannot be used
 * @throws Misfit where the migrations of a project do not fit each other
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  return make(await prepare(options));
}

/** The first part of it: whether anything stands in the way is known without making a file. @throws as `generate` */
export async function prepare(options: GenerateOptions): Promise<Prepared> {
  const { model, root, place, past = NO_PAST } = options;
  const target = await findTarget(model.framework, root);
  const { language, plan } = await plannedTarget(target, model.database, root);
  const diagnostics = [...notYet(model, place), ...beyondLimits(model, target.manifest, place)];
  const storage = storageOf(model);
  const history = historyOf(past.records);
  const written = migrationFolders(plan).flatMap(past.filesIn);
  const next = past.following
    ? { records: past.following, questions: [], dangers: [] }
    : nextMigrations(history, {
        model,
        storage,
        consent: past.consent,
        written: written.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
      });
  return { options, target, language, plan, storage, history, next, written, diagnostics };
}

/** The files of what was prepared. */
export async function make(prepared: Prepared): Promise<Generated> {
  const { options, target, language, plan, storage, history, next, written, diagnostics } =
    prepared;
  const { model, root, past = NO_PAST } = options;
  const noted = {
    tool: options.tool,
    framework: model.framework,
    declaration: options.declaration ?? null,
  };
  const memory =
    options.identity == null ? null : ownMemory(options.disk ?? new Disk(root), options.identity);
  // Storage follows from the model; a new migration is among those that there are when the next run asks.
  const sources = sourcesOf(plan);
  const all = [...history.records, ...next.records];
  const key = memory?.digest([JSON.stringify({ model, migrations: all }), ...sources]);
  const isWantedAgain = past.isWantedAgain === true;
  const isSettled = next.records.length === 0 && !isWantedAgain;
  const same = key !== undefined && isSettled ? memory?.output(key) : null;
  if (key !== undefined && same != null) {
    const output = { ...noted, key, ...same };
    return { target, output, history, next, origins: new Map(), diagnostics, faults: [] };
  }
  const { framework, database, online } = model;
  const ofMigrations = (records: readonly MigrationRecord[]) =>
    memory?.digest([JSON.stringify({ framework, database, online, records }), ...sources]);
  const known = isWantedAgain ? null : memory?.migrations(ofMigrations(history.records));
  const follows = language.lastMigrations(written);
  const migrations = [
    ...(known == null ? writtenMigrations(history, model) : []),
    ...newMigrations(history, next.records, model, follows),
  ];
  const last = next.records.reduce((schema, { steps }) => replay(schema, steps), history.storage);
  const views = language.views({ model, storage, migrations, kept: keptIn(last) });
  // Not loaded by the many runs that have nothing to render.
  const { render } = await import("./render/render.ts");
  const { formatChanged } = await import("./formatting/format-changed.ts");
  const rendered = render(plan.templates, plan.partials, views);
  const { files, faults, digests } = await formatChanged(rendered.files, memory);
  return {
    target,
    output: {
      ...noted,
      ...(key === undefined ? {} : { key, rendered: digests, migrations: ofMigrations(all) }),
      files: [...files.map((file) => outputFile(file, target, next)), ...(known ?? [])].sort(
        (a, b) => (a.path < b.path ? -1 : 1),
      ),
      records: {
        ...printedRecords(
          past.isAdopted === true ? [...past.records, ...next.records] : next.records,
        ),
        "model.json": printed(model),
        "schema.json": printed(editorSchema()),
      },
    },
    history,
    next,
    origins: originsOf(rendered.files, plan),
    diagnostics,
    faults: [...rendered.faults, ...faults],
  };
}

/** What the last run made, with digests that hold for this program only. */
function ownMemory(disk: Disk, identity: string) {
  const memory = memoryOn(disk);
  const own = digestOfAll([identity]);
  return {
    digest: (parts: readonly string[]) => digestOfAll([own, ...parts]),
    output: (key: string) => memory.output(key),
    migrations: (key: string | undefined) => memory.migrations(key),
    formatted: (path: string, digest: string) => memory.formatted(path, digest),
  };
}

/** Everything that the output is made of besides the program and what it is told. */
function sourcesOf({ target, templates, partials }: Plan): string[] {
  const sources = [...templates, ...partials].flatMap(({ origin, source }) => [origin, source]);
  return [JSON.stringify(target.manifest), ...sources];
}

/** Folders of a project that migrations are in. */
export function migrationFolders({ templates }: Plan): string[] {
  const folders = templates
    .filter(({ folder }) => folder === "migration")
    .map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  return [...new Set(folders)];
}

function outputFile(
  { path, text, folder }: RenderedFile,
  target: Target,
  next: NextMigrations,
): OutputFile {
  if (folder !== "migration") return { path, text, class: fileClass(path, target.manifest) };
  const isNew = next.records.some(({ name }) => path.includes(name));
  return { path, text, class: "append_only", migration: isNew ? "new" : "written" };
}

function printedRecords(records: readonly MigrationRecord[]): Record<string, string> {
  return Object.fromEntries(
    records.map((record) => [`migrations/${record.name}.json`, printRecord(record)]),
  );
}

function originsOf(
  files: readonly { readonly path: string; readonly origin: string }[],
  plan: Plan,
): Map<string, Origin> {
  const replaced = new Map(plan.templates.map(({ origin, replaces }) => [origin, replaces]));
  return new Map(
    files.map(({ path, origin }) => [
      path,
      { from: origin, replaces: replaced.get(origin) ?? null },
    ]),
  );
}

function printed(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
