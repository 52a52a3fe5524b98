/** What PostgreSQL's refusals mean. (https://www.postgresql.org/docs/current/errcodes-appendix.html) */
const unique = "23505";
/** Newer versions tell RESTRICT from the rest. */
const foreignKeys = new Set(["23503", "23001"]);
const serialization = new Set(["40001", "40P01"]);
/** The server is going down, starting, or full; the connection broke. */
const unavailable = /^(?:08...|53...|57P0[1-5]|55P03|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;
/** pg gives these no code. */
const broken = /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout)/;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** A write that a foreign key or a unique index refuses. */
export function isConstraintViolation(error: unknown): boolean {
  return codeOf(error) === unique || isForeignKeyViolation(error);
}

export function isForeignKeyViolation(error: unknown): boolean {
  return foreignKeys.has(codeOf(error));
}

/** Two transactions were in each other's way; the same again may succeed. */
export function isSerializationFailure(error: unknown): boolean {
  return serialization.has(codeOf(error));
}

/** The database cannot answer now: out of reach, shutting down, all connections taken. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isSerializationFailure(error) || unavailable.test(codeOf(error))) return true;
  return error instanceof Error && broken.test(error.message);
}
