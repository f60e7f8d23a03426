import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "../model/secret.ts";

/**
 * Whether somebody said the secret. How long it takes tells nothing of the secret, nor of its length. Throws an `Error`
 * when the secret cannot be read or is empty: an empty secret would be known to everybody.
 */
export async function isSameSecret(said: string, secret: Secret): Promise<boolean> {
  return timingSafeEqual(digestOf(said), digestOf(await presentSecret(secret)));
}

/** The secret's text. Throws an `Error` when it cannot be read or is empty. */
export async function presentSecret(secret: Secret): Promise<string> {
  const text = await secret();
  if (text === "") throw new Error("a secret that proves who asks is empty");
  return text;
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
