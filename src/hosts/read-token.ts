import type { Delivery } from "../model/receiver.ts";
import type { Secret } from "../model/secret.ts";

/** A token, or that there is none right now. */
export type TokenOrFailure =
  { readonly kind: "token"; readonly token: string } | Extract<Delivery, { kind: "failed" }>;

/** Reads a token; an error of a secret may be shown, it names the place and never the content. */
export async function readToken(secret: Secret): Promise<TokenOrFailure> {
  try {
    return { kind: "token", token: await secret() };
  } catch (error) {
    return {
      kind: "failed",
      why: `there is no token: ${error instanceof Error ? error.message : "unknown"}`,
    };
  }
}
