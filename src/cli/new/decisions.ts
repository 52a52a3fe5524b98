/** What must be decided before a service can be started, and how much of it the command line says. */
import { basename, relative, resolve } from "node:path";
import type { Database } from "../../model/model.ts";

/** What the declaration is begun from. */
export type Source =
  | { readonly kind: "starter"; readonly name: string }
  | { readonly kind: "file"; readonly file: string }
  /** The folder holds one already. */
  | { readonly kind: "present"; readonly file: string };

export interface Decisions {
  readonly root: string;
  /** `service.name`; null keeps what the declaration says. */
  readonly name: string | null;
  /** `framework:` and `database:`; null keeps what the declaration says. */
  readonly framework: string | null;
  readonly database: Database | null;
  readonly source: Source;
  readonly install: Install;
  readonly git: boolean;
}

/**
 * Whether the target's install command is run: `no`, `any` target's, or that of a `built_in` one; where it is `ask`,
 * the command of another target is shown first. Its author could have written anything there.
 */
export type Install = "no" | "ask" | "built_in" | "any";

export interface NewOptions {
  readonly name?: string;
  readonly framework?: string;
  readonly database?: Database;
  readonly starter?: string;
  readonly from?: string;
  readonly yes?: boolean;
  /** True by `--install`, false by `--no-install`. */
  readonly install?: boolean;
  /** False by `--no-git`; else true. */
  readonly git: boolean;
}

export interface Missing {
  readonly option: string;
  readonly what: string;
}

/** What `--yes` takes where nothing is said. */
export const DEFAULTS = { framework: "fastify", database: "sqlite", starter: "bookstore" } as const;

/** The source that the options name; null where they name none. */
export function sourceOf(options: NewOptions, cwd: string, present: string | null): Source | null {
  if (options.from !== undefined) return { kind: "file", file: resolve(cwd, options.from) };
  if (options.starter !== undefined) return { kind: "starter", name: options.starter };
  return present === null ? null : { kind: "present", file: present };
}

/**
 * Decides without asking.
 * @param present a declaration that the folder holds already
 */
export function decide(
  folder: string | undefined,
  options: NewOptions,
  cwd: string,
  present: string | null,
): Decisions | readonly Missing[] {
  const missing: Missing[] = [];
  const isSettled = options.yes === true;
  if (folder === undefined) missing.push({ option: "<dir>", what: "the folder of the service" });
  let source = sourceOf(options, cwd, present);
  if (source === null && isSettled) source = { kind: "starter", name: DEFAULTS.starter };
  if (source === null) {
    missing.push({ option: "--starter NAME or --from FILE", what: "what to begin from" });
  }
  // A declaration of one's own names both; a starter is made for any.
  const isOwn = source !== null && source.kind !== "starter";
  const { framework = isSettled && !isOwn ? DEFAULTS.framework : null } = options;
  const { database = isSettled && !isOwn ? DEFAULTS.database : null } = options;
  if (framework === null && !isOwn)
    missing.push({ option: "--framework NAME", what: "the framework" });
  if (database === null && !isOwn) {
    missing.push({ option: "--database sqlite|postgres", what: "the database" });
  }
  if (folder === undefined || source === null || missing.length > 0) return missing;
  const root = resolve(cwd, folder);
  const name = options.name ?? (isOwn ? null : serviceName(root));
  const install = installOf(options) ?? "built_in";
  const { git } = options;
  return { root, name, framework: fromRoot(framework, cwd, root), database, source, install, git };
}

/** What the options say of it; null where they say nothing. */
export function installOf({ install }: NewOptions): Install | null {
  if (install === undefined) return null;
  return install ? "any" : "no";
}

/** A target by path is typed as seen from here, and declared as seen from the declaration. */
export function fromRoot<F extends string | null>(
  framework: F,
  cwd: string,
  root: string,
): F | string {
  if (framework === null || !/^\.{1,2}([\\/]|$)/.test(framework)) return framework;
  const path = relative(root, resolve(cwd, framework)).replaceAll("\\", "/");
  return path.startsWith("..") ? path : `./${path}`;
}

/** A folder's name as the name of a service: `My Shop` → `my-shop`. */
export function serviceName(root: string): string {
  const words = basename(root)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "");
  return words === "" ? "service" : words;
}
