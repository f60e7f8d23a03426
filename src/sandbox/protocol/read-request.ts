import type { IncomingMessage } from "node:http";
import type { WireRequest } from "./wire.ts";

/** The largest body that is read: a megabyte, three times for percent-encoding, and room for the form around it. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024 + 64 * 1024;

/** A request that is too large; its connection cannot be used any more. */
export class RequestTooLarge extends Error {
  override readonly name = "RequestTooLarge";
}

/** Reads a request whole. Throws RequestTooLarge as soon as it passes the limit, and the socket's error when it breaks off. */
export async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const target = incoming.url ?? "/";
  const bytes = await readBody(incoming);
  const at = target.indexOf("?");
  return {
    method: incoming.method ?? "GET",
    path: at === -1 ? target : target.slice(0, at),
    query: new URLSearchParams(at === -1 ? "" : target.slice(at + 1)),
    headers: incoming.headers,
    body: bytes.toString("utf8"),
    bytes,
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  if (Number(incoming.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw new RequestTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new RequestTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
