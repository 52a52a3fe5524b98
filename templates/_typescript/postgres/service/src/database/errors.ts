/** What PostgreSQL's refusals mean. (https://www.postgresql.org/docs/current/errcodes-appendix.html) */
import { DatabaseError } from "pg";

const unique = "23505";
/** Newer versions tell RESTRICT from the rest. */
const foreignKeys = new Set(["23503", "23001"]);
const serialization = new Set(["40001", "40P01"]);
const missingTable = "42P01";
/** The server is going down, starting, or full; a lock or an answer was waited for too long. */
const unavailable = /^(?:08...|53...|57P0[1-5]|57014|55P03|25P0[34])$/;
/** Codes of sockets, where they are those of connections to the database. */
const socketCodes = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;
/** pg gives these no code. */
const broken = /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** There is no connection to the database, or it broke. */
export class ConnectionFailure extends Error {
  override readonly name = "ConnectionFailure";

  constructor(cause: Error) {
    super(cause.message || "it cannot be reached", { cause });
  }
}

/** What the driver throws, told apart from errors of other connections, such as those of HTTP clients. */
export function driverError(error: unknown): unknown {
  return isConnectionFailure(error) ? new ConnectionFailure(error) : error;
}

function isConnectionFailure(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof DatabaseError) return false;
  return ("code" in error && socketCodes.test(String(error.code))) || broken.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof DatabaseError ? (error.code ?? "") : "";
}

/** For programs that talk to nobody but the database. */
export function isDatabaseError(error: unknown): error is Error {
  return (
    error instanceof DatabaseError || error instanceof ConnectionFailure || isConnectionFailure(error)
  );
}

export function isMissingTable(error: unknown): boolean {
  return codeOf(error) === missingTable;
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

/** A migration has changed the type of a column since the statement was planned. */
export function isStalePlan(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === "0A000" &&
    error.message.includes("cached plan must not change result type")
  );
}

/** The database cannot answer now: out of reach, shutting down, all connections taken, too slow. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return (
    error instanceof ConnectionFailure ||
    isSerializationFailure(error) ||
    unavailable.test(codeOf(error))
  );
}
