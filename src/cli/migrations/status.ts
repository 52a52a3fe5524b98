/** `migrations status` and `migrations plan`. */
import { headsOf } from "../../migrations/history.ts";
import { Disk } from "../../project/disk.ts";
import type { Context } from "../command.ts";
import type { Project } from "../commands/migrations.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { styled } from "../terminal.ts";
import { endsJson, sayEnds } from "./ends.ts";
import { readPast } from "./past.ts";
import { planJson, reportPlan } from "./report-plan.ts";
import { settle } from "./settle.ts";

export async function printStatus(context: Context, project: Project): Promise<ExitCode> {
  const { terminal } = context;
  const { records } = readPast(new Disk(project.root));
  const { model } = project.declaration;
  const heads = headsOf(records);
  if (project.json) {
    const migrations = records.map(({ name, parents }) => ({ name, parents }));
    terminal.print(JSON.stringify({ migrations, ...endsJson(records, model) }, null, 2));
    return EXIT.done;
  }
  if (records.length === 0) terminal.note("There are no migrations yet.");
  for (const { name, parents } of records) {
    const after = heads.length > 1 || parents.length > 1 ? `  after ${parents.join(" and ")}` : "";
    terminal.print(name, styled("dim", parents.length === 0 ? "" : after));
  }
  sayEnds(terminal, records, model);
  return EXIT.done;
}

export async function printPlan(context: Context, project: Project): Promise<ExitCode> {
  const { root, declaration, json, allowDestructive } = project;
  const { terminal } = context;
  const consent = { destructive: allowDestructive, keys: new Set<string>() };
  const disk = new Disk(root);
  const past = { ...readPast(disk), consent };
  const settled = await settle(context, { disk, declaration, past, canAsk: false, json });
  if (typeof settled === "number") return settled;
  const { next } = settled.prepared;
  if (json) {
    const ends = endsJson(past.records, declaration.model);
    terminal.print(JSON.stringify({ migrations: planJson(next), ...ends }, null, 2));
    return EXIT.done;
  }
  if (next.records.length > 0) reportPlan(terminal.print, next);
  else {
    terminal.note("The tables are as declared.");
    // A new migration would be made upon all ends, and join them.
    sayEnds(terminal, past.records, declaration.model);
  }
  return EXIT.done;
}
