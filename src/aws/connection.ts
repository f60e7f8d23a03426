import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { STS } from "@aws-sdk/client-sts";
import type { CloudError } from "../model/cloud.ts";
import type { Log } from "../model/ports.ts";
import type { Account } from "../model/repository.ts";
import type { CallWatch } from "./call-watch.ts";
import { createCallWatch } from "./call-watch.ts";
import type { CredentialSource } from "./credentials.ts";
import { roleCredentials } from "./credentials.ts";
import { toCloudError } from "./errors.ts";
import { isExpired, isThrottle } from "./failure.ts";
import type { Pacer, Rate } from "./pacer.ts";
import { createPacer, DEFAULT_RATES, unpaced } from "./pacer.ts";

/** The way to one account in one Region. Nothing is imported or asked before the first call. */
export interface Connection {
  /** Does some work with CloudFormation. Throws `CloudError` and nothing else. */
  cloudFormation<T>(work: (client: CloudFormation) => Promise<T>): Promise<T>;
  /** Does some work with STS as the account's role. Throws `CloudError` and nothing else. */
  sts<T>(work: (client: STS) => Promise<T>): Promise<T>;
  /** AWS calls so far, attempts included, by operation. */
  calls(): Readonly<Record<string, number>>;
}

/** Whose way it is, and how it is gone. */
export interface ConnectionOptions {
  readonly account: Account;
  readonly base: CredentialSource;
  /** See `sessionName`. */
  readonly sessionName: string;
  /** Where all requests go, instead of AWS itself. */
  readonly endpoint?: string | undefined;
  readonly now: () => number;
  readonly tuning: Tuning;
  readonly log?: Log | undefined;
}

/** Patience and pace. */
export interface Tuning {
  /** Attempts of one call, the first included. */
  readonly attempts: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly rates: Readonly<Record<"read" | "write", Rate>>;
}

/** Six attempts are up to half a minute of patience with throttling. */
export const DEFAULT_TUNING: Tuning = {
  attempts: 6,
  connectTimeoutMs: 5000,
  requestTimeoutMs: 30_000,
  rates: DEFAULT_RATES,
};

/** Makes the way to one account; its clients, pace, role session and counts are shared by everything that uses it. */
export function connect(options: ConnectionOptions): Connection {
  const watch = createCallWatch(options.log, options.account.name);
  const pacer = once(() => pacerFor(options));
  const credentials = accountCredentials(options, watch);
  const cloudFormation = once(async () => newCloudFormation(options, credentials, watch, await pacer()));
  const sts = once(() => newSts(options, credentials, watch));
  const ask = async <C, T>(client: () => Promise<C>, work: (client: C) => Promise<T>): Promise<T> => {
    try {
      return await renewing(credentials, async () => work(await client()));
    } catch (error) {
      throw explain(error, options, watch);
    }
  };
  return {
    cloudFormation: (work) => ask(cloudFormation, work),
    sts: (work) => ask(sts, work),
    calls: () => ({ ...watch.counts }),
  };
}

/** The account's role, or the credentials that Mooring runs with when the account names none. */
function accountCredentials(options: ConnectionOptions, watch: CallWatch): CredentialSource {
  const { base, sessionName, now } = options;
  const { deployer, externalId } = options.account.roles;
  if (deployer === undefined) return base;
  const sts = once(() => newSts(options, base, watch));
  return roleCredentials({ role: deployer, externalId, sessionName, sts, base, now });
}

/** Runs the work again, once, when AWS says that the credentials have run out before their time. */
async function renewing<T>(credentials: CredentialSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isExpired(error)) throw error;
    credentials.forget();
    return work();
  }
}

function explain(error: unknown, { account, endpoint }: ConnectionOptions, watch: CallWatch): CloudError {
  const { name, region } = account;
  return toCloudError(error, { account: name, region, endpoint, operation: watch.operationOf(error) });
}

async function pacerFor({ endpoint, tuning, now }: ConnectionOptions): Promise<Pacer> {
  if (endpoint !== undefined && isLocal(endpoint)) return unpaced;
  return createPacer({ rates: tuning.rates, isThrottle, now });
}

function isLocal(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

async function newCloudFormation(
  options: ConnectionOptions,
  credentials: CredentialSource,
  watch: CallWatch,
  pacer: Pacer,
): Promise<CloudFormation> {
  quietSdk();
  const { CloudFormation: Client } = await import("@aws-sdk/client-cloudformation");
  const client = new Client(clientConfig(options, credentials));
  watch.watch(client, pacer);
  return client;
}

/** STS has a generous rate of its own (600 a second), so its calls are not paced. */
async function newSts(
  options: ConnectionOptions,
  credentials: CredentialSource,
  watch: CallWatch,
): Promise<STS> {
  quietSdk();
  const { STS: Client } = await import("@aws-sdk/client-sts");
  const client = new Client(clientConfig(options, credentials));
  watch.watch(client, unpaced);
  return client;
}

function clientConfig({ account, endpoint, tuning }: ConnectionOptions, credentials: CredentialSource) {
  return {
    region: account.region,
    ...(endpoint === undefined ? {} : { endpoint }),
    // `memoized` tells the SDK that this provider remembers and renews by itself.
    credentials: Object.assign(() => credentials.current(), { memoized: true }),
    maxAttempts: tuning.attempts,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: tuning.connectTimeoutMs,
      requestTimeout: tuning.requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  };
}

/** The SDK warns in every process about the age of its Node version. */
function quietSdk(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}

/** Makes something when it is first needed; a failure is not remembered. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
