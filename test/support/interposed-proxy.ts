import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Called for every request that passes: `before` it reaches the server, and `after` it was answered but not yet delivered. */
export type Interposed = (moment: "before" | "after", count: number) => void;

/** A proxy on 127.0.0.1 that lets a test do something at an exact point of a program's traffic. */
export interface Proxy {
  readonly url: string;
  /** Requests since the last call; the hook sees counts from 1. */
  watch(hook: Interposed): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server that speaks plain HTTP; on a free port, unless an earlier one's is wanted again. */
export async function startProxy(target: string, port = 0): Promise<Proxy> {
  let hook: Interposed = () => undefined;
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    const number = count;
    hook("before", number);
    forward(target, incoming, outgoing, () => hook("after", number));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(next) {
      hook = next;
      count = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answered: () => void,
): void {
  const url = new URL(incoming.url ?? "/", target);
  const onward = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
    answered();
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
