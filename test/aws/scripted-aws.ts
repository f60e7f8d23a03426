import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";

/** One request as it came over the wire. */
export interface WireCall {
  /** Of the query and JSON protocols; the method where the path says what is meant. */
  readonly operation: string;
  /** Path and query. */
  readonly path: string;
  /** The form, decoded: `Tags.member.1.Key` and so on. */
  readonly form: Readonly<Record<string, string>>;
  /** The input of a JSON service. */
  readonly input?: unknown;
  /** Access key id that signed it. */
  readonly accessKeyId: string;
}

/** What the server does with a request. */
export type WireAnswer =
  | { readonly status: number; readonly body: string; readonly contentType?: string }
  /** Breaks the connection. */
  | "reset"
  /** Never answers. */
  | "hang";

/** A server that answers AWS requests exactly as a test scripts it. */
export interface ScriptedAws {
  readonly url: string;
  /** Every request so far, in order. */
  readonly calls: readonly WireCall[];
  /** Requests of one operation. */
  callsTo(operation: string): readonly WireCall[];
  close(): Promise<void>;
}

/** Decides by the request and by how many of its operation came before. */
export type Script = (call: WireCall, nth: number) => WireAnswer;

/** Starts a scripted AWS on a free port of 127.0.0.1. */
export async function startScriptedAws(script: Script): Promise<ScriptedAws> {
  const calls: WireCall[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      const nth = calls.filter((it) => it.operation === call.operation).length;
      calls.push(call);
      answer(script(call, nth), request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    calls,
    callsTo: (operation) => calls.filter((call) => call.operation === operation),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An answer in the shape of the query protocol. */
export function ok(operation: string, result: string): WireAnswer {
  return {
    status: 200,
    body: `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

/** An error in the shape of the query protocol. */
export function fault(code: string, message: string, status = 400): WireAnswer {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  };
}

/** An answer of a JSON service. */
export function json(value: unknown, status = 200): WireAnswer {
  return { status, body: JSON.stringify(value), contentType: "application/x-amz-json-1.1" };
}

async function readCall(request: IncomingMessage): Promise<WireCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const target = request.headers["x-amz-target"];
  const form = target === undefined ? Object.fromEntries(new URLSearchParams(body)) : {};
  const authorization = request.headers.authorization ?? "";
  return {
    operation: form["Action"] ?? String(target ?? request.method).replace(/^.*\./, ""),
    path: request.url ?? "",
    form,
    ...(target === undefined ? {} : { input: JSON.parse(body) as unknown }),
    accessKeyId: /Credential=([^/]+)\//.exec(authorization)?.[1] ?? "",
  };
}

function answer(what: WireAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (what === "hang") return;
  if (what === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  response
    .writeHead(what.status, { "content-type": what.contentType ?? "text/xml", "x-amzn-requestid": "r-1" })
    .end(what.body);
}
