/**
 * Projects of versions that wrote one migration and no record of it: it is taken to have made the tables of the
 * declaration that was generated last, which such a version demanded.
 */
import { firstSteps } from "../../migrations/compare.ts";
import { migrationName } from "../../migrations/name.ts";
import type { MigrationRecord } from "../../migrations/record.ts";
import type { Model } from "../../model/model.ts";
import type { Disk } from "../../project/disk.ts";
import { Refusal } from "../../project/refusal.ts";
import { FOLDER, readState } from "../../project/state.ts";
import { storageOf } from "../../storage/build.ts";

/** @throws Refusal where the declaration that it was generated from is gone */
export function adopted(disk: Disk): MigrationRecord[] {
  const tracked = readState(disk)?.files ?? [];
  const first = tracked.find(({ path }) => /(^|\/)0001_initial\.\w+$/.test(path));
  if (first === undefined || disk.read(first.path).kind === "absent") return [];
  const file = `${FOLDER}/model.json`;
  try {
    const model = JSON.parse(disk.text(file) ?? "") as Model;
    const steps = firstSteps(storageOf(model));
    return [{ name: migrationName(steps, []), parents: [], steps }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      `what ${first.path} made of the database is not known: ${reason}`,
      [file],
      "take it from version control, as it was when that migration was generated",
    );
  }
}
