/** No name that a module of a resource has from elsewhere, or for itself alone, can be the name of some resource's part. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const modules = join(import.meta.dirname, "../../references/fastify/src/modules");

interface TopName {
  readonly name: string;
  readonly from: string | null;
}

/** Names that the modules of `folder` have at their top: by import from a path, or declared. */
function namesIn(folder: string): TopName[] {
  return readdirSync(join(modules, folder)).flatMap((entry) => {
    const path = join(modules, folder, entry);
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
    return file.statements.flatMap((statement): TopName[] => {
      if (ts.isImportDeclaration(statement)) {
        const from = (statement.moduleSpecifier as ts.StringLiteral).text;
        const bindings = statement.importClause?.namedBindings;
        if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
        return bindings.elements.map(({ name }) => ({ name: name.text, from }));
      }
      if (ts.isVariableStatement(statement)) {
        return statement.declarationList.declarations.map(({ name }) => ({
          name: name.getText(file),
          from: null,
        }));
      }
      const declared = (statement as ts.DeclarationStatement).name;
      return declared === undefined ? [] : [{ name: declared.getText(file), from: null }];
    });
  });
}

test("fixed names are none that a resource's could be", () => {
  const all = namesIn("book");
  const suffixes = (prefix: string): string[] =>
    all.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const ofTypes = new Set(suffixes("Book"));
  const ofValues = new Set(suffixes("book"));
  expect(ofTypes).toContain("Schema");
  expect(ofValues).toContain("Routes");
  const fixed = all.filter(
    ({ name, from }) =>
      !/^book/i.test(name) && (from === null || !/^\.\.\/[a-z]+\/|types\//.test(from)),
  );
  expect(fixed.map(({ name }) => name)).toContain("PagedList");
  const clashing = fixed.filter(({ name }) =>
    [...(/^[A-Z]/.test(name) ? ofTypes : ofValues)].some(
      (suffix) => name.endsWith(suffix) && name.length > suffix.length,
    ),
  );
  expect(clashing).toEqual([]);
});
