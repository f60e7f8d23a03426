import { CloudError, type CloudSite } from "../model/cloud.ts";
import type { Log } from "../model/ports.ts";
import type { CallWatch } from "./call-watch.ts";
import { createCallWatch } from "./call-watch.ts";
import type { Clients, Tuning } from "./clients.ts";
import { newClient } from "./clients.ts";
import type { CredentialSource } from "./credential-source.ts";
import { renewing } from "./credential-source.ts";
import { roleCredentials } from "./credentials.ts";
import { toCloudError } from "./errors.ts";

/** The way to one account in one Region. Nothing is imported or asked before the first call. */
export interface Connection {
  /** The account's Region. */
  readonly region: string;
  /**
   * Does some work with a service, as the account's role, in the account's Region or in another. Throws `CloudError` and
   * nothing else.
   */
  with<S extends keyof Clients, T>(
    service: S,
    work: (client: Clients[S]) => Promise<T>,
    region?: string,
  ): Promise<T>;
  /**
   * Does some work that nothing depends on: when it cannot be done, that is said in the log, once for a reason, and the
   * answer is `undefined`.
   */
  try<S extends keyof Clients, T>(
    service: S,
    work: (client: Clients[S]) => Promise<T>,
  ): Promise<T | undefined>;
  /** The access key id that calls are signed with at the moment. Throws `CloudError` and nothing else. */
  signer(): Promise<string>;
  /** AWS calls so far, attempts included, by operation. */
  calls(): Readonly<Record<string, number>>;
  /** Those of them that were throttled, by operation. */
  throttles(): Readonly<Record<string, number>>;
}

/** Whose way it is, and how it is gone. */
export interface ConnectionOptions {
  readonly account: CloudSite;
  readonly base: CredentialSource;
  /** See `sessionName`. */
  readonly sessionName: string;
  /** Where all requests go, instead of AWS itself. */
  readonly endpoint?: string | undefined;
  readonly now: () => number;
  readonly tuning: Tuning;
  readonly log?: Log | undefined;
}

/** Makes the way to one account; its clients, pace, role session and counts are shared by everything that uses it. */
export function connect(options: ConnectionOptions): Connection {
  const watch = createCallWatch(options.log, options.account.name);
  const credentials = accountCredentials(options, watch);
  const client = clientsOf(options, credentials, watch);
  const explaining = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await renewing(credentials, work);
    } catch (error) {
      throw explain(error, options, watch);
    }
  };
  const said = new Set<string>();
  const ask: Connection["with"] = (service, work, region) =>
    explaining(async () => work(await client(service, region)));
  return {
    region: options.account.region,
    with: ask,
    async try(service, work) {
      try {
        return await ask(service, work);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        const reason = `${service} ${error.kind}`;
        if (!said.has(reason))
          options.log?.debug("aws not asked", {
            account: options.account.name,
            service,
            error: error.message,
          });
        said.add(reason);
        return undefined;
      }
    },
    signer: () => explaining(async () => (await credentials.current()).accessKeyId),
    calls: () => ({ ...watch.counts }),
    throttles: () => ({ ...watch.throttles }),
  };
}

type ClientOf = <S extends keyof Clients>(service: S, region?: string) => Promise<Clients[S]>;

/** Clients of one Region, each made when it is first asked for. */
type Made = { [S in keyof Clients]?: () => Promise<Clients[S]> };

/** One client of a service and Region. */
function clientsOf(options: ConnectionOptions, credentials: CredentialSource, watch: CallWatch): ClientOf {
  const regions = new Map<string, Made>();
  const make = <S extends keyof Clients>(service: S, region: string) =>
    once(() =>
      newClient(service, { ...options, account: { ...options.account, region }, credentials, watch }),
    );
  return async (service, region = options.account.region) => {
    const made = regions.get(region) ?? {};
    const client: () => Promise<Clients[typeof service]> = made[service] ?? make(service, region);
    regions.set(region, Object.assign(made, { [service]: client }));
    return client();
  };
}

/** The account's role, or the credentials that Mooring runs with when the account names none. */
function accountCredentials(options: ConnectionOptions, watch: CallWatch): CredentialSource {
  const { base, sessionName, now } = options;
  const { deployer, externalId } = options.account.roles;
  if (deployer === undefined) return base;
  const sts = once(() => newClient("sts", { ...options, credentials: base, watch }));
  return roleCredentials({ role: deployer, externalId, sessionName, sts, base, now });
}

function explain(error: unknown, { account, endpoint }: ConnectionOptions, watch: CallWatch): CloudError {
  const { name, region } = account;
  return toCloudError(error, { account: name, region, endpoint, ...watch.originOf(error) });
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
