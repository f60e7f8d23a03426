/** Git ended with an error. */
export class GitError extends Error {
  override readonly name = "GitError";
  /** What it said; comes from outside and may hold a credential. */
  readonly said: string;

  constructor(said: string) {
    super("git failed");
    this.said = said;
  }
}

/** Git printed more than anybody reads. */
export class TooMuchOutput extends Error {
  override readonly name = "TooMuchOutput";
}
