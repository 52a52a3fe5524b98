/** Programs that some of the tests need, and that a machine may lack. */
import { spawnSync } from "node:child_process";
import { postgresPrograms } from "./postgres.ts";

export const python = process.env["PYTHON"] ?? "python3";

/** Python 3.11 or newer. */
export const hasPython =
  spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0;

export const hasPostgres = postgresPrograms() !== null;
