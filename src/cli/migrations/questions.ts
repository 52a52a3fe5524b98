/** Questions that a new migration depends on: told with what to write, or asked at the terminal. */
import { position } from "../../diagnostics/source.ts";
import type { Value } from "../../language/edit.ts";
import type { Choice, Edit, Question } from "../../migrations/questions.ts";
import type { LoadedDeclaration } from "../declaration.ts";
import { clean, styled, type Terminal } from "../terminal.ts";
import { editLine, typedValue } from "./edit-words.ts";

/** What was answered: for good, in the declaration, or for this once. */
export interface Answers {
  readonly edits: readonly { readonly path: Edit["path"]; readonly value: Value }[];
  readonly consents: readonly string[];
}

export function reportQuestions(
  terminal: Terminal,
  questions: readonly Question[],
  declaration: LoadedDeclaration,
): void {
  for (const question of questions) {
    terminal.fail(styled("yellow", "question"), `  ${question.text}`);
    terminal.fail("  ", styled("cyan", placeOf(question, declaration)));
    for (const choice of question.choices) {
      terminal.fail(`  - ${choice.text}`);
      for (const line of linesOf(choice)) terminal.fail(styled("dim", "      "), line);
    }
  }
  const count = questions.length === 1 ? "A decision is" : `${questions.length} decisions are`;
  terminal.fail(`${count} missing. Nothing was written.`);
  terminal.fail(
    styled("dim", "  fix: "),
    "write what is meant into the declaration, or run this at a terminal, which asks",
  );
}

export function questionsJson(
  questions: readonly Question[],
  declaration: LoadedDeclaration,
): object[] {
  return questions.map((question) => {
    const { kind, key, path, text, choices } = question;
    const shown = choices.map((choice) => ({
      kind: choice.kind,
      text: choice.text,
      lines: linesOf(choice),
      ...(choice.kind === "declare" ? { edits: choice.edits } : {}),
      ...(choice.kind === "enter" ? { path: choice.path, expects: choice.expects } : {}),
    }));
    return { kind, key, place: placeOf(question, declaration), path, text, choices: shown };
  });
}

function placeOf({ path }: Question, { loaded }: LoadedDeclaration): string {
  const at = loaded.place([...path]);
  if (at === null) return path.join(".");
  const { line, column } = position(at.file, at.start);
  return `${at.file.path}:${line}:${column}`;
}

function linesOf(choice: Choice): string[] {
  switch (choice.kind) {
    case "declare":
      return choice.edits.map(({ path, value }) => editLine(path, value));
    case "enter":
      return [`${editLine(choice.path, null).replace(/ ?null$/, "")} …  (${choice.expects})`];
    case "consent":
      return choice.byFlag ? ["restwright generate --allow-destructive"] : [];
  }
}

/** Null where the person stopped, which Enter does: no answer is preselected. */
export async function askQuestions(
  terminal: Terminal,
  questions: readonly Question[],
): Promise<Answers | null> {
  const { isCancel, select, text } = await import("@clack/prompts");
  const edits: Answers["edits"][number][] = [];
  const consents: string[] = [];
  terminal.note("");
  for (const question of questions) {
    const options = [
      ...question.choices.map((choice, index) => ({
        value: index,
        label: clean(choice.text),
        ...(hintOf(choice) === null ? {} : { hint: clean(hintOf(choice) ?? "") }),
      })),
      { value: -1, label: "Stop; nothing is written." },
    ];
    const answer = await select<number>({
      message: clean(question.text),
      options,
      initialValue: -1,
    });
    const choice = isCancel(answer) ? undefined : question.choices[answer];
    if (choice === undefined) return null;
    if (choice.kind === "consent") consents.push(question.key);
    else if (choice.kind === "declare") edits.push(...choice.edits);
    else {
      const value = await text({
        message: clean(choice.expects),
        validate: (typed = "") => (typed.trim() === "" ? "A value, or Ctrl-C to stop" : undefined),
      });
      if (isCancel(value)) return null;
      edits.push({ path: choice.path, value: typedValue(value, choice.reads) });
    }
  }
  return { edits, consents };
}

function hintOf(choice: Choice): string | null {
  return choice.kind === "consent" ? null : (linesOf(choice)[0] ?? null);
}
