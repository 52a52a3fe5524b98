import pg from "pg";
import { sql } from "./books.mjs";

const { builtins } = pg.types;
const parsers = new Map([
  [builtins.INT8, Number],
  [builtins.DATE, String],
  [
    builtins.TIMESTAMPTZ,
    (text) =>
      `${text.slice(0, 10)}T${text.slice(11, 19)}.${(text.slice(20, -3) || "0").padEnd(3, "0")}Z`,
  ],
]);

export function openStore(url) {
  const pool = new pg.Pool({
    connectionString: url,
    options: "-c timezone=UTC",
    types: { getTypeParser: (id, format) => parsers.get(id) ?? pg.types.getTypeParser(id, format) },
  });
  const rows = async (name, values) => (await pool.query({ name, text: sql[name], values })).rows;
  return {
    find: async (id) => (await rows("find", [id]))[0],
    list: (status, limit) => rows("list", [status, limit]),
    create: async (values) => (await rows("create", values))[0],
  };
}
