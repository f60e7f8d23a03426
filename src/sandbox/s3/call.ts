import type { ServiceCall } from "../protocol/service.ts";
import type { WireAnswer, WireRequest } from "../protocol/wire.ts";

/** One call of S3: the request as it came, besides what every service gets. */
export interface S3Call extends ServiceCall {
  readonly request: WireRequest;
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): WireAnswer {
  return { status, headers, body: "" };
}
