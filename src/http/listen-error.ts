import { types } from "node:util";

/** The server cannot listen. The message is a sentence for a person. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  /** What to do about it. */
  readonly remedy = "choose another address and port with listen in agent.yaml, or free this one";

  constructor(host: string, port: number, cause: unknown) {
    super(`the agent cannot listen on ${host}:${port}: ${whyOf(cause)}`, { cause });
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program does",
  EADDRNOTAVAIL: "this machine has no such address",
  EACCES: "the system does not permit it",
};

function whyOf(cause: unknown): string {
  if (!types.isNativeError(cause)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  return WHY[code] ?? cause.message;
}
