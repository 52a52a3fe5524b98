/**
 * What is wrong with a template or a target, and where. Thrown while one file is rendered, collected above that:
 * the author of a target reads every fault at once.
 */
export interface FaultPlace {
  /** Path of the file as its author knows it: `fastify/service/src/app.ts.hbs`. */
  readonly file: string;
  /** From 1; 0 where the fault concerns the whole file. */
  readonly line: number;
  readonly column: number;
}

export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
  readonly place: FaultPlace;
  /** What to do about it; null where the message says all. */
  readonly fix: string | null;

  constructor(message: string, place: FaultPlace, fix: string | null = null) {
    super(message);
    this.place = place;
    this.fix = fix;
  }
}
