/** What a database itself says its schema is, in one shape for both, so that schemas can be compared. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Client } from "pg";
import { readTable } from "./sqlite-table.ts";

export interface ReflectedTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
    readonly identity: boolean;
    /** As an expression of the database's own spelling. */
    readonly default: string | null;
  }[];
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] };
  /** Sorted by name, as are the lists that follow. */
  readonly indexes: readonly {
    readonly name: string;
    readonly unique: boolean;
    readonly keys: readonly string[];
    readonly where: string | null;
  }[];
  readonly foreignKeys: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly table: string;
    readonly references: readonly string[];
    readonly onDelete: string;
  }[];
  readonly checks: readonly { readonly name: string; readonly condition: string }[];
  /** PostgreSQL: constraints that were never validated, and indexes whose making failed. */
  readonly invalid: readonly string[];
  /** PostgreSQL: what numbers the rows. */
  readonly sequences: readonly string[];
}

type Row = Record<string, unknown>;

const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : 1;

/** Tables in which migrators note what they have run. */
const notes = "('alembic_version', 'kysely_migration', 'kysely_migration_lock')";

export function reflectSqlite(database: DatabaseSyncInstance): ReflectedTable[] {
  const all = (sql: string, ...values: string[]): Row[] =>
    database.prepare(sql).all(...values) as Row[];
  const tables = all(
    `select name, sql from sqlite_master
      where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not in ${notes} order by name`,
  );
  return tables.map((table) => {
    const name = String(table["name"]);
    const sql = String(table["sql"]);
    const columns = all("select * from pragma_table_xinfo(?)", name);
    const text = readTable(sql);
    return {
      name,
      columns: columns.map((column) => ({
        name: String(column["name"]),
        type: String(column["type"]),
        nullable: column["notnull"] === 0,
        identity: column["pk"] === 1 && /PRIMARY KEY AUTOINCREMENT/.test(sql),
        default: column["dflt_value"] === null ? null : String(column["dflt_value"]),
      })),
      primaryKey: {
        name: text.primaryKey,
        columns: columns
          .filter((column) => Number(column["pk"]) > 0)
          .sort((a, b) => Number(a["pk"]) - Number(b["pk"]))
          .map((column) => String(column["name"])),
      },
      indexes: all("select * from pragma_index_list(?)", name)
        .filter((index) => index["origin"] === "c")
        .map((index) => ({
          name: String(index["name"]),
          unique: index["unique"] === 1,
          keys: all("select * from pragma_index_xinfo(?) where key = 1", String(index["name"])).map(
            (key) => `${String(key["name"])}${key["desc"] === 1 ? " DESC" : ""}`,
          ),
          where: partialCondition(
            String(
              all("select sql from sqlite_master where name = ?", String(index["name"]))[0]?.[
                "sql"
              ],
            ),
          ),
        }))
        .sort(byName),
      foreignKeys: all("select * from pragma_foreign_key_list(?)", name)
        .map((key) => ({
          name:
            text.foreignKeys.find(({ columns: [column] }) => column === String(key["from"]))
              ?.name ?? "",
          columns: [String(key["from"])],
          table: String(key["table"]),
          references: [String(key["to"])],
          onDelete: String(key["on_delete"]),
        }))
        .sort(byName),
      checks: [...text.checks].sort(byName),
      invalid: [],
      sequences: [],
    };
  });
}

function partialCondition(sql: string): string | null {
  return / WHERE (.*)$/s.exec(sql)?.[1] ?? null;
}

export async function reflectPostgres(client: Client): Promise<ReflectedTable[]> {
  const all = async (sql: string, ...values: unknown[]): Promise<Row[]> =>
    (await client.query<Row>(sql, values)).rows;
  const tables = await all(
    `select oid, relname from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ${notes}
      order by relname collate "C"`,
  );
  const reflected: ReflectedTable[] = [];
  for (const { oid, relname } of tables) {
    const columns = await all(
      `select a.attname, format_type(a.atttypid, a.atttypmod) as type, c.collname, a.attnotnull,
              a.attidentity, pg_get_expr(d.adbin, d.adrelid) as "default",
              pg_get_serial_sequence($1::oid::regclass::text, a.attname) as sequence
         from pg_attribute a
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         left join pg_collation c on c.oid = a.attcollation
        where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
      oid,
    );
    const constraints = await all(
      `select conname, contype, convalidated, pg_get_constraintdef(oid) as definition, confrelid::regclass::text as parent,
              confdeltype,
              array(select attname::text from unnest(conkey) with ordinality k(n, i)
                      join pg_attribute on attrelid = conrelid and attnum = n order by i) as columns,
              array(select attname::text from unnest(confkey) with ordinality k(n, i)
                      join pg_attribute on attrelid = confrelid and attnum = n order by i) as "references"
         from pg_constraint where conrelid = $1 order by conname collate "C"`,
      oid,
    );
    const indexes = await all(
      `select i.relname, x.indisunique, x.indisvalid, pg_get_expr(x.indpred, x.indrelid) as "where",
              array(select pg_get_indexdef(x.indexrelid, n, true) ||
                           case x.indoption[n - 1] & 3 when 1 then ' DESC NULLS LAST' when 3 then ' DESC' else '' end
                      from generate_series(1, x.indnkeyatts) n order by n) as keys
         from pg_index x join pg_class i on i.oid = x.indexrelid
        where x.indrelid = $1 and not x.indisprimary order by i.relname collate "C"`,
      oid,
    );
    const key = constraints.find((constraint) => constraint["contype"] === "p");
    reflected.push({
      name: String(relname),
      columns: columns.map((column) => ({
        name: String(column["attname"]),
        type: `${String(column["type"])}${column["collname"] === null ? "" : ` ${String(column["collname"])}`}`,
        nullable: column["attnotnull"] === false,
        identity: column["attidentity"] === "d",
        default: column["default"] === null ? null : String(column["default"]),
      })),
      primaryKey: { name: String(key?.["conname"]), columns: (key?.["columns"] ?? []) as string[] },
      indexes: indexes.map((index) => ({
        name: String(index["relname"]),
        unique: index["indisunique"] === true,
        keys: (index["keys"] as string[]).map((text) => text.replaceAll('"', "")),
        where: index["where"] === null ? null : String(index["where"]),
      })),
      foreignKeys: constraints
        .filter((constraint) => constraint["contype"] === "f")
        .map((constraint) => ({
          name: String(constraint["conname"]),
          columns: constraint["columns"] as string[],
          table: String(constraint["parent"]).replaceAll('"', ""),
          references: constraint["references"] as string[],
          onDelete: actions[String(constraint["confdeltype"])] ?? "",
        })),
      checks: constraints
        .filter((constraint) => constraint["contype"] === "c")
        .map((constraint) => ({
          name: String(constraint["conname"]),
          condition: String(constraint["definition"]),
        })),
      invalid: [
        ...constraints.filter((constraint) => constraint["convalidated"] === false),
        ...indexes.filter((index) => index["indisvalid"] === false),
      ].map((one) => String(one["conname"] ?? one["relname"])),
      sequences: columns
        .map((column) => column["sequence"])
        .filter((sequence) => typeof sequence === "string"),
    });
  }
  return reflected;
}

const actions: Readonly<Record<string, string>> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
};
