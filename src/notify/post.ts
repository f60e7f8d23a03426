import { deliveryOf, unansweredDelivery, type Delivery } from "../model/receiver.ts";

/** One POST. */
export interface Post {
  readonly url: string;
  /** JSON. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Posts once; redirects are not followed and the answer's body is not read. No result quotes the address. */
export async function post({ url, body, headers, signal }: Post): Promise<Delivery> {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol)) {
    return { kind: "refused", why: "its address is not one of http or https" };
  }
  try {
    const response = await fetch(target, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "user-agent": "Mooring", ...headers },
      redirect: "manual",
      signal,
    });
    await response.body?.cancel();
    const retryAfter = response.headers.get("retry-after");
    return deliveryOf({ status: response.status, retryAfter, now: Date.now() });
  } catch (error) {
    return unansweredDelivery(error);
  }
}
