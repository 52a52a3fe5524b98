/** What a migration is called: a number, and what it does in so many words. */
import type { Step } from "./steps.ts";

/** Of what comes after the number. Names of files and of PostgreSQL's constraints have 63 bytes at the least. */
const LONGEST = 50;

/**
 * The name of the migration after those with these numbers: `0002_add_isbn_to_books`. Numbers grow along every branch, so
 * the order of names is an order in which migrations can run. Without times: two runs give the same name.
 */
export function migrationName(steps: readonly Step[], numbers: readonly number[]): string {
  const number = Math.max(0, ...numbers) + 1;
  return `${String(number).padStart(4, "0")}_${number === 1 ? "initial" : description(steps)}`;
}

/** The number that a file or a migration begins with; null where there is none. */
export function numberOf(name: string): number | null {
  const digits = /^(\d{4,})_/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

interface Deed {
  readonly verb: string;
  readonly what: readonly string[];
  readonly where: string;
}

function description(steps: readonly Step[]): string {
  const created = new Set(
    steps.flatMap((step) => (step.kind === "create_table" ? [step.table.name] : [])),
  );
  const deeds = steps.flatMap((step) => deedOf(step, created) ?? []);
  const main = deeds.filter(({ rank }) => rank === Math.min(...deeds.map((deed) => deed.rank)));
  const phrases = grouped(main).map(phraseOf);
  const [first = "change_schema", ...others] = phrases.map(plain);
  let text = first;
  for (const [index, phrase] of others.entries()) {
    const longer = `${text}_and_${phrase}`;
    const isLast = index === others.length - 1;
    if (longer.length + (isLast ? 0 : "_and_more".length) > LONGEST)
      return cut(`${cut(text, LONGEST - "_and_more".length)}_and_more`);
    text = longer;
  }
  return cut(text);
}

/** Several columns of one table are one phrase. */
function grouped(deeds: readonly Deed[]): Deed[] {
  const groups = new Map<string, Deed>();
  for (const deed of deeds) {
    const key = `${deed.verb} ${deed.where}`;
    const what = [...new Set([...(groups.get(key)?.what ?? []), ...deed.what])];
    groups.set(key, { ...deed, what });
  }
  return [...groups.values()];
}

function phraseOf({ verb, what, where }: Deed): string {
  const all = what.join("_and_");
  const things = all.length > LONGEST / 2 && what.length > 1 ? `${what.length}_columns` : all;
  return [verb, things, where].filter((part) => part !== "").join("_");
}

/** What follows from a greater step (rank 0), an index of a new table say, is not worth a word. */
function deedOf(step: Step, created: ReadonlySet<string>): (Deed & { rank: number }) | null {
  if ("table" in step && typeof step.table === "string" && created.has(step.table)) return null;
  const column = "column" in step ? nameOf(step.column) : "";
  const deed = (rank: number, verb: string, what: string, where = "") => ({
    rank,
    verb,
    what: [what],
    where,
  });
  switch (step.kind) {
    case "create_table":
      return deed(0, "create", step.table.name);
    case "drop_table":
      return deed(0, "drop", step.table.name);
    case "rename_table":
      return deed(0, "rename", `${step.from}_to_${step.to}`);
    case "add_column":
      return deed(0, "add", column, `to_${step.table}`);
    case "drop_column":
      return deed(0, "drop", column, `from_${step.table}`);
    case "rename_column":
      return deed(0, "rename", `${step.from}_to_${step.to}`, `in_${step.table}`);
    case "alter_type":
      return deed(0, "change", step.to.name, `of_${step.table}`);
    case "set_not_null":
      return deed(1, "require", column, `of_${step.table}`);
    case "drop_not_null":
      return deed(1, "make", column, `of_${step.table}_optional`);
    case "reshape":
      return deed(1, "change", column, `of_${step.table}`);
    case "map_values":
      return deed(1, "map", column, `of_${step.table}`);
    case "create_unique":
      return deed(2, "make", step.unique.columns.join("_and_"), `of_${step.table}_unique`);
    case "drop_unique":
      return deed(2, "drop_unique", step.unique.columns.join("_and_"), `of_${step.table}`);
    case "add_check":
    case "drop_check":
      return deed(2, "change", "checks", `of_${step.table}`);
    case "add_foreign_key":
    case "drop_foreign_key":
      return deed(2, "change", step.foreignKey.columns.join("_and_"), `of_${step.table}`);
    case "alter_default":
      return deed(3, "change", "default", `of_${column}_of_${step.table}`);
    case "create_index":
    case "drop_index":
      return deed(3, "change", "indexes", `of_${step.table}`);
    default:
      return "table" in step && typeof step.table === "string"
        ? deed(4, "change", step.table)
        : deed(4, "change", "schema");
  }
}

function nameOf(column: string | { readonly name: string }): string {
  return typeof column === "string" ? column : column.name;
}

/** Names of files on every system, of modules in every language. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

function cut(text: string, length = LONGEST): string {
  return text.slice(0, length).replace(/_+$/, "");
}
