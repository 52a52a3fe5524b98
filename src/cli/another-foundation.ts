/** A project stays with the framework and the database that it was begun with. */
import { position } from "../diagnostics/source.ts";
import type { Past } from "../generate.ts";
import type { Database, Model } from "../model/model.ts";
import type { Disk } from "../project/disk.ts";
import { Refusal } from "../project/refusal.ts";
import { FOLDER, readState } from "../project/state.ts";
import type { LoadedDeclaration } from "./declaration.ts";
import { RECORDS } from "./migrations/past.ts";

/**
 * Another framework is another program, in whose files nothing of what people wrote into these has a place. Migrations
 * are statements of one database, and written once: those that there are would not run on another.
 * @throws Refusal where the declaration names another framework, or another database beside migrations that there are
 */
export function refuseAnotherFoundation(
  declaration: LoadedDeclaration,
  disk: Disk,
  { records }: Past,
): void {
  const { framework, database } = declaration.model;
  const state = readState(disk);
  if (state === null) return;
  if (state.framework !== framework && [state.framework, framework].every(isBuiltIn)) {
    throw new Refusal(
      `this project is one of ${state.framework}, and the declaration asks for ${framework}`,
      [placeOf("framework", declaration)],
      `keep \`framework: ${state.framework}\` here, and make the other beside it: ` +
        `\`restwright new ../${declaration.model.service.name}-${framework} --from restwright.yaml --framework ${framework}\``,
    );
  }
  if (records.length === 0) return;
  const accepted = acceptedDatabase(disk);
  if (accepted === null || accepted === database) return;
  throw new Refusal(
    `the migrations of this project are written for ${accepted}, and the declaration asks for ${database}`,
    [placeOf("database", declaration), RECORDS],
    `keep \`database: ${accepted}\`; or, where no database has rows that you need, delete ${RECORDS} and the ` +
      `migrations themselves, and generate again: the first one is then made for ${database}`,
  );
}

/** A target of one's own may be the same framework elsewhere, or a copy of one of ours. */
function isBuiltIn(framework: string): boolean {
  return /^[a-z0-9-]+$/.test(framework);
}

/** Of the declaration that was generated last. */
function acceptedDatabase(disk: Disk): Database | null {
  try {
    const model = JSON.parse(disk.text(`${FOLDER}/model.json`) ?? "") as Model;
    return model.database;
  } catch {
    // Where it is gone or damaged nothing is known, and generating writes it anew.
    return null;
  }
}

function placeOf(key: string, { loaded }: LoadedDeclaration): string {
  const at = loaded.place([key]);
  if (at === null) return key;
  const { line, column } = position(at.file, at.start);
  return `${at.file.path}:${line}:${column}`;
}
