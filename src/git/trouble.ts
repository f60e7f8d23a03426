import type { SourceFailure } from "../model/source.ts";

/** The repository cannot be read at present; what is known of it stays. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  readonly failure: SourceFailure;

  /** `cause` is the same for the same cause, when the message quotes what differs each time. */
  constructor(message: string, remedy?: string, cause?: string) {
    super(message);
    this.failure = {
      message,
      ...(remedy === undefined ? {} : { remedy }),
      ...(cause === undefined ? {} : { cause }),
    };
  }
}

/** A commit that may not be used. The message goes on after the commit's name: `is not signed`. */
export class Unusable extends Error {
  override readonly name = "Unusable";
  readonly failure: SourceFailure;

  constructor(message: string, remedy: string) {
    super(message);
    this.failure = { message, remedy };
  }
}
