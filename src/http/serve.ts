import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { AgentFace, AgentServer } from "../model/agent-face.ts";
import type { Log } from "../model/ports.ts";
import type { Secret } from "../model/secret.ts";
import { agentApp, unreadable } from "./agent-app.ts";
import { apiRoutes } from "./api-routes.ts";
import { ListenError } from "./listen-error.ts";
import { toResponse } from "./reply.ts";
import type { HostName } from "./webhook-hosts.ts";
import { webhookRoutes } from "./webhook-routes.ts";

/** Where an agent listens, and to whom. */
export interface ServeOptions {
  /** Address of this machine. */
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whoever knows it may give orders; without it nobody. */
  readonly token?: Secret;
  /** Secrets of the Git hosts that may tell of a push. */
  readonly webhooks: Readonly<Partial<Record<HostName, Secret>>>;
  /** The branch that is followed. */
  readonly branch: string;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits?: Partial<ServeLimits>;
}

/** What anybody may take of the agent's memory and time. */
export interface ServeLimits {
  /** Open at once; further ones are closed at once. */
  readonly connections: number;
  readonly headersMs: number;
  /** From the first byte of a request to the last one of its body. */
  readonly requestMs: number;
  /** A connection on which nothing moves for so long is closed: nobody reads the answer. */
  readonly stillMs: number;
  readonly webhookBytes: number;
  readonly orderBytes: number;
}

/** Listens for people, Prometheus and Git hosts. Throws a `ListenError` when it cannot. */
export async function serve(face: AgentFace, options: ServeOptions): Promise<AgentServer> {
  const limits = { ...USUAL, ...options.limits };
  const server = newServer(listenerFor(face, options, limits), limits);
  await listen(server, options);
  const { log } = options;
  server.on("error", (error) => log.error("the server failed", { why: error.message }));
  return { url: urlOf(server, options.host), close: () => close(server) };
}

/**
 * All connections together hold 100 MB of deliveries at most. A push of so many commits that it does not fit is seen by
 * the next look at the repository. Load balancers keep an idle connection for 60 s: no request meets a closing one.
 */
const USUAL: ServeLimits = {
  connections: 100,
  headersMs: 10_000,
  requestMs: 20_000,
  stillMs: 65_000,
  webhookBytes: 1024 * 1024,
  orderBytes: 64 * 1024,
};

const CLOSE_WITHIN_MS = 1000;

type Listener = ReturnType<typeof getRequestListener>;

function listenerFor(face: AgentFace, options: ServeOptions, limits: ServeLimits): Listener {
  const { token, webhooks, branch, log, now } = options;
  const app = agentApp(
    [
      ...apiRoutes(face, { token, bytes: limits.orderBytes, now }),
      ...webhookRoutes(face, { secrets: webhooks, branch, bytes: limits.webhookBytes, now }),
    ],
    log,
  );
  return getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: () => toResponse(unreadable),
  });
}

/** Node closes connections that do not get on, and answers them 408. */
function newServer(listener: Listener, limits: ServeLimits): Server {
  const { headersMs, requestMs, stillMs } = limits;
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: stillMs,
      connectionsCheckingInterval: Math.min(headersMs, requestMs) / 4,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = limits.connections;
  server.timeout = stillMs;

  return server;
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ListenError(host, port, error);
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(impatient);
}
