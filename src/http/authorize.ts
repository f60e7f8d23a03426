import type { Secret } from "../model/secret.ts";
import { refusal, type Reply } from "./reply.ts";
import { isSameSecret } from "./same-secret.ts";

/** Why a request may give no orders; `undefined` when it carries the token. Throws when the token cannot be read. */
export async function refuseStranger(
  request: Request,
  token: Secret | undefined,
): Promise<Reply | undefined> {
  if (token === undefined) return READ_ONLY;
  const [, said] = /^Bearer +([!-~]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return said !== undefined && (await isSameSecret(said, token)) ? undefined : STRANGER;
}

const READ_ONLY = refusal(
  403,
  "this agent takes no orders: it was started without a token for its API",
  "set api.token in agent.yaml; to pause and resume with a commit: --push",
);

const STRANGER: Reply = {
  ...refusal(401, "the token is missing or wrong", "send it as Authorization: Bearer <token>"),
  headers: { "www-authenticate": "Bearer" },
};
