import { expect, test } from "vitest";
import { startCluster } from "./postgres.ts";
import { hasPostgres } from "./requirements.ts";

test.skipIf(!hasPostgres)(
  "a throw-away cluster gives databases, survives an interruption and leaves nothing behind",
  async () => {
    const cluster = await startCluster();
    try {
      expect(cluster.database("one")).toMatch(/^postgres:\/\/restwright@127\.0\.0\.1:\d+\/one$/);
      cluster.query("one", "create table kept (n int); insert into kept values (7)");
      await cluster.interrupt();
      expect(() => cluster.query("one", "select 1")).toThrow();
      await cluster.resume();
      expect(cluster.query("one", "select n from kept")).toBe("7");
      cluster.dropDatabase("one");
      expect(() => cluster.query("one", "select 1")).toThrow(/does not exist/);
    } finally {
      await cluster.stop();
    }
  },
);
