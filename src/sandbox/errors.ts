/**
 * An error as AWS would answer it: the code on the wire, the HTTP status, and whose fault it is.
 *
 * Actions throw it; the server turns it into the protocol's error shape. Anything else that is thrown is a
 * defect of the sandbox and is answered as InternalFailure.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  readonly type: "Sender" | "Receiver";

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
    this.type = status >= 500 ? "Receiver" : "Sender";
  }
}

/** CloudFormation's answer to nearly everything that is wrong with a request: code `ValidationError`, status 400. */
export function validationError(message: string): ApiError {
  return new ApiError("ValidationError", message);
}
