/** An answer, before it is HTTP. */
export interface Reply {
  readonly status: 200 | 202 | 400 | 401 | 403 | 404 | 405 | 413 | 500 | 503;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON document that is text already. */
export function document(body: string): Reply {
  return { status: 200, contentType: JSON_TYPE, body };
}

/** An answer in JSON. */
export function json(status: Reply["status"], value: object): Reply {
  return { status, contentType: JSON_TYPE, body: `${JSON.stringify(value)}\n` };
}

/** Why not, in one sentence without a full stop, and what to do about it. Quotes nothing of the request. */
export function refusal(status: Reply["status"], error: string, remedy?: string): Reply {
  return json(status, { error, remedy });
}

/** The answer as HTTP. No browser may guess at it, keep it, or run anything in it. */
export function toResponse({ status, contentType, body, headers }: Reply): Response {
  return new Response(body, { status, headers: { ...SAFE, "content-type": contentType, ...headers } });
}

const JSON_TYPE = "application/json; charset=utf-8";

const SAFE = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
