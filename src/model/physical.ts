/** Names in the database: one scheme on every database and for every target, so that a service can change its framework. */
import { createHash } from "node:crypto";

/** PostgreSQL cuts names at 63 bytes; SQLite knows no limit. Names are ASCII, so characters are bytes. */
const longest = 63;

/** The parts joined by `_`, the tail replaced by a digest where the whole is too long. */
export function physicalName(...parts: readonly string[]): string {
  const name = parts.join("_");
  if (name.length <= longest) {
    return name;
  }
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1)}_${digest}`;
}

/** Columns that every PostgreSQL table has already. (PostgreSQL manual, "System Columns".) */
const systemColumns = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

export function columnName(name: string): string {
  return physicalName(systemColumns.has(name) ? `${name}_` : name);
}

/** SQLite keeps `sqlite_` for itself. */
export function tableName(name: string): string {
  return physicalName(name.startsWith("sqlite_") ? `t_${name}` : name);
}

/** `deleted_at`, or what is free of it: the names of columns that are not shown yield to the user's. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) {
    name = `${wanted}_${count}`;
  }
  return name;
}
