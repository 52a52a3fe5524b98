/** Collects questions, and knows which of them were answered with consent. */
import type { Column } from "../storage/storage.ts";
import type { Consent, Question } from "./questions.ts";

export class Asking {
  readonly questions: Question[] = [];
  /** New columns that may be old ones under another name; nothing else is asked about them before that is known. */
  readonly guessed = new Set<Column>();
  readonly #consent: Consent;

  constructor(consent: Consent) {
    this.#consent = consent;
  }

  /** Whether consent was given; otherwise the question is noted. */
  consents(question: Question): boolean {
    const consent = question.choices.find((choice) => choice.kind === "consent");
    const isGiven =
      consent !== undefined &&
      (this.#consent.keys.has(question.key) || (consent.byFlag && this.#consent.destructive));
    if (!isGiven) this.ask(question);
    return isGiven;
  }

  /** An embedded type stands in many columns, and is asked about once. */
  ask(question: Question): void {
    if (!this.questions.some(({ key }) => key === question.key)) this.questions.push(question);
  }
}
