import { describe, expect, test } from "vitest";
import { fillPath, unsafePath } from "../../src/render/output-path.ts";
import { render } from "../../src/render/render.ts";

function template(folder: string, path: string, source: string, verbatim = false) {
  return { folder, path, source, verbatim, origin: `t/${folder}/${path}` };
}

test("service templates render once, resource templates once per resource, in the order of paths", () => {
  const { files, faults } = render(
    [
      template("service", "README.md", "# {{title}}\n"),
      template("resource", "src/[resource]/[resource].ts", "// {{name}}\n"),
      template("service", "keep.txt", "{{not a template}}", true),
    ],
    [],
    {
      service: [{ placeholders: {}, view: { title: "Shop" } }],
      resource: [
        { placeholders: { resource: "order-item" }, view: { name: "OrderItem" } },
        { placeholders: { resource: "book" }, view: { name: "Book" } },
      ],
    },
  );
  expect(faults).toEqual([]);
  expect(files.map(({ path, text }) => [path, text])).toEqual([
    ["README.md", "# Shop\n"],
    ["keep.txt", "{{not a template}}"],
    ["src/book/book.ts", "// Book\n"],
    ["src/order-item/order-item.ts", "// OrderItem\n"],
  ]);
});

test("a template that renders to nothing emits no file, a verbatim empty file stays", () => {
  const { files } = render(
    [
      template("service", "a.ts", "{{#if no}}x{{/if}}\n"),
      template("service", "__init__.py", "", true),
    ],
    [],
    { service: [{ placeholders: {}, view: { no: false } }] },
  );
  expect(files.map(({ path }) => path)).toEqual(["__init__.py"]);
});

test("every fault is reported at once", () => {
  const { faults } = render(
    [
      template("service", "a", "{{x}}"),
      template("service", "b", "{{y}}"),
      template("service", "[c]", ""),
    ],
    [template("partials", "p", "{{#if}}")],
    { service: [{ placeholders: {}, view: {} }] },
  );
  expect(faults.map(({ place }) => place.file)).toEqual([
    "t/partials/p",
    "t/service/a",
    "t/service/b",
  ]);
});

test("two templates that write one path, in any case, are a fault that names both", () => {
  const views = {
    service: [{ placeholders: {}, view: {} }],
    resource: [{ placeholders: { resource: "App" }, view: {} }],
  };
  const { faults } = render(
    [template("service", "src/app.ts", "a"), template("resource", "src/[resource].ts", "b")],
    [],
    views,
  );
  expect(faults.map(({ message }) => message)).toEqual([
    "src/App.ts is also written by t/service/src/app.ts",
  ]);
});

describe("paths", () => {
  test.each([
    "../x",
    "/etc/x",
    "C:/x",
    "a//b",
    "a/./b",
    "a\\b",
    "con",
    "src/NUL.txt",
    "a:b",
    "a?",
    "trailing.",
    "nul\u0000",
    ".git/hooks/x",
    ".restwright/state.json",
    "e\u0301.ts",
    "",
  ])("%j is refused", (path) => {
    expect(unsafePath(path)).not.toBeNull();
  });

  test.each([".github/workflows/ci.yml", ".gitignore", "src/console.ts", "a b.md", "é.ts"])(
    "%j is allowed",
    (path) => {
      expect(unsafePath(path)).toBeNull();
    },
  );

  test("an unknown placeholder names those there are", () => {
    expect(() => fillPath("[resorce].ts", { resource: "x" }, "o")).toThrow(/unknown placeholder/);
    expect(() => fillPath("[x].ts", { x: "../y" }, "o")).toThrow(/leads elsewhere/);
  });
});
