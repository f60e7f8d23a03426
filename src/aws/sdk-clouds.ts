import type { Cloud, CloudOf, CloudSite } from "../model/cloud.ts";
import type { Log } from "../model/ports.ts";
import { SdkCloud } from "./cloud.ts";
import type { Tuning } from "./clients.ts";
import { DEFAULT_TUNING } from "./clients.ts";
import { connect } from "./connection.ts";
import { baseCredentials, fixedCredentials } from "./credentials.ts";

/** How Mooring reaches AWS. */
export interface SdkCloudsOptions {
  /** See `sessionName`: tells in CloudTrail who acts, and for which repository. */
  readonly sessionName: string;
  /** Where all requests go instead of AWS itself; `AWS_ENDPOINT_URL` counts without it. */
  readonly endpoint?: string | undefined;
  /** Name in the AWS configuration files. */
  readonly profile?: string | undefined;
  /** Keys to use instead of the usual chain; for the embedded sandbox. */
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly log?: Log | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly tuning?: Partial<Tuning>;
}

/**
 * The clouds of all accounts. One account in one Region under one role is one cloud, however often it is asked for: its
 * connections, rate limit, credentials and counts are shared.
 */
export function sdkClouds(options: SdkCloudsOptions): CloudOf {
  const now = options.now ?? Date.now;
  const endpoint = options.endpoint ?? (process.env["AWS_ENDPOINT_URL"] || undefined);
  const tuning = { ...DEFAULT_TUNING, ...options.tuning };
  const { sessionName, log } = options;
  const base =
    options.keys === undefined
      ? baseCredentials({ profile: options.profile, now })
      : fixedCredentials(options.keys);
  const clouds = new Map<string, Cloud>();
  return (account) => {
    const key = keyOf(account);
    const known = clouds.get(key);
    if (known !== undefined) return known;
    const cloud = new SdkCloud(connect({ account, base, sessionName, endpoint, now, tuning, log }));
    clouds.set(key, cloud);
    return cloud;
  };
}

function keyOf({ name, id, region, roles }: CloudSite): string {
  return JSON.stringify([name, id, region, roles.deployer, roles.externalId]);
}
