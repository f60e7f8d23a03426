import { secretFor, type Receiver } from "../model/receiver.ts";
import type { Secret } from "../model/secret.ts";
import { post } from "./post.ts";
import { slackMessage } from "./slack-message.ts";
import { isSubscribed, type Subscription } from "./subscription.ts";

/** A channel behind an incoming webhook of Slack, or of a program that takes the same. */
export interface SlackOptions extends Subscription {
  /** The webhook's address. */
  readonly url: Secret;
}

/** Posts events into a channel. */
export function slackReceiver({ url, ...subscription }: SlackOptions): Receiver {
  return {
    name: "slack",
    wants: (notice) => isSubscribed(subscription, notice),
    async deliver(notice, signal) {
      if (notice.kind !== "event") return { kind: "refused", why: "it takes events only" };
      const address = await secretFor(url);
      if (address.kind === "failed") return address;
      return post({ url: address.value, body: JSON.stringify(slackMessage(notice.event)), signal });
    },
  };
}
