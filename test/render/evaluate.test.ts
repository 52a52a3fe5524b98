import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/render/evaluate.ts";
import { TemplateFault } from "../../src/render/fault.ts";
import { parseTemplate } from "../../src/render/parse.ts";

const VIEW = {
  name: '<Book> & "it\'s"',
  count: 3,
  optional: null,
  yes: true,
  no: false,
  words: ["a", "b", "c"],
  none: [],
  author: { name: "Ann", address: { city: "Oslo" } },
  fields: [
    { name: "title", nullable: false, checks: [{ op: ">" }, { op: "<" }] },
    { name: "price", nullable: true, checks: [] },
  ],
};
const PARTIALS = {
  line: "x {{name}}\n\ny {{kind}}\n",
  tree: "{{name}}{{#each kids}}({{> tree this}}){{/each}}",
};

function ours(source: string, view: object = VIEW): string {
  const partials = new Map(
    Object.entries(PARTIALS).map(([name, text]) => [name, parseTemplate(text, `${name}.hbs`)]),
  );
  return evaluate(parseTemplate(source, "case.hbs"), view, partials);
}

function fault(source: string): { message: string; fix: string | null; line: number } {
  try {
    ours(source);
  } catch (error) {
    if (error instanceof TemplateFault) {
      return { message: error.message, fix: error.fix, line: error.place.line };
    }
    throw error;
  }
  throw new Error(`no fault in ${source}`);
}

describe("what a template may say means what it means in Handlebars", () => {
  test.each([
    "plain {{name}} {{{name}}} {{author.address.city}}",
    "{{#if yes}}a{{else}}b{{/if}} {{#if none}}a{{else if count}}c{{else}}d{{/if}}",
    "{{#unless no}}a{{/unless}}{{#unless yes}}b{{else}}c{{/unless}}",
    "{{#each words}}{{@index}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}",
    "{{#each none}}x{{else}}empty{{/each}}",
    "{{#each fields}}{{name}} of {{../author.name}}{{#each checks}}{{op}}{{../name}}{{../../count}}{{/each}}{{/each}}",
    "{{#each fields as |field index|}}{{index}}:{{field.name}}:{{#if field.nullable}}{{field.name}}{{../count}}{{/if}};{{/each}}",
    "{{#with author}}{{name}} {{#with address}}{{city}}{{/with}}{{else}}-{{/with}}{{#with author as |a|}}{{a.name}}{{/with}}",
    "{{#with optional}}x{{else}}none{{/with}}",
    "list:\n{{#each words}}\n  - {{this}}\n{{/each}}\nend\n",
    "a\n{{!-- a comment --}}\n{{#if yes}}\n  b\n{{~else~}}\n  c\n{{/if}}\n d {{~name~}} e",
    "{{#each fields}}{{> line this kind=name}}{{/each}}",
    "{{@root.name}}{{#each words}}{{@root.count}}{{/each}}",
    "\\{{name}} \\\\{{name}} ${ {{count}} } `{{name}}`",
  ])("%s", (source) => {
    const handlebars = Handlebars.create();
    handlebars.registerPartial(PARTIALS);
    expect(ours(source)).toBe(handlebars.compile(source, { noEscape: true })(VIEW));
  });
});

test("a partial sees its context and its arguments, and is indented without trailing blanks", () => {
  expect(ours('  {{> line author kind="k"}}\nend')).toBe("  x Ann\n\n  y k\nend");
});

test("recursive partials end with their data", () => {
  const kids = [
    { name: "b", kids: [] },
    { name: "c", kids: [{ name: "d", kids: [] }] },
  ];
  expect(ours("{{> tree}}", { name: "a", kids })).toBe("a(b)(c(d))");
});

test("join prints a list", () => {
  expect(ours('[{{join words ", "}}] {{#if (join none "")}}x{{/if}}')).toBe("[a, b, c] ");
});

describe("what Handlebars lets through is a fault with its place", () => {
  test.each([
    ["a\n{{nam}}", "`nam`: there is no `nam` here", "did you mean `name`?", 2],
    [
      "{{#if optinal}}x{{/if}}",
      "`optinal`: there is no `optinal` here",
      "did you mean `optional`?",
      1,
    ],
    [
      "{{#each feilds}}{{/each}}",
      "`feilds`: there is no `feilds` here",
      "did you mean `fields`?",
      1,
    ],
    ["{{> line author kind=tpyo}}", "`tpyo`: there is no `tpyo` here", null, 1],
    ["{{> lin author}}", "unknown partial `lin`", "did you mean `line`?", 1],
    [
      "{{author.constructor.name}}",
      "`author.constructor.name`: there is no `constructor` here",
      null,
      1,
    ],
    ["{{words.length}}", "`words.length`: there is no `length` here", null, 1],
    ["{{author.__proto__}}", "`author.__proto__`: there is no `__proto__` here", null, 1],
    ["{{optional}}", "what is printed here is nothing", null, 1],
    ["{{author}}", "what is printed here is no text, number or boolean", null, 1],
    ["{{#each author}}{{/each}}", "`#each` takes a list", null, 1],
    ["{{../name}}", "`../` leads out of the template", null, 1],
    ["{{@index}}", "`@index`: there is no `@index` here", null, 1],
    ['{{jion words ", "}}', "unknown helper `jion`", "did you mean `join`?", 1],
    ["{{lookup words 0}}", "unknown helper `lookup`", "use one of: join", 1],
    ["{{#eahc words}}{{/eahc}}", "unknown block `#eahc`", "did you mean `each`?", 1],
    ["{{#words}}{{/words}}", "unknown block `#words`", "use one of: if, unless, each, with", 1],
    ["{{join words}}", "`join` takes 2 values", null, 1],
    [
      '{{#*inline "x"}}{{/inline}}',
      "decorators, inline partials and partial blocks are not offered",
      null,
      1,
    ],
    ["{{> (name)}}", "the name of a partial must be written out, not computed", null, 1],
  ])("%s", (source, message, fix, line) => {
    const found = fault(source);
    expect(found).toEqual({ message, fix, line });
  });

  test("broken syntax names the line", () => {
    expect(fault("a\nb\n{{#if yes}}\n")).toMatchObject({ line: expect.any(Number) });
    expect(fault("a\n{{/if}}").line).toBe(2);
  });

  test("a partial without end is a fault, not a crash", () => {
    const loop = parseTemplate("{{> loop}}", "loop.hbs");
    expect(() => evaluate(loop, VIEW, new Map([["loop", loop]]))).toThrow(/includes itself/);
  });
});
