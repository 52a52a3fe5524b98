/** Reads the statement that made a table, the only place where SQLite keeps the names of constraints. */

export interface TableText {
  readonly primaryKey: string;
  readonly foreignKeys: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly checks: readonly { readonly name: string; readonly condition: string }[];
}

/** @throws Error where the text has a constraint without a name, or a form that no migration of ours writes */
export function readTable(sql: string): TableText {
  const body = sql.slice(sql.indexOf("(") + 1, sql.lastIndexOf(")"));
  const parts = splitAtTop(body, ",").map((part) => part.trim());
  const checks: { name: string; condition: string }[] = [];
  const foreignKeys: { name: string; columns: string[] }[] = [];
  let primaryKey = "";
  for (const part of parts) {
    const column = part.startsWith("CONSTRAINT ") ? null : (/^"([^"]+)"/.exec(part)?.[1] ?? "");
    for (const { name, text } of constraintsIn(part)) {
      if (text.startsWith("CHECK (")) {
        checks.push({ name, condition: text.slice("CHECK (".length, -1) });
      } else if (text.startsWith("PRIMARY KEY")) primaryKey = name;
      else if (text.startsWith("FOREIGN KEY") || text.startsWith("REFERENCES")) {
        const listed = /^FOREIGN KEY \(([^)]+)\)/.exec(text)?.[1];
        const columns = listed?.split(", ").map((one) => one.slice(1, -1)) ?? [column ?? ""];
        foreignKeys.push({ name, columns });
      } else throw new Error(`What is this constraint? ${text}`);
    }
  }
  return { primaryKey, foreignKeys, checks };
}

/** Of a column's definition or of a constraint of the table; each ends where the next begins. */
function constraintsIn(part: string): { name: string; text: string }[] {
  const pieces = splitAtTop(part, "CONSTRAINT ");
  return pieces.slice(1).map((piece) => {
    const [, name = "", text = ""] = /^"([^"]+)" (.*)$/s.exec(piece.trim()) ?? [];
    return { name, text };
  });
}

/** Outside of quotes and brackets. */
function splitAtTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote: string | null = null;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      at += separator.length - 1;
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
