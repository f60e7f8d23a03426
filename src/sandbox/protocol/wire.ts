import type { IncomingHttpHeaders } from "node:http";

/** One HTTP request, read whole and bounded; nothing in it is trusted. */
export interface WireRequest {
  readonly method: string;
  /** The path without its query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body before it was read as UTF-8. */
  readonly bytes?: Buffer;
}

/** One HTTP answer, ready to be written. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
