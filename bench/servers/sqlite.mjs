import { DatabaseSync } from "@photostructure/sqlite";
import { sql } from "./books.mjs";

/** The pragmas of the generated service. */
export function openStore(url) {
  const database = new DatabaseSync(url.replace(/^(?:file|sqlite):/, ""));
  database.exec("pragma busy_timeout = 5000");
  database.exec("pragma journal_mode = wal");
  database.exec("pragma synchronous = normal");
  database.exec("pragma foreign_keys = on");
  const prepare = (text) => database.prepare(text.replaceAll(/\$\d/g, "?"));
  const find = prepare(sql.find);
  const list = prepare(sql.list);
  const create = prepare(sql.create);
  return {
    find: (id) => find.get(id),
    list: (status, limit) => list.all(status, limit),
    create: (values) => create.get(...values),
  };
}
