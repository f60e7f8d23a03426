import type { STS } from "@aws-sdk/client-sts";
import { CloudError } from "../model/cloud.ts";
import type { CredentialSource, Keys } from "./credential-source.ts";
import { remembering, renewing } from "./credential-source.ts";
import { readFailure } from "./failure.ts";
import { required } from "./shape.ts";
import { cleanText, readDenial } from "./wording.ts";

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
  return remembering(() => assume(options), options.now);
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

async function readChain({ profile }: BaseOptions): Promise<Keys> {
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  try {
    // Otherwise the SDK reads the files of the AWS configuration only once in the life of the program.
    const init = { ignoreCache: true, ...(profile === undefined ? {} : { profile }) };
    return await fromNodeProviderChain(init)();
  } catch (error) {
    if (profile === undefined) throw error;
    const words = cleanText(readFailure(error).message) ?? "";
    throw new CloudError("credentials", `No AWS credentials found in profile ${profile}: ${words}`, {
      remedy: `Check that the profile is in the AWS configuration files (\`aws configure list-profiles\`) and signed in (\`aws sso login --profile ${profile}\`).`,
      cause: error,
    });
  }
}

async function assume(options: RoleOptions): Promise<Keys> {
  try {
    return await renewing(options.base, () => assumeOnce(options));
  } catch (error) {
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
