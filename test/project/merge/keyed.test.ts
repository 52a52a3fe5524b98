import { describe, expect, test } from "vitest";
import { merge } from "./request.ts";

describe("package.json", () => {
  const base =
    '{\n  "name": "shop",\n  "scripts": {\n    "dev": "tsx watch",\n    "lint": "oxlint"\n  },\n  "dependencies": {\n    "fastify": "^5.0.0",\n    "pg": "^8.0.0"\n  }\n}\n';

  test("keeps the user's order, indentation, additions, removals and newer versions", async () => {
    const mine =
      '{\n    "name": "shop",\n    "private": true,\n    "dependencies": {\n        "pg": "^8.9.0",\n        "lodash": "^4.0.0",\n        "fastify": "^5.0.0"\n    },\n    "scripts": {\n        "dev": "tsx watch --inspect"\n    }\n}\n';
    const theirs =
      '{\n  "name": "shop",\n  "scripts": {\n    "dev": "tsx watch",\n    "lint": "oxlint --deny-warnings",\n    "test": "vitest run"\n  },\n  "dependencies": {\n    "fastify": "^5.1.0",\n    "pg": "^8.1.0",\n    "typebox": "^1.0.0"\n  }\n}\n';
    const merged = await merge({ path: "package.json", base, mine, theirs });
    expect(merged.conflicts).toEqual([]);
    expect(merged.text).toBe(
      '{\n    "name": "shop",\n    "private": true,\n    "dependencies": {\n        "pg": "^8.9.0",\n        "typebox": "^1.0.0",\n        "lodash": "^4.0.0",\n        "fastify": "^5.1.0"\n    },\n    "scripts": {\n        "dev": "tsx watch --inspect",\n        "test": "vitest run"\n    }\n}\n',
    );
  });

  test("one value that both changed is a conflict of that line alone", async () => {
    const merged = await merge({
      path: "package.json",
      base,
      mine: base
        .replace('"tsx watch"', '"node --watch"')
        .replace('"lint"', '"own": "x",\n    "lint"'),
      theirs: base.replace('"tsx watch"', '"tsx watch --env-file"'),
    });
    expect(merged.conflicts).toEqual([
      {
        base: '    "dev": "tsx watch",\n',
        mine: '    "dev": "node --watch",\n',
        theirs: '    "dev": "tsx watch --env-file",\n',
      },
    ]);
  });
});

test("pyproject.toml: requirements are told apart by their names", async () => {
  const base =
    '[project]\nname = "shop"\ndependencies = [\n    "fastapi>=0.115",\n    "sqlalchemy>=2.0",\n]\n\n[tool.ruff]\nline-length = 100\n';
  const mine =
    '# ours\n[project]\nname = "shop"\ndependencies = [\n    "fastapi[standard]>=0.115",\n    "sqlalchemy>=2.0",\n    "httpx", # calls\n]\n\n[tool.own]\nx = 1\n\n[tool.ruff]\nline-length = 88 # narrow\n';
  const theirs =
    '[project]\nname = "shop"\ndependencies = [\n    "fastapi>=0.115",\n    "sqlalchemy>=2.1",\n    "alembic>=1.14",\n]\n\n[tool.ruff]\nline-length = 100\ntarget-version = "py311"\n';
  const merged = await merge({ path: "pyproject.toml", base, mine, theirs });
  expect(merged.conflicts).toEqual([]);
  expect(merged.text).toBe(
    '# ours\n[project]\nname = "shop"\ndependencies = [\n    "fastapi[standard]>=0.115",\n    "sqlalchemy>=2.1",\n    "alembic>=1.14",\n    "httpx", # calls\n]\n\n[tool.own]\nx = 1\n\n[tool.ruff]\nline-length = 88 # narrow\ntarget-version = "py311"\n',
  );
});

test(".env.example: assignments by name, comments with them", async () => {
  const merged = await merge({
    path: ".env.example",
    base: "# where to listen\nHOST=127.0.0.1\nPORT=3000\nLOG_LEVEL=info\n",
    mine: "# where to listen\nHOST=0.0.0.0\nPORT=8080\n# mine\nSTRIPE_KEY=\n",
    theirs:
      "# where to listen\nHOST=127.0.0.1\nPORT=3000\nLOG_LEVEL=warn\n# per minute\nRATE_LIMIT=100\n",
  });
  expect(merged.conflicts).toEqual([]);
  expect(merged.text).toBe(
    "# where to listen\nHOST=0.0.0.0\nPORT=8080\n# per minute\nRATE_LIMIT=100\n# mine\nSTRIPE_KEY=\n",
  );
});

test("compose.yaml: services and their lists, comments kept", async () => {
  const base =
    'services:\n  api:\n    build: .\n    ports:\n      - "3000:3000"\n    environment:\n      PORT: 3000\n';
  const mine =
    'services:\n  api:\n    build: . # here\n    ports:\n      - "3000:3000"\n      - "9229:9229" # debugger\n    environment:\n      PORT: 3000\n      OWN: 1\n  redis:\n    image: redis:7\n';
  const theirs =
    'services:\n  api:\n    build: .\n    ports:\n      - "3000:3000"\n    environment:\n      PORT: 3000\n      DATABASE_URL: postgres://db/shop\n    depends_on:\n      - db\n  db:\n    image: postgres:17\n';
  const merged = await merge({ path: "compose.yaml", base, mine, theirs });
  expect(merged.conflicts).toEqual([]);
  expect(merged.text).toBe(
    'services:\n  api:\n    build: . # here\n    ports:\n      - "3000:3000"\n      - "9229:9229" # debugger\n    environment:\n      PORT: 3000\n      DATABASE_URL: postgres://db/shop\n      OWN: 1\n    depends_on:\n      - db\n  db:\n    image: postgres:17\n  redis:\n    image: redis:7\n',
  );
});
