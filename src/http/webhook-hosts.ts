import { verify } from "@octokit/webhooks-methods";
import { bitbucketNews, genericNews, githubNews, gitlabNews, type News } from "./webhook-news.ts";
import { isSameSecret } from "./same-secret.ts";

/** Whoever may tell of a push. */
export type HostName = "github" | "gitlab" | "bitbucket" | "generic";

/** A request to a webhook, read to its end. */
export interface Delivery {
  readonly headers: Headers;
  readonly body: string;
}

/** How a Git host proves who it is, and how it says what happened. */
export interface WebhookHost {
  /** Carries the proof; no body is read without it. */
  readonly proofHeader: string;
  /** Whether the sender knows the secret. */
  isGenuine(delivery: Delivery, secret: string): Promise<boolean>;
  /** What tells a delivery from all others. */
  marks(delivery: Delivery): readonly string[];
  /** Whether it was sent just now; hosts that sign no time are not asked. */
  isFresh?(delivery: Delivery, now: number): boolean;
  news(delivery: Delivery, branch: string): News;
}

/**
 * Every host. A delivery's id is not part of what GitHub and Bitbucket sign, so a body that was signed before is a
 * repeat under any id.
 *
 * Sources: docs.github.com "Validating webhook deliveries", docs.gitlab.com "Webhooks", support.atlassian.com "Manage
 * webhooks" and "Event payloads", confluence.atlassian.com "Bitbucket Data Center event payload".
 */
export const webhookHosts: Readonly<Record<HostName, WebhookHost>> = {
  github: {
    proofHeader: "x-hub-signature-256",
    isGenuine: ({ headers, body }, secret) => isSigned(body, headers.get("x-hub-signature-256"), secret),
    marks: marksOf("x-hub-signature-256", "x-github-delivery"),
    news: githubNews,
  },
  gitlab: {
    proofHeader: "x-gitlab-token",
    isGenuine: ({ headers }, secret) => isSameSecret(headers.get("x-gitlab-token") ?? "", async () => secret),
    // Deliveries that others led to share the event's id; older servers send no other.
    marks: (delivery) => marksOf("idempotency-key", "x-gitlab-event-uuid")(delivery).slice(0, 1),
    news: gitlabNews,
  },
  bitbucket: {
    proofHeader: "x-hub-signature",
    isGenuine: ({ headers, body }, secret) => isSigned(body, headers.get("x-hub-signature"), secret),
    marks: marksOf("x-hub-signature", "x-request-uuid", "x-request-id"),
    news: bitbucketNews,
  },
  generic: {
    proofHeader: "x-mooring-signature",
    isGenuine: ({ headers, body }, secret) =>
      isSigned(
        `${headers.get("x-mooring-timestamp") ?? ""}.${body}`,
        `sha256=${headers.get("x-mooring-signature") ?? ""}`,
        secret,
      ),
    marks: marksOf("x-mooring-signature"),
    isFresh: ({ headers }, now) => isNear(headers.get("x-mooring-timestamp"), now),
    news: genericNews,
  },
};

const FRESH_MS = 5 * 60_000;
const LONGEST_MARK = 200;

/** HMAC-SHA256 as `sha256=<hex>`, compared in constant time. */
async function isSigned(text: string, signature: string | null, secret: string): Promise<boolean> {
  return text !== "" && signature !== null && signature !== "" && verify(secret, text, signature);
}

function marksOf(...names: readonly string[]): WebhookHost["marks"] {
  return ({ headers }) =>
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [`${name} ${value.slice(0, LONGEST_MARK)}`];
    });
}

function isNear(seconds: string | null, now: number): boolean {
  return /^\d{1,12}$/.test(seconds ?? "") && Math.abs(Number(seconds) * 1000 - now) <= FRESH_MS;
}
