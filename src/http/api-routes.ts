import type { AgentFace, Answer } from "../model/agent-face.ts";
import type { Secret } from "../model/secret.ts";
import { refuseStranger } from "./authorize.ts";
import { readBody } from "./read-body.ts";
import { readFilter, readPause, readResume, readSync, type Reading } from "./read-order.ts";
import { document, json, refusal, type Reply } from "./reply.ts";
import type { Route } from "./route.ts";

/** What the API needs to know. */
export interface ApiSettings {
  /** Whoever knows it may give orders; without it nobody. */
  readonly token: Secret | undefined;
  /** Most bytes of an order. */
  readonly bytes: number;
  readonly now: () => number;
}

/** Health, metrics, status, events and orders. */
export function apiRoutes(face: AgentFace, settings: ApiSettings): readonly Route[] {
  return [
    { method: "GET", path: "/healthz", answer: () => health(face.unwell()) },
    { method: "GET", path: "/readyz", answer: () => health(face.unready()) },
    { method: "GET", path: "/metrics", answer: async () => ({ status: 200, ...(await face.metrics()) }) },
    { method: "GET", path: "/api/v1/status", answer: () => document(face.statusJson()) },
    { method: "GET", path: "/api/v1/events", answer: (request) => events(face, request) },
    order(settings, "/api/v1/sync", readSync, (accounts) => face.sync(accounts)),
    order(
      settings,
      "/api/v1/pause",
      (body) => readPause(body, settings.now()),
      (pause) => face.pause(pause),
    ),
    order(settings, "/api/v1/resume", readResume, (scope) => face.resume(scope)),
  ];
}

function health(reasons: readonly string[]): Reply {
  return reasons.length === 0 ? json(200, { status: "ok" }) : json(503, { status: "failing", reasons });
}

async function events(face: AgentFace, request: Request): Promise<Reply> {
  const filter = readFilter(new URL(request.url).searchParams);
  return filter.kind === "wrong" ? refusal(400, filter.why) : document(await face.eventsJson(filter.value));
}

/** Nothing of a stranger's request is read but its token. */
function order<T>(
  settings: ApiSettings,
  path: string,
  read: (body: string) => Reading<T>,
  obey: (value: T) => Answer,
): Route {
  const answer = async (request: Request): Promise<Reply> => {
    const stranger = await refuseStranger(request, settings.token);
    if (stranger !== undefined) return stranger;
    const body = await readBody(request, settings.bytes);
    if (body.kind === "oversized") return refusal(413, `an order has at most ${settings.bytes} bytes`);
    if (body.kind === "broken") return refusal(400, "the order did not arrive to its end");
    const order = read(body.text);
    return order.kind === "wrong" ? refusal(400, order.why) : answered(obey(order.value));
  };
  return { method: "POST", path, answer };
}

function answered({ kind, message }: Answer): Reply {
  return kind === "taken" ? json(202, { message }) : refusal(404, message);
}
