import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestService, startService } from "./support/service.js";

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const file = new URL("../openapi.json", import.meta.url);
const described: Description = JSON.parse(readFileSync(file, "utf8"));

let service: TestService;

beforeAll(async () => {
  service = await startService();
});

afterAll(async () => {
  await service.stop();
});

describe("documentation", () => {
  test("the live document is openapi.json", async () => {
    const answer = await service.app.inject({ url: "/openapi.json" });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(described);
  });

  test("every described operation has a route of its own", async () => {
    const { app } = service;
    const missing = Object.entries(described.paths).flatMap(([path, operations]) => {
      const url = path.replace(/\{([^}]+)\}/g, ":$1");
      return Object.keys(operations)
        .map((method) => method.toUpperCase())
        .filter((method) => !app.hasRoute({ method: method as "GET", url }))
        .map((method) => `${method} ${path}`);
    });
    expect(missing).toEqual([]);
  });

  test("the page loads nothing from elsewhere", async () => {
    const answer = await service.app.inject({ url: "/docs/" });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
