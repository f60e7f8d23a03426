import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request that a scripted server got. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it answers; `hang`: nothing, ever. */
export type ScriptedAnswer =
  | "hang"
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** A server on 127.0.0.1 that answers as it was told. */
export interface ScriptedServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Resolves when so many requests have come. */
  gets(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that answers the nth request (from 0) by a function of it. */
export async function startScriptedServer(
  answer: (request: Heard, index: number) => ScriptedAnswer,
): Promise<ScriptedServer> {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = "", url: path = "", headers } = request;
      const it: Heard = { method, path, headers, body };
      const said = answer(it, heard.length);
      heard.push(it);
      for (const look of waiting) look();
      if (said === "hang") return;
      response.writeHead(said.status, said.headers);
      response.end(said.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    gets: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (heard.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
