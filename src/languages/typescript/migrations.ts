/** Migrations as Kysely runs them. View types: published, see `views.ts`. */
import type { Part, Passage } from "../../migrations/passages.ts";
import type { Migration } from "../language.ts";
import { stringLiteral, templateText } from "./literals.ts";
import type {
  DirectionView,
  MigrationView,
  PartView,
  PassageView,
  StatementView,
} from "./views.ts";

export function migrationView({ name, program }: Migration): MigrationView {
  const { up, down } = program;
  const passages = [...up, ...down];
  const outside = passages.some(({ mode }) => mode === "outside");
  const parts = new Set(passages.flatMap((passage) => passage.parts.map(({ kind }) => kind)));
  const imports = [
    ...(parts.has("loss") ? ["stopAtLoss"] : []),
    ...(parts.has("check") ? ["stopAtRows"] : []),
  ];
  return {
    name,
    kyselyImports: parts.size > 0 ? ["type Kysely", "sql"] : [],
    imports,
    rebuildImports: [
      ...(parts.has("rebuild") ? ["rebuild"] : []),
      ...(parts.has("verify_schema") ? ["verifySchema"] : []),
    ],
    outside,
    up: direction(up, outside),
    down: direction(down, outside),
  };
}

/** Within Kysely's own transaction there is nothing to begin. */
function direction(passages: readonly Passage[], outside: boolean): DirectionView {
  return {
    passages: passages
      .filter(({ parts }) => parts.length > 0)
      .map(({ mode, parts }): PassageView => {
        const transaction = outside && mode !== "outside";
        const on = transaction ? "trx" : "database";
        return { transaction, parts: parts.map((part) => partView(part, on)) };
      }),
  };
}

function partView(part: Part, on: string): PartView {
  const none = {
    on,
    statement: false,
    check: false,
    loss: false,
    rebuild: false,
    verifies: false,
  } as const;
  switch (part.kind) {
    case "sql":
      return { ...none, statement: statementView(part.sql) };
    case "check":
    case "loss": {
      const { kind, message, query } = part;
      const view = { messageLiteral: stringLiteral(message), query: linesOf(query) };
      return { ...none, [kind]: view };
    }
    case "verify_schema":
      return { ...none, verifies: true };
    case "rebuild":
      return {
        ...none,
        rebuild: {
          tableLiteral: stringLiteral(part.table),
          asLiteral: stringLiteral(part.as),
          columns: part.columns.map(stringLiteral),
          create: linesOf(part.create),
          copy: linesOf(part.copy),
        },
      };
  }
}

/** Every line end of a statement is layout, for the literals in it have none. */
function statementView(statement: string): StatementView {
  const lines = linesOf(statement);
  return { isOneLine: lines.length === 1, lines };
}

function linesOf(statement: string): string[] {
  return statement.split("\n").map(templateText);
}
