import { createHmac } from "node:crypto";
import { serve, type ServeOptions } from "../../src/http/serve.ts";
import type { AgentServer } from "../../src/model/agent-face.ts";
import { memoryFace, type MemoryFace } from "../support/memory-face.ts";
import { memoryLog, type LoggedLine } from "../support/memory-log.ts";

/** The time at which served agents are asked. */
export const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

export const TOKEN = "a-token-for-orders";
export const SECRET = "a-secret-of-a-host";

/** A server over a face in memory, on a free port. */
export interface Served extends AgentServer {
  readonly face: MemoryFace;
  readonly lines: readonly LoggedLine[];
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Starts one that listens to all hosts. */
export async function served(options: Partial<ServeOptions> = {}): Promise<Served> {
  const face = memoryFace();
  const log = memoryLog();
  const secret = async (): Promise<string> => SECRET;
  const server = await serve(face, {
    host: "127.0.0.1",
    port: 0,
    token: async () => TOKEN,
    webhooks: { github: secret, gitlab: secret, bitbucket: secret, generic: secret },
    branch: "main",
    log,
    now: () => NOW,
    ...options,
  });
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, init);
  return {
    ...server,
    face,
    lines: log.lines,
    get,
    post: (path, body, headers = {}) =>
      get(path, { method: "POST", headers, ...(body === undefined ? {} : { body }) }),
  };
}

/** The HMAC of a text, as GitHub writes it. */
export function signed(text: string, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
}
