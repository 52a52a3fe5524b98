import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** An empty database of its own, in a temporary folder. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "test-"));
  return {
    url: `sqlite:${join(folder, "test.db")}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
