import type { AccountVerdict, AgentEvent } from "./agent-event.ts";
import type { Secret } from "./secret.ts";

/**
 * Where notices go: a channel, a program, a Git host. It tries once and knows nothing of queues; trying again is the
 * notifier's work.
 */
export interface Receiver {
  /** For logs and metrics, stable over restarts and free of secrets: `slack`, `github acme/environments`. */
  readonly name: string;
  /** Whether it takes such a notice at all. */
  wants(notice: Notice): boolean;
  /** May throw: that counts as `failed`, and the error's text is not shown, because it may hold an address. */
  deliver(notice: Notice, signal: AbortSignal): Promise<Delivery>;
}

/** What is told. */
export type Notice =
  | { readonly kind: "event"; readonly event: AgentEvent }
  | { readonly kind: "verdict"; readonly verdict: AccountVerdict };

/** What a try came to. `why` is a sentence without a full stop and never holds a secret. */
export type Delivery =
  | { readonly kind: "delivered" }
  /** Trying again can help, and not before so many milliseconds have passed. */
  | { readonly kind: "failed"; readonly why: string; readonly afterMs?: number }
  /** It will never be taken as it is. */
  | { readonly kind: "refused"; readonly why: string };

/** An answer over HTTP, as far as it decides. */
export interface HttpAnswer {
  readonly status: number;
  /** Header `Retry-After`: seconds, or a date. */
  readonly retryAfter: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Statuses below 500 that a server gives when it is not the request's fault. */
const PASSING = new Set([408, 425, 429]);

/** What an answer means: 2xx is delivered; a time-out, a limit and a broken server pass; everything else is final. */
export function deliveryOf({ status, retryAfter, now }: HttpAnswer): Delivery {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status >= 300 && status < 400) {
    return {
      kind: "refused",
      why: `it answered with a redirect (status ${status}), which is not followed`,
    };
  }
  const why = `it answered with status ${status}`;
  if (status < 500 && !PASSING.has(status)) return { kind: "refused", why };
  const afterMs = readRetryAfter(retryAfter, now);
  return { kind: "failed", why, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** Why a request got no answer, by the system's own code and nothing that could hold an address. */
export function unansweredDelivery(error: unknown): Delivery {
  return { kind: "failed", why: `it could not be reached (${codeOf(error)})` };
}

/** A secret that a delivery needs, or that there is none right now. */
export type SecretOrFailure =
  { readonly kind: "secret"; readonly value: string } | Extract<Delivery, { kind: "failed" }>;

/** Reads a secret; the text of its error is shown, because it names the place and never the content. */
export async function secretFor(secret: Secret): Promise<SecretOrFailure> {
  try {
    return { kind: "secret", value: await secret() };
  } catch (error) {
    const message = isRecord(error) && typeof error["message"] === "string" ? error["message"] : "unknown";
    return { kind: "failed", why: `its secret cannot be read: ${message}` };
  }
}

function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const at = /^\d{1,9}$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; isRecord(at) && depth < 4; at = at["cause"], depth += 1) {
    const { code, name } = at;
    if (typeof code === "string" && /^[A-Z0-9_]{3,40}$/.test(code)) return code;
    if (name === "TimeoutError") return "no answer in time";
  }
  return "no answer";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
