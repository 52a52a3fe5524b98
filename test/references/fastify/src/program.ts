/** What every program of this project begins with, and how it ends where something outside of it is wrong. */
import { existsSync } from "node:fs";
import process from "node:process";
import { type Config, ConfigError, readConfig } from "./config.js";
import { isDatabaseError } from "./database/errors.js";
import { MigrationStopped } from "./database/migration.js";
import { MissingSchema } from "./database/schema.js";

/** The program was called with arguments that it does not know. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Their messages tell all: where in the code they were thrown would help nobody. */
const told = [ConfigError, MigrationStopped, MissingSchema, UsageError];

/** Reads the settings, from `.env` too, and works with them. What is wrong is told on standard error, with exit code 1. */
export async function runProgram(work: (config: Config) => Promise<void>): Promise<void> {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
    await work(readConfig(process.env));
  } catch (error) {
    console.error(messageOf(error));
    // What had been opened by then would keep the process.
    process.exit(1);
  }
}

function messageOf(error: unknown): unknown {
  if (isDatabaseError(error)) return `The database: ${error.message}`;
  if (!(error instanceof Error)) return error;
  const isListening =
    "syscall" in error && ["listen", "getaddrinfo"].includes(String(error.syscall));
  return isListening || told.some((kind) => error instanceof kind) ? error.message : error;
}
