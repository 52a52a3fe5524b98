import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { editDeclaration } from "../../src/language/edit.ts";
import { loadModelFromText } from "../../src/model/load.ts";

const starters = join(import.meta.dirname, "../../templates/starters");

test.each(readdirSync(starters))("%s keeps every line that is not meant", (name) => {
  const text = readFileSync(join(starters, name, "restwright.yaml"), "utf8");
  const edited = editDeclaration(text, {
    framework: "hono",
    database: "postgres",
    name: "my-app",
    title: "It's: mine #1",
  });
  const { model } = loadModelFromText(edited, "restwright.yaml");
  expect(model?.framework).toBe("hono");
  expect(model?.database).toBe("postgres");
  expect(model?.service).toMatchObject({ name: "my-app", title: "It's: mine #1" });
  const before = text.split("\n");
  const changed = edited.split("\n").filter((line, index) => line !== before[index]);
  expect(changed).toHaveLength(4);
});

test("missing keys are added, comments stay", () => {
  const edited = editDeclaration("# top\nrestwright: 1 # version\nservice: { name: x } # end\n", {
    title: "X",
    database: "sqlite",
  });
  expect(edited).toBe(
    "# top\nrestwright: 1 # version\ndatabase: sqlite\nservice: { title: X, name: x } # end\n",
  );
});

test("what is no YAML map is refused", () => {
  expect(() => editDeclaration("- a", { framework: "x" })).toThrow("Only a YAML map");
});
