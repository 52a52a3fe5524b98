import { describe, expect, test } from "vitest";
import { pluralOf, singularOf, wordsOf } from "../../src/model/words.ts";

describe("names come apart into words", () => {
  test.each([
    ["OrderItem", "order item"],
    ["order_item", "order item"],
    ["orderItem", "order item"],
    ["HTTPServer", "http server"],
    ["OAuth2Token", "o auth2 token"],
    ["userID", "user id"],
    ["line_1", "line 1"],
    ["Line1", "line1"],
    ["X", "x"],
    ["toString", "to string"],
  ])("%s", (name, words) => {
    expect(wordsOf(name).join(" ")).toBe(words);
  });
});

describe("plurals", () => {
  test.each([
    ["book", "books"],
    ["category", "categories"],
    ["day", "days"],
    ["box", "boxes"],
    ["class", "classes"],
    ["address", "addresses"],
    ["status", "statuses"],
    ["branch", "branches"],
    ["dish", "dishes"],
    ["person", "people"],
    ["child", "children"],
    ["quiz", "quizzes"],
    ["shelf", "shelves"],
    ["photo", "photos"],
    ["hero", "heroes"],
    ["analysis", "analyses"],
    ["series", "series"],
    ["news", "news"],
    ["movie", "movies"],
    ["house", "houses"],
    ["database", "databases"],
    ["cache", "caches"],
    ["invoice", "invoices"],
    ["process", "processes"],
    ["message", "messages"],
    ["exercise", "exercises"],
    ["purchase", "purchases"],
    ["knife", "knives"],
    ["bonus", "bonuses"],
    ["virus", "viruses"],
    ["tax", "taxes"],
    ["reply", "replies"],
    ["key", "keys"],
    ["roof", "roofs"],
    ["cookie", "cookies"],
    ["lens", "lenses"],
    ["size", "sizes"],
    ["course", "courses"],
    ["case", "cases"],
    ["response", "responses"],
    ["license", "licenses"],
    ["release", "releases"],
    ["expense", "expenses"],
    ["horse", "horses"],
    ["niche", "niches"],
  ])("%s, %s", (one, many) => {
    expect(pluralOf([one])).toEqual([many]);
    expect(singularOf([many])).toEqual([one]);
  });

  test("only the last word is counted", () => {
    expect(pluralOf(["order", "item"])).toEqual(["order", "items"]);
  });

  test("what is no plural stays", () => {
    for (const word of ["related", "blocked_by", "address", "status", "this", "gas"]) {
      expect(singularOf([word])[0]).toBe(word);
    }
  });
});
