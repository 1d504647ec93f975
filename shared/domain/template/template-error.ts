/** A template or a value the SDK of the chosen mode would fail on. `message` is for a person, `advice` says what to do. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
