/** What SQLite's refusals mean. */
function messageOf(error: unknown): string {
  const isSqlite = error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
  return isSqlite ? error.message : "";
}

export function isDatabaseError(error: unknown): error is Error {
  return messageOf(error) !== "";
}

export function isMissingTable(error: unknown): boolean {
  return messageOf(error).startsWith("no such table:");
}

/** A write that a foreign key or a unique index refuses. */
export function isConstraintViolation(error: unknown): boolean {
  return /^(?:UNIQUE|FOREIGN KEY) constraint failed/.test(messageOf(error));
}

export function isForeignKeyViolation(error: unknown): boolean {
  return messageOf(error).startsWith("FOREIGN KEY constraint failed");
}

/** Another process holds the lock of the file for longer than anyone waits. */
export function isDatabaseLocked(error: unknown): boolean {
  return /database (?:table )?is locked/.test(messageOf(error));
}

/** The database cannot answer now: locked by another process, its file or disk out of reach. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return (
    isDatabaseLocked(error) ||
    /unable to open database|disk I\/O error|database or disk is full|attempt to write a readonly|database is not open/.test(
      messageOf(error),
    )
  );
}
