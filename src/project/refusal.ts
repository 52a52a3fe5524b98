/** The project is in a state in which nothing may be written; the command line prints it and exits 4. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Paths it is about, each on a line of its own in the report. */
  readonly paths: readonly string[];
  readonly fix: string | null;

  constructor(message: string, paths: readonly string[] = [], fix: string | null = null) {
    super(message);
    this.paths = paths;
    this.fix = fix;
  }
}
