/** What is wrong with a request to the control endpoint, in a sentence for the person who sent it. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
