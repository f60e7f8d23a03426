import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { createCallCounter } from "./calls.ts";
import type { Durations } from "./clock.ts";
import { sandboxClock, setDurations } from "./clock.ts";
import { control, isControl } from "./control/control.ts";
import type { Reply, Sandbox } from "./dispatch.ts";
import { dispatch } from "./dispatch.ts";
import type { Journal } from "./journal.ts";
import { openJournal } from "./journal.ts";
import { readRequest, RequestTooLarge } from "./protocol/read-request.ts";
import type { WireAnswer, WireRequest } from "./protocol/wire.ts";
import type { StateLock } from "./state-lock.ts";
import { lockState } from "./state-lock.ts";
import { createThrottle } from "./throttling.ts";
import type { World } from "./world.ts";
import { createWorld } from "./world.ts";

/** How a sandbox is started. */
export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the state is kept; without it, it ends with the process. */
  readonly stateDir?: string;
  /** How long operations take. Without it, as the state says; instant in a new one. */
  readonly durations?: Durations;
  /** The real time, in epoch milliseconds. */
  readonly now?: () => number;
}

/** A sandbox that is up. */
export interface RunningSandbox {
  readonly url: string;
  /** Answers what is being handled, then closes every connection and gives the state folder free. */
  close(): Promise<void>;
}

/**
 * Starts the local AWS on 127.0.0.1.
 *
 * Every change is in the journal before the answer that tells of it leaves, so the state survives `kill -9`.
 * Throws StateInUse when another sandbox has the folder, and the system's error when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const undo: (() => void)[] = [];
  try {
    const world = createWorld();
    const state = await openState(options.stateDir, world, undo);
    if (options.durations !== undefined) setDurations(world, options.durations);
    const sandbox = {
      world,
      clock: sandboxClock(world, options.now),
      calls: createCallCounter(),
      throttle: createThrottle(world),
      reportDefect,
    };
    const server = serve(sandbox, () => state?.journal.flush());
    await listen(server, options.port);
    const url = `http://127.0.0.1:${String(portOf(server))}`;
    state?.lock.publish(url);
    return { url, close: () => closeServer(server).finally(() => undoAll(undo)) };
  } catch (error) {
    undoAll(undo);
    throw error;
  }
}

/** Longer than any client keeps an idle connection, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 120_000;
const CLOSE_WITHIN_MS = 1000;

async function openState(
  stateDir: string | undefined,
  world: World,
  undo: (() => void)[],
): Promise<{ readonly journal: Journal; readonly lock: StateLock } | undefined> {
  if (stateDir === undefined) return undefined;
  const lock = await lockState(stateDir);
  undo.unshift(() => lock.release());
  const journal = openJournal(stateDir, world);
  undo.unshift(() => journal.close());
  return { journal, lock };
}

function undoAll(steps: readonly (() => void)[]): void {
  for (const step of steps) step();
}

function serve(sandbox: Sandbox, flush: () => void): Server {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    answer(sandbox, flush, incoming, outgoing).catch((error: unknown) => {
      if (!incoming.destroyed || outgoing.writable) reportDefect(error);
      outgoing.destroy();
    });
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  return server;
}

async function answer(
  sandbox: Sandbox,
  flush: () => void,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readOrRefuse(incoming, outgoing);
  if (request === undefined) return;
  const reply = replyTo(sandbox, request);
  flush();
  send(reply, outgoing);
}

async function readOrRefuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<WireRequest | undefined> {
  try {
    return await readRequest(incoming);
  } catch (error) {
    if (error instanceof RequestTooLarge) {
      outgoing.writeHead(413, { connection: "close" }).end("Request Entity Too Large");
      return undefined;
    }
    outgoing.destroy();
    return undefined;
  }
}

function replyTo(sandbox: Sandbox, request: WireRequest): Reply {
  if (isFromBrowser(request)) {
    const body = "The sandbox does not answer browsers' pages: this request has an Origin.\n";
    return { kind: "answer", answer: { status: 403, headers: { "content-type": "text/plain" }, body } };
  }
  return isControl(request)
    ? { kind: "answer", answer: control(sandbox, request) }
    : dispatch(sandbox, request);
}

/** No page may drive the sandbox, not even one whose host name was made to point here; a person who types the address may look. */
function isFromBrowser({ headers }: WireRequest): boolean {
  const site = headers["sec-fetch-site"];
  return headers.origin !== undefined || (site !== undefined && site !== "none");
}

function send(reply: Reply, outgoing: ServerResponse): void {
  switch (reply.kind) {
    case "answer":
      write(reply.answer, outgoing);
      return;
    case "break":
      reset(outgoing.socket);
      return;
    case "hang": {
      const socket = outgoing.socket;
      const timer = setTimeout(() => reset(socket), reply.forMs);
      socket?.once("close", () => clearTimeout(timer));
      return;
    }
  }
}

function write({ status, headers, body }: WireAnswer, outgoing: ServerResponse): void {
  const bytes = Buffer.from(body, "utf8");
  outgoing.writeHead(status, { ...headers, "content-length": bytes.length }).end(bytes);
}

/** Ends the connection without an answer, as a broken network would. */
function reset(socket: Socket | null): void {
  socket?.resetAndDestroy();
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(impatient);
}

function reportDefect(error: unknown): void {
  process.stderr.write(
    `sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}
