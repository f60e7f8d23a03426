import type { STS } from "@aws-sdk/client-sts";
import { CloudError } from "../model/cloud.ts";
import { isExpired, readFailure } from "./failure.ts";
import { required } from "./shape.ts";
import { cleanText, readDenial } from "./wording.ts";

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
  /** Good for some minutes at least. */
  current(): Promise<Keys>;
  /** The ones at hand were refused as expired: the next call fetches new ones. */
  forget(): void;
}

/** The credentials that Mooring itself runs with: the usual chain of environment, profile, SSO and attached role. */
export function baseCredentials(options: BaseOptions): CredentialSource {
  return remembering(() => readChain(options), options.now);
}

/** Keys that were given outright. */
export function fixedCredentials(keys: Keys): CredentialSource {
  return { current: () => Promise.resolve(keys), forget: () => undefined };
}

/**
 * An account's role, assumed with other credentials and renewed well before it ends. Throws `CloudError`, also for
 * what is wrong with the credentials it is assumed with.
 */
export function roleCredentials(options: RoleOptions): CredentialSource {
  const source = remembering(() => assume(options), options.now);
  return {
    current: () => source.current(),
    forget() {
      source.forget();
      options.base.forget();
    },
  };
}

/** Where the usual chain begins. */
export interface BaseOptions {
  /** Name in the AWS configuration files; the usual variables decide without it. */
  readonly profile?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Which role, and as whom it is assumed. */
export interface RoleOptions {
  readonly role: string;
  readonly externalId?: string | undefined;
  readonly sessionName: string;
  /** Signs with `base`. */
  readonly sts: () => Promise<STS>;
  readonly base: CredentialSource;
  readonly now: () => number;
}

/** A role assumed by a role lasts an hour at most, whatever the role allows. */
const SESSION_SECONDS = 3600;
const RENEW_BEFORE_END_MS = 10 * 60_000;

async function readChain({ profile }: BaseOptions): Promise<Keys> {
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  try {
    return await fromNodeProviderChain(profile === undefined ? {} : { profile })();
  } catch (error) {
    if (profile === undefined) throw error;
    const words = cleanText(readFailure(error).message) ?? "";
    throw new CloudError("credentials", `No AWS credentials found in profile ${profile}: ${words}`, {
      remedy: `Check that the profile is in the AWS configuration files (\`aws configure list-profiles\`) and signed in (\`aws sso login --profile ${profile}\`).`,
      cause: error,
    });
  }
}

/** Fetches once for all who ask at the same time, and again shortly before the end; a failure is not remembered. */
function remembering(fetch: () => Promise<Keys>, now: () => number): CredentialSource {
  let held: Promise<Keys> | undefined;
  const fetchAndHold = (): Promise<Keys> => {
    const fetching = fetch();
    held = fetching;
    fetching.catch(() => {
      if (held === fetching) held = undefined;
    });
    return fetching;
  };
  return {
    async current() {
      if (held === undefined) return fetchAndHold();
      const before = held;
      const identity = await before;
      if (!endsSoon(identity, now())) return identity;
      return held === before ? fetchAndHold() : (held ?? fetchAndHold());
    },
    forget() {
      held = undefined;
    },
  };
}

function endsSoon({ expiration }: Keys, now: number): boolean {
  return expiration !== undefined && expiration.getTime() - now < RENEW_BEFORE_END_MS;
}

async function assume(options: RoleOptions): Promise<Keys> {
  try {
    return await assumeOnce(options);
  } catch (error) {
    if (isExpired(error)) {
      options.base.forget();
      return assumeOnce(options).catch((again: unknown) => Promise.reject(refused(again, options)));
    }
    throw refused(error, options);
  }
}

async function assumeOnce({ role, externalId, sessionName, sts }: RoleOptions): Promise<Keys> {
  const client = await sts();
  const { Credentials: given } = await client.assumeRole({
    RoleArn: role,
    RoleSessionName: sessionName,
    DurationSeconds: SESSION_SECONDS,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  });
  return {
    accessKeyId: required(given?.AccessKeyId, "access key id"),
    secretAccessKey: required(given?.SecretAccessKey, "secret access key"),
    sessionToken: required(given?.SessionToken, "session token"),
    expiration: required(given?.Expiration, "end of the session"),
  };
}

/** AWS tells a missing role from a forbidden one neither to us nor to anybody. */
function refused(error: unknown, { role, externalId }: RoleOptions): unknown {
  const { name, message } = readFailure(error);
  if (name !== "AccessDenied" && name !== "ValidationError") return error;
  const { who = "the credentials that Mooring runs with" } = readDenial(message);
  const condition =
    externalId === undefined
      ? "the role asks for an external id (`roles.externalId` is not set)"
      : "the external id in it is another one than `roles.externalId`";
  return new CloudError("denied", `Role ${role} cannot be assumed as ${who}: ${cleanText(message) ?? name}`, {
    remedy: `Check that the role exists, that its trust policy names that principal, that the principal may call sts:AssumeRole on it, and whether ${condition}.`,
  });
}
