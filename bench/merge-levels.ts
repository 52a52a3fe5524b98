/** Conflicts that each level of the merge leaves, over the files that the scenarios edit and the declaration changes. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptedModel, renamesSince } from "../src/model/new-spellings.ts";
import { mergeFile, type MergeRequest } from "../src/project/merge/merge-file.ts";
import { pythonOf } from "../src/project/python.ts";
import { ownSettings } from "../src/formatting/own-settings.ts";
import {
  apply,
  declaration,
  olderOutput,
  outputOf,
  run,
  scenarios,
} from "../test/regeneration/scenario.ts";
import { printTable } from "./measure.ts";

const LEVELS = ["text", "with formatter", "with rename", "with structure"] as const;

export async function measureMergeLevels(): Promise<void> {
  const counts = new Map<string, number[]>();
  for (const { scenario } of scenarios()) {
    for (const [target, { older, user }] of Object.entries(scenario.targets)) {
      const total = counts.get(target) ?? [0, 0, 0, 0, 0];
      counts.set(target, total);
      const root = mkdtempSync(join(tmpdir(), "restwright-bench-"));
      try {
        const before = olderOutput(await outputOf(declaration(target, [])), older);
        await run(root, before);
        await apply(root, user);
        const after = await outputOf(declaration(target, scenario.declaration));
        const renames = renamesSince(acceptedModel(JSON.stringify(before.model)), after.model);
        for (const file of after.output.files) {
          const base = before.output.files.find(({ path }) => path === file.path)?.text;
          const path = join(root, file.path);
          if (base === undefined || !existsSync(path)) continue;
          const mine = readFileSync(path, "utf8");
          if (mine === base || file.text === base || mine === file.text) continue;
          const format = ownSettings(root)(file.path);
          const text = {
            base,
            mine,
            theirs: file.text,
            renames: [],
            format: null,
            runPython: null,
          };
          const levels: MergeRequest[] = [
            { ...text, path: "text" },
            { ...text, path: "text", format },
            { ...text, path: "text", format, renames },
            { ...text, path: file.path, format, renames, runPython: pythonOf(root) },
          ];
          total[4] = (total[4] ?? 0) + 1;
          for (const [index, request] of levels.entries()) {
            total[index] = (total[index] ?? 0) + (await mergeFile(request)).conflicts.length;
          }
        }
      } finally {
        rmSync(root, { recursive: true });
      }
    }
  }
  console.log("\nConflicts left, by merge level, over the scenarios");
  const rows = [...counts].map(([target, all]) => [
    target,
    String(all[4]),
    ...all.slice(0, 4).map(String),
  ]);
  printTable(["target", "files merged", ...LEVELS], rows);
}
