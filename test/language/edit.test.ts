import { expect, test } from "vitest";
import { parse } from "yaml";
import { setValue } from "../../src/language/edit.ts";

test("what is no YAML map is refused", () => {
  expect(() => setValue("- a", ["framework"], "x")).toThrow("Only a YAML map");
});

const BOOK = `resources:
  Book:
    fields:
      title: string(1..200) # on the cover
      status: enum(draft, sold) = draft
      isbn: { type: string(13), unique: true } # thirteen digits
      pages:
        type: integer?

  # People who write.
  Author: { fields: { name: "string(1..80)", died: date? } }
`;

test.each([
  [
    "a key of a field in shorthand, which becomes a map",
    ["resources", "Book", "fields", "title", "was"],
    "name",
    ["      title: string(1..200) # on the cover"],
    ["      title:", "        type: string(1..200) # on the cover", "        was: name"],
  ],
  [
    "a key within a key",
    ["resources", "Book", "fields", "status", "map", "lost"],
    "sold",
    ["      status: enum(draft, sold) = draft"],
    ["      status:", "        type: enum(draft, sold) = draft", "        map: { lost: sold }"],
  ],
  [
    "a key of a map on one line",
    ["resources", "Book", "fields", "isbn", "backfill"],
    "0000000000000",
    ["      isbn: { type: string(13), unique: true } # thirteen digits"],
    ['      isbn: { type: string(13), unique: true, backfill: "0000000000000" } # thirteen digits'],
  ],
  [
    "a key of a map",
    ["resources", "Book", "fields", "pages", "was"],
    ["sheets", "leaves"],
    [],
    ["        was: [ sheets, leaves ]"],
  ],
  [
    "a field, before the comment on what comes next",
    ["resources", "Book", "fields", "cover"],
    { drop: "keep" },
    [],
    ["      cover: { drop: keep }"],
  ],
  [
    "a field in shorthand within braces",
    ["resources", "Author", "fields", "died", "was"],
    "death",
    ['  Author: { fields: { name: "string(1..80)", died: date? } }'],
    ['  Author: { fields: { name: "string(1..80)", died: { type: date?, was: death } } }'],
  ],
  ["a resource", ["resources", "Shelf"], { drop: "keep" }, [], ["  Shelf: { drop: keep }"]],
] as const)("sets %s, and leaves all other lines", (_, path, value, gone, added) => {
  const edited = setValue(BOOK, path, value);
  const lines = (text: string) => text.split("\n");
  expect(lines(BOOK).filter((line) => !lines(edited).includes(line))).toEqual(gone);
  expect(lines(edited).filter((line) => !lines(BOOK).includes(line))).toEqual(added);
  expect(value).toEqual(path.reduce<unknown>((inner, key) => (inner as never)[key], parse(edited)));
});
