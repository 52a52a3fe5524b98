/** The migrations that a project has, as its records and its folders tell. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Past } from "../../generate.ts";
import type { SourceText } from "../../languages/language.ts";
import { noConsent } from "../../migrations/compare.ts";
import { parseRecord, type MigrationRecord } from "../../migrations/record.ts";
import type { Disk } from "../../project/disk.ts";
import { Refusal } from "../../project/refusal.ts";
import { FOLDER } from "../../project/state.ts";
import { adopted } from "./adopt.ts";

export const RECORDS = `${FOLDER}/migrations`;

/** @throws Refusal where a record cannot be read, or migrations are there without records */
export function readPast(disk: Disk): Past {
  const { root } = disk;
  const records = readRecords(root);
  const isAdopted = records.length === 0;
  return {
    records: isAdopted ? adopted(disk) : records,
    isAdopted,
    filesIn: (folder) => filesIn(root, folder),
    consent: noConsent,
  };
}

/** @throws Refusal where one cannot be read */
export function readRecords(root: string): MigrationRecord[] {
  const folder = join(root, RECORDS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const { record, ...rest } = parseRecord(
        readFileSync(join(folder, file), "utf8"),
        file.slice(0, -".json".length),
      );
      if (record !== null) return record;
      throw "fault" in rest && rest.fault === "newer"
        ? new Refusal(
            "this project has migrations of a newer restwright",
            [`${RECORDS}/${file}`],
            "use that version, or a newer one",
          )
        : new Refusal(
            "the record of a migration is damaged",
            [`${RECORDS}/${file}`],
            "resolve the merge in it, or take it from version control",
          );
    });
}

function filesIn(root: string, folder: string): SourceText[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({
      path: `${folder}/${name}`,
      text: readFileSync(join(absolute, name), "utf8"),
    }));
}
