import { isRefusal } from "./failure.ts";

/** What requests are signed with. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Absent for keys that do not end. */
  readonly expiration?: Date;
}

/** Credentials that renew themselves. */
export interface CredentialSource {
  /** Good for some minutes at least, as far as anybody knows. */
  current(): Promise<Keys>;
  /** AWS refused these: if they are still the ones at hand, the next call fetches new ones. */
  forget(refused: Keys): void;
}

/**
 * Does some work again, once, with new credentials, when AWS does not take those at hand: they ran out before their time,
 * or were rotated.
 */
export async function renewing<T>(credentials: CredentialSource, work: () => Promise<T>): Promise<T> {
  const used = await credentials.current();
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    credentials.forget(used);
    return work();
  }
}

/**
 * Fetches once for all who ask at the same time, and again shortly before the end. What cannot be renewed is used until
 * its end, and renewing it tried again after a while.
 */
export function remembering(fetch: () => Promise<Keys>, now: () => number): CredentialSource {
  let held: Held | undefined;
  let fetching: Promise<Keys> | undefined;
  const fetchAndHold = async (): Promise<Keys> => {
    const keys = await fetch();
    held = { keys, renewAt: renewalOf(keys, now()) };
    return keys;
  };
  const renew = (): Promise<Keys> => {
    fetching ??= fetchAndHold().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    async current() {
      const before = held;
      if (before !== undefined && now() < before.renewAt) return before.keys;
      try {
        return await renew();
      } catch (error) {
        const kept = held;
        if (kept === undefined || hasEnded(kept.keys, now())) throw error;
        if (kept === before) held = { keys: kept.keys, renewAt: now() + TRY_AGAIN_MS };
        return kept.keys;
      }
    },
    forget({ accessKeyId }) {
      if (held?.keys.accessKeyId === accessKeyId) held = undefined;
    },
  };
}

interface Held {
  readonly keys: Keys;
  /** Milliseconds since the epoch. */
  readonly renewAt: number;
}

const RENEW_BEFORE_END_MS = 10 * 60_000;
/** Keys without an end are looked for again after this time: whoever rotates them may leave the old ones valid. */
const LOOK_AGAIN_MS = 15 * 60_000;
const TRY_AGAIN_MS = 60_000;

/** Keys that end soon, and cannot be had for longer, are not fetched again for every call. */
function renewalOf({ expiration }: Keys, now: number): number {
  if (expiration === undefined) return now + LOOK_AGAIN_MS;
  const end = expiration.getTime();
  return Math.min(end, Math.max(end - RENEW_BEFORE_END_MS, now + TRY_AGAIN_MS));
}

function hasEnded({ expiration }: Keys, now: number): boolean {
  return expiration !== undefined && expiration.getTime() <= now;
}
