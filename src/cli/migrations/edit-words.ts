/** What is to be written into a declaration, as a line that says where. */
import { parse, stringify } from "yaml";
import { quoted, type Quoted } from "../../language/edit.ts";
import type { Edit, Reads } from "../../migrations/questions.ts";

/** `resources.Book.fields.isbn:  was: ean` */
export function editLine(path: readonly string[], value: Edit["value"]): string {
  const key = path.at(-1) ?? "";
  const pair = stringify(
    { [key]: value },
    { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true },
  ).trim();
  return `${path.slice(0, -1).join(".")}:  ${pair.replace(/^\{ /, "").replace(/ \}$/, "")}`;
}

/** What a person typed; as YAML, `12`, `true` and `[a, b]` are no text. */
export function typedValue(text: string, reads: Reads): Edit["value"] | Quoted {
  if (reads === "text") return quoted(text);
  if (reads === "word") return text.trim();
  try {
    return parse(text, { schema: "core" }) as Edit["value"];
  } catch {
    return text;
  }
}
