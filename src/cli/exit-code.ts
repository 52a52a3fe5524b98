/** What each exit code promises; scripts rely on them. */
export const EXIT = {
  done: 0,
  /** The declaration is invalid, or `--check` found that something would change. */
  invalid: 1,
  /** A decision is missing and nobody can be asked, or the command line is not understood. */
  undecided: 2,
  /** Files were edited and their output changed. */
  conflicts: 3,
  /** The project is in a state in which nothing may be written. */
  refused: 4,
  /** A question was answered by Ctrl-C. */
  stopped: 130,
  /** A fault of ours. */
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
