import { describe, expect, test } from "vitest";
import { checkTemplates } from "../../src/render/check/check.ts";

const VIEWS = `
export interface ServiceView { readonly title: string; readonly count: number; readonly note: string | null; readonly resources: readonly ResourceView[]; readonly words: readonly string[] }
export interface ResourceView { readonly name: string; readonly isSoft: boolean; readonly parent: ParentView | null; readonly fields: readonly FieldView[]; readonly tree: TreeView; readonly stamps: ParentView | false }
export interface ParentView { readonly name: string; readonly hint: string | null }
export interface TreeView { readonly label: string; readonly kids: readonly TreeView[] }
export type FieldView = TextField | LinkField;
export interface TextField { readonly isLink: false; readonly name: string; readonly max: number | null }
export interface LinkField { readonly isLink: true; readonly name: string; readonly to: ParentView }
`;

function check(
  source: string,
  partials: Record<string, string> = {},
  path = "src/[resource].ts",
): string[] {
  const template = (folder: string, name: string, text: string) => ({
    folder,
    path: name,
    source: text,
    verbatim: false,
    origin: `t/${folder}/${name}.hbs`,
  });
  const faults = checkTemplates(
    [template("resource", path, source)],
    Object.entries(partials).map(([name, text]) => template("partials", name, text)),
    {
      source: VIEWS,
      interfaces: { service: "ServiceView", resource: "ResourceView" },
      placeholders: { service: [], resource: ["resource"] },
    },
  );
  return faults.map(
    ({ place, message, fix }) =>
      `${place.file}:${place.line}:${place.column} ${message}${fix === null ? "" : ` (${fix})`}`,
  );
}

const HERE = "t/resource/src/[resource].ts.hbs";

describe("accepted", () => {
  test.each([
    "{{name}}{{#if isSoft}}x{{else}}y{{/if}}",
    "{{#each fields}}{{name}}{{@index}}{{../name}}{{@root.name}}{{#unless @last}},{{/unless}}{{/each}}",
    "{{#each fields as |f i|}}{{f.name}}{{i}}{{#if f.isLink}}{{f.to.name}}{{else}}{{#if f.max}}{{f.max}}{{/if}}{{/if}}{{/each}}",
    "{{#if parent}}{{parent.name}}{{#if parent.hint}}{{parent.hint}}{{/if}}{{/if}}",
    "{{#if stamps}}{{stamps.name}}{{/if}}{{#with stamps}}{{name}}{{/with}}{{#unless stamps}}{{stamps}}{{/unless}}",
    "{{#with parent}}{{name}}{{else}}{{name}}{{/with}}",
    "{{#unless parent}}-{{else}}{{parent.name}}{{/unless}}",
    "{{#each fields}}{{#unless isLink}}{{#if max}}{{max}}{{/if}}{{else}}{{to.name}}{{/unless}}{{/each}}",
  ])("%s", (source) => {
    expect(check(source)).toEqual([]);
  });

  test("partials with contexts and arguments, recursive ones too", () => {
    const partials = {
      tree: "{{label}}{{#each kids}}{{> tree}}{{/each}}",
      line: "{{name}} {{style}} {{owner.name}}",
    };
    expect(
      check(
        "{{> tree tree}}{{#each fields}}{{> line this style='x' owner=@root}}{{/each}}",
        partials,
      ),
    ).toEqual([]);
  });
});

describe("refused, with place, cause and what was meant", () => {
  test.each([
    ["\n  {{nmae}}", "2:5 `nmae`: there is no `nmae` here (did you mean `name`?)"],
    ["{{#if isSfot}}{{/if}}", "1:7 `isSfot`: there is no `isSfot` here (did you mean `isSoft`?)"],
    [
      "{{#each feilds}}{{/each}}",
      "1:9 `feilds`: there is no `feilds` here (did you mean `fields`?)",
    ],
    ["{{#each name}}{{/each}}", "1:9 `name` is no list"],
    [
      "{{#each fields}}{{max}}{{/each}}",
      "1:19 `max`: there is no `max` here (there are: isLink, name)",
    ],
    [
      "{{#each fields}}{{#if isLink}}{{max}}{{/if}}{{/each}}",
      "1:33 `max`: there is no `max` here (there are: isLink, name, to)",
    ],
    ["{{parent.name}}", "1:3 `parent.name`: what `name` is asked of may be null here"],
    [
      "{{#if parent}}{{parent.hint}}{{/if}}",
      "1:17 `parent.hint` may be null here (put it under `{{#if}}`)",
    ],
    [
      "{{#if parent}}{{else}}{{parent.name}}{{/if}}",
      "1:25 `parent.name`: what `name` is asked of may be null here",
    ],
    ["{{stamps.name}}", "1:3 `stamps.name`: there is no `name` here (there is nothing to name)"],
    [
      "{{#if stamps}}{{else}}{{stamps.name}}{{/if}}",
      "1:25 `stamps.name`: there is no `name` here (there is nothing to name)",
    ],
    ["{{fields}}", "1:3 `fields` is no text, number or boolean but readonly FieldView[]"],
    [
      "{{fields.length}}",
      "1:3 `fields.length`: there is no `length` here (there is nothing to name)",
    ],
    ["{{name.length}}", "1:3 `name.length`: there is no `length` here (there is nothing to name)"],
    ["{{../name}}", "1:3 `../name`: "],
    ["{{@idx}}", "1:3 `@idx`: there is no `@idx` here (there are: root)"],
    ['{{join fields ","}}', "1:8 `fields` is no list of text"],
    ["{{> lien this}}", "1:1 unknown partial `lien` (did you mean `line`?)"],
    ["{{> line tre}}", "1:10 `tre`: there is no `tre` here (did you mean `tree`?)"],
    ["{{> line this style=nam}}", "1:21 `nam`: there is no `nam` here (did you mean `name`?)"],
  ])("%s", (source, expected) => {
    const [found = "none", ...rest] = check(source, { line: "{{name}}" });
    expect(rest).toEqual([]);
    if (source === "{{../name}}") return expect(found).toContain("leads out of the template");
    expect(found).toBe(`${HERE}:${expected}`);
  });

  test("inside a partial, once, however often it is included", () => {
    expect(check("{{> line}}{{> line}}{{> line tree}}", { line: "{{nam}}" })).toEqual([
      "t/partials/line.hbs:1:3 `nam`: there is no `nam` here (did you mean `name`?)",
    ]);
  });

  test("a placeholder that the folder has not", () => {
    expect(check("", {}, "[resorce].ts")).toEqual([
      "t/resource/[resorce].ts.hbs:0:0 its path has the unknown placeholder [resorce] (did you mean [resource]?)",
    ]);
  });
});
