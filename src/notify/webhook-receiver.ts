import { createHmac } from "node:crypto";
import { EVENT_VERSION, eventDocument } from "../model/event-document.ts";
import { secretFor, type Receiver } from "../model/receiver.ts";
import type { Secret } from "../model/secret.ts";
import { post } from "./post.ts";
import { isSubscribed, type Subscription } from "./subscription.ts";

/** A program that takes signed JSON. */
export interface WebhookOptions extends Subscription {
  readonly url: string;
  /** The key of the signature. */
  readonly secret: Secret;
  /** Milliseconds since the epoch; the machine's clock without it. */
  readonly now?: () => number;
}

/** Posts events as `schema/event.schema.json` describes them, signed as `docs/notifications.md` says. */
export function webhookReceiver({ url, secret, now = Date.now, ...subscription }: WebhookOptions): Receiver {
  return {
    name: `webhook ${hostOf(url)}`,
    wants: (notice) => isSubscribed(subscription, notice),
    async deliver(notice, signal) {
      if (notice.kind !== "event") return { kind: "refused", why: "it takes events only" };
      const key = await secretFor(secret);
      if (key.kind === "failed") return key;
      const { event } = notice;
      const body = JSON.stringify({ version: EVENT_VERSION, event: eventDocument(event) });
      const timestamp = String(Math.floor(now() / 1000));
      const headers = {
        "x-mooring-event": event.kind,
        "x-mooring-delivery": event.id,
        "x-mooring-timestamp": timestamp,
        "x-mooring-signature": signatureOf({ key: key.value, timestamp, body }),
      };
      return post({ url, body, headers, signal });
    },
  };
}

/** The host alone: paths and queries of webhooks often hold a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "without an address";
}

function signatureOf({
  key,
  timestamp,
  body,
}: {
  readonly key: string;
  readonly timestamp: string;
  readonly body: string;
}): string {
  return createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
}
