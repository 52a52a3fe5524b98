/**
 * `target.yaml`: what a target says of itself. It is data; nothing in a target is run by us. Its shape is part of the
 * public interface, so unknown keys are refused rather than ignored.
 */
import { parseDocument } from "yaml";
import * as z from "zod";
import { TemplateFault } from "../render/fault.ts";

/** What a declaration may ask for and a target may be unable to give. */
export const FEATURES = [
  "accounts",
  "access",
  "nested",
  "many_to_many",
  "soft_delete",
  "embedded_types",
  "client_keys",
  "uuid_keys",
  "checks",
  "require_if_match",
] as const;
export type Feature = (typeof FEATURES)[number];

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
const layers = z.array(z.string().min(1)).default([]);

const command = z.strictObject({
  run: z.string().min(1),
  shows: z.string().min(1).describe("What the user sees when it worked"),
});

const manifestSchema = z.strictObject({
  name: nameSchema.describe("What `framework:` says to choose this target"),
  title: z.string().min(1).describe("How people write its name"),
  description: z.string().optional(),
  language: nameSchema.describe("The language whose views its templates print"),
  layers: layers.describe("Folders of templates shared with other targets"),
  databases: z
    .partialRecord(z.enum(["sqlite", "postgres"]), z.strictObject({ layers }))
    .refine((databases) => Object.keys(databases).length > 0, "names no database")
    .describe("The databases it serves, each with layers of its own"),
  commands: z
    .record(z.string(), z.union([z.string().min(1), command]))
    .default({})
    .describe("What to type in the service's folder: install, activate, migrate, dev, test …"),
  files: z
    .strictObject({
      once: z.array(z.string()).default([]),
      derived: z.array(z.string()).default([]),
      append_only: z.array(z.string()).default([]),
      keyed: z.array(z.string()).default([]),
    })
    .prefault({})
    .describe("Globs of files that are not merged as code is"),
  limits: z
    .array(z.strictObject({ feature: z.enum(FEATURES), because: z.string().min(1) }))
    .default([])
    .describe("What it cannot do; a declaration that asks for it is refused at that line"),
  notes: z.array(z.string().min(1)).default([]).describe("Said when the target is chosen"),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** A command of the manifest in its long form; null where the target has none of that name. */
export function commandOf(
  manifest: Manifest,
  name: string,
): { readonly run: string; readonly shows: string | null } | null {
  const found = Object.hasOwn(manifest.commands, name) ? manifest.commands[name] : undefined;
  if (found === undefined) return null;
  return typeof found === "string" ? { run: found, shows: null } : found;
}

/** @throws TemplateFault with every fault of the manifest, each on a line of its own. */
export function parseManifest(source: string, file: string): Manifest {
  const document = parseDocument(source, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line = 0, col = 0 } = error.linePos?.[0] ?? {};
    throw new TemplateFault(error.message, { file, line, column: col });
  }
  const result = manifestSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) =>
    [issue.path.join("."), issue.message].filter((part) => part !== "").join(": "),
  );
  throw new TemplateFault(faults.join("\n"), { file, line: 0, column: 0 });
}
