import { join } from "node:path";
import { expect, test } from "vitest";
import { exampleRequests } from "../../src/contract/example-requests.ts";
import { loadModel } from "../../src/model/load.ts";
import { seedRows } from "../../src/storage/seed.ts";

test("example requests name rows of the seeds and send valid bodies", async () => {
  const { model } = await loadModel(join(import.meta.dirname, "../references/restwright.yaml"));
  if (!model) throw new Error("The reference declaration has faults.");
  const requests = exampleRequests(model);
  const titles = requests.map(({ title }) => title);
  expect(titles.filter((title) => title.includes("author"))).toEqual([
    "List authors",
    "Create an author",
    "Retrieve an author",
    "Replace an author",
    "Update an author",
    "List books by author",
    "Delete an author",
  ]);
  expect(titles).toContain("Add to tags of a book");
  expect(titles.findIndex((title) => title.startsWith("Delete "))).toBe(
    titles.findLastIndex((title) => !title.startsWith("Delete ")) + 1,
  );
  expect(titles.indexOf("Delete a book")).toBeLessThan(titles.indexOf("Delete an author"));
  const named = (title: string) => requests.find((request) => request.title === title);
  // Its isbn is immutable, and a country's id.
  expect(JSON.parse(named("Create a book")?.body ?? "")).toHaveProperty("isbn");
  expect(JSON.parse(named("Replace a book")?.body ?? "")).not.toHaveProperty("isbn");
  expect(JSON.parse(named("Replace a country")?.body ?? "")).not.toHaveProperty("id");
  expect(requests.filter(({ ifMatch }) => ifMatch).map(({ title }) => title)).toEqual([
    "Replace a review",
    "Update a review",
    "Delete a review",
  ]);
  const ids = new Map(seedRows(model, 1).rows.map((row) => [row.resource, String(row.id)]));
  const paths = requests.map(({ path }) => path);
  expect(paths).toContain(`/publishers/${ids.get("Publisher")}`);
  expect(paths).toContain(`/countries/${ids.get("Country")}`);
  for (const { method, body } of requests) {
    const hasBody = ["POST", "PATCH"].includes(method);
    if (hasBody) expect(Object.keys(JSON.parse(body ?? "") as object).length).toBeGreaterThan(0);
    if (method === "GET" || method === "DELETE") expect(body).toBeNull();
  }
});
