/** What is to be written into a declaration, as a line that says where. */
import { parse, stringify } from "yaml";
import type { Edit } from "../../migrations/questions.ts";

/** `resources.Book.fields.isbn:  was: ean` */
export function editLine(path: readonly string[], value: Edit["value"]): string {
  const key = path.at(-1) ?? "";
  const pair = stringify(
    { [key]: value },
    { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true },
  ).trim();
  return `${path.slice(0, -1).join(".")}:  ${pair.replace(/^\{ /, "").replace(/ \}$/, "")}`;
}

/** What a person typed, as YAML reads it: `12`, `true`, `[a, b]`, else text. */
export function parseValue(text: string): Edit["value"] {
  try {
    return parse(text, { schema: "core" }) as Edit["value"];
  } catch {
    return text;
  }
}
