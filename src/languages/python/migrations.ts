/** Migrations as Alembic runs them. View types: published, see `view-types.ts`. */
import type { Part, Passage } from "../../migrations/passages.ts";
import type { Migration } from "../language.ts";
import { escapedText, stringLiteral } from "./literals.ts";
import { revisionOf } from "./revisions.ts";
import type { MigrationView } from "./view-types.ts";

export function migrationView(migration: Migration): MigrationView {
  const { name, program } = migration;
  const follows = (migration.follows ?? migration.parents.map(revisionOf)).map(stringLiteral);
  const isMerge = follows.length > 1;
  const [up, down] = [expressions(program.up), expressions(program.down)];
  const passages = [...program.up, ...program.down].filter(({ parts }) => parts.length > 0);
  const kinds = new Set(passages.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
  const imports = [
    ...(kinds.has("check") ? ["Check"] : []),
    ...(kinds.has("loss") ? ["Loss"] : []),
    "run",
  ];
  return {
    summary: summaryOf(name),
    imports,
    outside: passages.some(({ mode }) => mode === "outside"),
    rebuildImports: [
      ...(kinds.has("rebuild") ? ["Rebuild"] : []),
      ...(kinds.has("verify_schema") ? ["VerifySchema"] : []),
    ],
    revisionLiteral: stringLiteral(revisionOf(name)),
    followsType: isMerge ? "tuple[str, ...] | None" : "str | None",
    follows: isMerge ? `(${follows.join(", ")})` : (follows[0] ?? "None"),
    up,
    down,
  };
}

function summaryOf(name: string): string {
  const [number = "", ...words] = name.split("_");
  if (Number(number) === 1) return "The first tables.";
  const text = words.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function expressions(passages: readonly Passage[]): string[] {
  return passages.flatMap(({ mode, parts }) =>
    parts.map(expression).map((part) => (mode === "outside" ? `Outside(${part})` : part)),
  );
}

function expression(part: Part): string {
  switch (part.kind) {
    case "sql":
      return sqlLiteral(part.sql);
    case "check":
    case "loss": {
      const name = part.kind === "check" ? "Check" : "Loss";
      return `${name}(${stringLiteral(part.message)}, ${sqlLiteral(part.query)})`;
    }
    case "verify_schema":
      return "VerifySchema()";
    case "rebuild": {
      const columns = part.columns.map((column) => `${stringLiteral(column)}, `).join("");
      const names = `table=${stringLiteral(part.table)}, copied_as=${stringLiteral(part.as)}`;
      const sql = `create=${sqlLiteral(part.create)}, copy=${sqlLiteral(part.copy)}`;
      return `Rebuild(${names}, columns=(${columns.trimEnd()}), ${sql})`;
    }
  }
}

/** SQL as the driver reads it, without parameters: colons and per cents stand for themselves. */
function sqlLiteral(sql: string): string {
  if (!sql.includes("\n")) return stringLiteral(sql);
  const lines = sql.split("\n").map((line) => escapedText(line).replaceAll('"""', '\\"\\"\\"'));
  return `"""\n${lines.join("\n")}\n"""`;
}
