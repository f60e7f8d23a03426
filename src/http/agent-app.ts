import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono, type Context } from "hono";
import type { Log } from "../model/ports.ts";
import { refusal, toResponse, type Reply } from "./reply.ts";
import type { Route } from "./route.ts";

/**
 * The routes as one application. The only place where errors become answers: a path that is not there is 404, another
 * method 405, and what nobody expected 500 with a line in the log.
 */
export function agentApp(routes: readonly Route[], log: Log): Hono {
  const app = new Hono();
  for (const route of routes) {
    app.on(route.method, route.path, async (context) => {
      const reply = await answerOf(route, context.req.raw, log);
      if (route.method === "POST") logRequest(log, context, route.path, reply);
      return toResponse(reply);
    });
    app.all(route.path, () => toResponse(wrongMethod(route)));
  }
  app.notFound(() => toResponse(NOTHING_THERE));
  return app;
}

/** What a request is answered that is not HTTP as we speak it. */
export const unreadable: Reply = {
  ...refusal(400, "the request cannot be read"),
  headers: { connection: "close" },
};

async function answerOf(route: Route, request: Request, log: Log): Promise<Reply> {
  try {
    return await route.answer(request);
  } catch (error) {
    log.error("a request could not be answered", { path: route.path, why: String(error) });
    return FAILED;
  }
}

/** What a stranger sends is counted; only who proved who they are has a line of the log. */
function logRequest(log: Log, context: Context, path: string, { status }: Reply): void {
  const level = status < 400 ? "info" : "debug";
  log[level]("request answered", { path, status, from: getConnInfo(context).remote.address });
}

function wrongMethod({ method }: Route): Reply {
  const allow = method === "GET" ? "GET, HEAD" : method;
  return { ...refusal(405, `only ${allow} is possible here`), headers: { allow } };
}

const NOTHING_THERE = refusal(
  404,
  "there is nothing here",
  "there are /healthz, /readyz, /metrics, /api/v1/status, /api/v1/events, /api/v1/sync, /api/v1/pause and /api/v1/resume",
);

const FAILED = refusal(500, "the agent could not answer", "its log says why");
