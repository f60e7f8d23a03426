/** The body of a request. `broken`: it did not arrive to its end. */
export type Body =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "oversized" }
  | { readonly kind: "broken" };

/** Reads the body of a request as UTF-8. Never holds more than `limit` bytes, whatever length the request claims. */
export async function readBody(request: Request, limit: number): Promise<Body> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return { kind: "oversized" };
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) return { kind: "oversized" };
      chunks.push(chunk);
    }
  } catch {
    return { kind: "broken" };
  }
  return { kind: "read", text: Buffer.concat(chunks).toString("utf8") };
}
