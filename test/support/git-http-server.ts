import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A Git host over HTTP on this machine. */
export interface GitHttpServer {
  readonly url: string;
  /** What was asked, with the status of the answer. */
  readonly asked: readonly string[];
  /** From now on, answers break off after so many bytes; `undefined` heals it. */
  breakAfter(bytes: number | undefined): void;
  /** From now on, this is the only credential; without one everybody may read. */
  require(user: string, token: string): void;
  /** From now on, every request is sent elsewhere. */
  redirectTo(url: string): void;
  close(): Promise<void>;
}

const BACKEND = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");

/** Whether git came with its HTTP server. */
export const hasHttpBackend = existsSync(BACKEND);

/** Serves the repositories below a folder. */
export async function serveGit(root: string): Promise<GitHttpServer> {
  const asked: string[] = [];
  let breakAfter: number | undefined;
  let credential: string | undefined;
  let elsewhere: string | undefined;
  const server = createServer((request, response) => {
    response.on("close", () => asked.push(`${request.method} ${request.url} ${response.statusCode}`));
    if (elsewhere !== undefined) {
      response.writeHead(301, { location: `${elsewhere}${request.url}` }).end();
    } else if (credential !== undefined && request.headers.authorization !== credential) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else answer(root, request, response, breakAfter);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    breakAfter: (bytes) => (breakAfter = bytes),
    require: (user, token) => (credential = `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`),
    redirectTo: (url) => (elsewhere = url),
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** Runs git's CGI program for one request. */
function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  breakAfter: number | undefined,
): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
  const child = spawn(BACKEND, {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
    },
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => respond(response, Buffer.concat(chunks), breakAfter));
}

function respond(response: ServerResponse, printed: Buffer, breakAfter: number | undefined): void {
  const end = printed.indexOf("\r\n\r\n");
  const headers = printed.subarray(0, end).toString().split("\r\n");
  const body = printed.subarray(end + 4);
  for (const header of headers) {
    const [name = "", value = ""] = header.split(": ");
    if (name === "Status") response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  if (breakAfter === undefined || breakAfter >= body.length) response.end(body);
  else response.write(body.subarray(0, breakAfter), () => response.destroy());
}
