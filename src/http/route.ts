import type { Reply } from "./reply.ts";

/** One thing that can be asked for. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Without parameters, so that it can be logged. */
  readonly path: string;
  /** Throws what nobody expects: a secret that cannot be read. */
  readonly answer: (request: Request) => Reply | Promise<Reply>;
}
