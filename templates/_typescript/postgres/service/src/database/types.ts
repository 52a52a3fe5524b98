/** How values of PostgreSQL's types arrive: as the API shows them, or as text where that needs thought. */
import { type CustomTypesConfig, types as standard } from "pg";

const { builtins } = standard;

const parsers = new Map<number, (text: string) => unknown>([
  // The contract keeps 64-bit integers within what a double holds exactly.
  [builtins.INT8, Number],
  [builtins.NUMERIC, asText],
  [builtins.DATE, asText],
  [builtins.TIME, asText],
  [builtins.TIMESTAMPTZ, utc],
  [builtins.JSONB, compactJson],
]);

export const types: CustomTypesConfig = {
  getTypeParser(id: number, format?: "text" | "binary") {
    const parser = format === "binary" ? undefined : parsers.get(id);
    return parser ?? standard.getTypeParser(id, format);
  },
};

function asText(text: string): string {
  return text;
}

/** `2024-02-29 12:00:00.5+00` → `2024-02-29T12:00:00.500Z`; the session's time zone is UTC. */
function utc(text: string): string {
  const [, date = "", time = "", fraction = ""] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/.exec(text) ?? [];
  if (date === "") throw new Error(`Unexpected form of a time from the database: ${text}`);
  return `${date}T${time}.${fraction.padEnd(3, "0")}Z`;
}

/** PostgreSQL writes blanks between members; rows are compared with what `JSON.stringify` writes. */
function compactJson(text: string): string {
  return JSON.stringify(JSON.parse(text));
}
