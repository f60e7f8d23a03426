import { MASKED } from "../model/observed-stack.ts";
import { pointerParts } from "./pointer.ts";

/** A value that may be shown: without what the stack was given in confidence, and hidden where a property holds a secret. */
export function mask(text: string | undefined, property: string, secrets: readonly string[]) {
  if (text === undefined) return undefined;
  if (pointerParts(property).some((part) => SECRET_PROPERTY.test(part))) return MASKED;
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, MASKED), text);
}

/** Properties whose values no report shows. Dynamic references in them are hidden as well: that does no harm. */
const SECRET_PROPERTY = /password|passphrase|secretstring|authtoken|privatekey|accesskey$/i;
