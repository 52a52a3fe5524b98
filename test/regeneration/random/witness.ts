/** What must hold of a merge: the person's marks are there as often as before, and without them it is what was generated. */
import { ts } from "ts-morph";
import type { RunPython } from "../../../src/project/merge/python.ts";
import type { Texts } from "./tree.ts";

const MARK = /(own|tail|note|ren)\d+(?!\d)/gi;

/** Mark → how often it is in a tree. */
export function marksOf(texts: Texts): Map<string, number> {
  const marks = new Map<string, number>();
  for (const text of texts.values()) {
    for (const [mark] of text.matchAll(MARK)) {
      marks.set(mark.toLowerCase(), (marks.get(mark.toLowerCase()) ?? 0) + 1);
    }
  }
  return new Map([...marks].sort());
}

/** A text without what the person put in: their lines, their remarks, their words, their names for things. */
export function withoutMarks(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/own\d+(?!\d)/i.test(line))
    .map((line) =>
      line
        .replace(/\s*(\/\/|#) tail\d+$/, "")
        .replace(/ note\d+/g, "")
        .replace(/(\w)Ren\d+/g, "$1"),
    )
    .join("\n");
}

/** What a program says, whatever its format: neither spaces nor comments, brackets around a whole, or kinds of quotes. */
export async function saying(
  path: string,
  texts: readonly string[],
  runPython: RunPython,
): Promise<string[]> {
  if (path.endsWith(".ts")) return texts.map(typescriptTokens);
  const printed = await runPython(PYTHON_TOKENS, JSON.stringify(texts));
  if (printed === null) throw new Error("there is no Python");
  return (JSON.parse(printed) as readonly string[][]).map((tokens) => plain(tokens));
}

function typescriptTokens(text: string): string {
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const tokens: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    if (children.length > 0 && !ts.isStringLiteral(node)) return children.forEach(visit);
    const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
    const shown = isText ? JSON.stringify(node.text) : node.getText(file);
    if (shown !== "") tokens.push(shown);
  };
  visit(file);
  return plain(tokens);
}

/** A constant that was renamed may stand before or after a new one that came beside it. */
export function inAnyOrder(said: string): string {
  return said.split("\n").sort().join("\n");
}

/** One token a line. */
function plain(tokens: readonly string[]): string {
  const kept = tokens.filter((token, at) => {
    if (["(", ")", ";"].includes(token)) return false;
    const following = tokens.slice(at + 1).find((one) => one !== ")" && one !== ";") ?? "";
    if (token === ",")
      return !["]", "}", ">", ",", ""].includes(following) && tokens[at + 1] !== ")";
    return !(token === "|" && ["=", ":", "<", ",", "("].includes(tokens[at - 1] ?? ""));
  });
  return kept.join("\n");
}

const PYTHON_TOKENS = `
import ast, io, json, sys, tokenize
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
def shown(token):
    if token.type != tokenize.STRING:
        return token.string
    try:
        return repr(" ".join(str(ast.literal_eval(token.string)).split()))
    except ValueError:
        return token.string.replace("'", '"')
def tokens(text):
    return [shown(one) for one in tokenize.generate_tokens(io.StringIO(text).readline) if one.type not in SKIPPED]
json.dump([tokens(text) for text in json.load(sys.stdin)], sys.stdout)
`;
