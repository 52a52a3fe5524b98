/** Said where branches with a migration each have met. */
import { dependents, movables } from "../../migrations/branches.ts";
import { headsOf } from "../../migrations/history.ts";
import type { MigrationRecord } from "../../migrations/record.ts";
import type { Model } from "../../model/model.ts";
import { styled, type Terminal } from "../terminal.ts";

/** Every database runs both; what is told is where that is not enough. Nothing where there is one end. */
export function sayEnds(
  { note }: Pick<Terminal, "note">,
  records: readonly MigrationRecord[],
  model: Model,
): void {
  const heads = headsOf(records);
  if (heads.length < 2) return;
  note(styled("yellow", "Branches with a migration each have met:"), ` ${heads.join(", ")}`);
  for (const { name, misfit } of dependents(records, model)) {
    const reason = misfit ?? "it makes a table anew, without what the other side has changed in it";
    note(`  ${name} stops at a database that has the other side: ${reason}`);
  }
  const found = movables(records);
  const free = found.filter(({ obstacle }) => obstacle === null);
  for (const { head, obstacle } of found) {
    if (obstacle === null) continue;
    note(`  ${head} cannot come after the other side: ${obstacle.message}`);
  }
  if (free.length > 0) {
    note(
      styled("dim", "  next: "),
      "put what has run nowhere yet after the other, or let every database run both:",
    );
    for (const { head } of free) note(`    restwright migrations rebase ${head}`);
  } else {
    note(
      styled("dim", "  next: "),
      "of the side that has run nowhere yet, delete records and migrations, and generate them anew",
    );
  }
}

export function endsJson(records: readonly MigrationRecord[], model: Model): object {
  const ends = headsOf(records);
  const movable = movables(records).filter(({ obstacle }) => obstacle === null);
  return {
    ends,
    dependent: dependents(records, model),
    movable: ends.length < 2 ? [] : movable.map(({ head }) => head),
  };
}
