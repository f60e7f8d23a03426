import type { AgentFace, WebhookResult } from "../model/agent-face.ts";
import type { Secret } from "../model/secret.ts";
import { readBody } from "./read-body.ts";
import { json, refusal, type Reply } from "./reply.ts";
import type { Route } from "./route.ts";
import { presentSecret } from "./same-secret.ts";
import { seenDeliveries, type SeenDeliveries } from "./seen-deliveries.ts";
import { webhookHosts, type Delivery, type HostName, type WebhookHost } from "./webhook-hosts.ts";
import type { News } from "./webhook-news.ts";

/** What the webhooks need to know. */
export interface WebhookSettings {
  /** By host; a host without a secret is not listened to. */
  readonly secrets: Readonly<Partial<Record<HostName, Secret>>>;
  readonly branch: string;
  /** Most bytes of a delivery. */
  readonly bytes: number;
  readonly now: () => number;
}

/** A webhook for every host. A delivery says only that the repository is to be looked at; every one is counted. */
export function webhookRoutes(face: AgentFace, settings: WebhookSettings): readonly Route[] {
  const seen = seenDeliveries(settings.now);
  return HOSTS.map((host) => ({
    method: "POST",
    path: `/webhooks/${host}`,
    answer: async (request) => {
      const secret = settings.secrets[host];
      if (secret === undefined) return NOT_LISTENING;
      const heard = await hear(request, { ...settings, host: webhookHosts[host], secret, seen });
      face.countWebhook(host, heard.result);
      if (heard.isPush === true) face.pushed();
      return replies[heard.result];
    },
  }));
}

interface Heard {
  readonly result: WebhookResult;
  /** Of the branch that is followed. */
  readonly isPush?: boolean;
}

interface Ear extends WebhookSettings {
  readonly host: WebhookHost;
  readonly secret: Secret;
  readonly seen: SeenDeliveries;
}

/** First the size, then who it is, then whether it is new; only then what it says. */
async function hear(request: Request, ear: Ear): Promise<Heard> {
  const { headers } = request;
  if (!headers.has(ear.host.proofHeader)) return { result: "forged" };
  const body = await readBody(request, ear.bytes);
  if (body.kind === "oversized") return { result: "oversized" };
  if (body.kind === "broken") return { result: "malformed" };
  const delivery = { headers, body: body.text };
  const isGenuine = await ear.host.isGenuine(delivery, await presentSecret(ear.secret));
  return isGenuine ? hearGenuine(delivery, ear) : { result: "forged" };
}

function hearGenuine(delivery: Delivery, { host, seen, branch, now }: Ear): Heard {
  const isLate = host.isFresh?.(delivery, now()) === false;
  if (isLate || seen.isRepeated(host.marks(delivery))) return { result: "replayed" };
  return heardOf[host.news(delivery, branch)];
}

const heardOf: Readonly<Record<News, Heard>> = {
  push: { result: "accepted", isPush: true },
  ping: { result: "accepted" },
  other: { result: "ignored" },
  malformed: { result: "malformed" },
};

/** A repeat is answered well: a host that delivers again because an answer was lost must not be told that it failed. */
const replies: Readonly<Record<WebhookResult, Reply>> = {
  accepted: json(202, { result: "accepted" }),
  ignored: json(200, { result: "ignored" }),
  replayed: json(200, { result: "replayed" }),
  forged: refusal(
    401,
    "the delivery does not prove that it comes from the host",
    "compare the secrets of both sides",
  ),
  oversized: refusal(
    413,
    "the delivery is too large",
    "the repository is looked at on its schedule all the same",
  ),
  malformed: refusal(400, "the delivery does not say which branch was pushed"),
};

const NOT_LISTENING = refusal(
  404,
  "this agent does not listen to that host",
  "set its secret under webhooks in agent.yaml",
);

const HOSTS: readonly HostName[] = ["github", "gitlab", "bitbucket", "generic"];
