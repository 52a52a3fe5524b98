import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { defaultUrl } from "../../src/database/url.js";

export interface TestDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** Any database of the server will do; the tests make their own beside it. */
const serverUrl = process.env["TEST_DATABASE_URL"] ?? defaultUrl;

/** An empty database of its own, on the server that TEST_DATABASE_URL names. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(`drop database ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
