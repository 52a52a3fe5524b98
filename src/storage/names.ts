/** Names of constraints and indexes. */
import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names in silence. (https://www.postgresql.org/docs/current/sql-syntax-lexical.html) */
const longest = 63;
const digits = 8;

export type NamePrefix = "pk" | "uq" | "ix" | "fk" | "ck";

export interface Names {
  /** A name that the model has given already; changed only where another table's constraint came to it first. */
  declared(name: string): string;
  /** `uq_books_isbn`; cut with a hash where it is too long, or where another table's constraint came to it first. */
  constraint(prefix: NamePrefix, table: string, parts: readonly string[]): string;
}

/**
 * Tables and indexes share one namespace in both databases (table `a_b` with column `c` and table `a` with column `b_c`
 * meet there), and SQLite does not tell upper from lower case. So one register serves a whole schema.
 */
export function createNames(tables: Iterable<string>): Names {
  const taken = new Set([...tables].map((name) => name.toLowerCase()));
  const isFree = (name: string) =>
    Buffer.byteLength(name) <= longest && !taken.has(name.toLowerCase());
  const give = (wanted: string, identity: readonly unknown[]): string => {
    let name = wanted;
    for (let attempt = 0; !isFree(name); attempt += 1) {
      name = withHash(wanted, JSON.stringify([...identity, attempt]));
    }
    taken.add(name.toLowerCase());
    return name;
  };
  return {
    declared: (name) => give(name, [name]),
    constraint: (prefix, table, parts) =>
      give([prefix, table, ...parts].join("_"), [prefix, table, parts]),
  };
}

function withHash(name: string, identity: string): string {
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, digits);
  const head = name.slice(0, longest - digits - 1).replace(/_+$/, "");
  return `${head}_${hash}`;
}
