import type { ACM } from "@aws-sdk/client-acm";
import type { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { ECR } from "@aws-sdk/client-ecr";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { CloudSite } from "../model/cloud.ts";
import type { CallWatch } from "./call-watch.ts";
import type { CredentialSource } from "./credential-source.ts";
import { isThrottle } from "./failure.ts";
import type { Pacer, Rates } from "./pacer.ts";
import { createPacer, DEFAULT_RATES, ROUTE_53_RATES, unpaced } from "./pacer.ts";

/** The services of AWS that Mooring calls, by the names that their permissions begin with. */
export interface Clients {
  readonly cloudformation: CloudFormation;
  readonly sts: STS;
  readonly route53: Route53;
  readonly "application-autoscaling": ApplicationAutoScaling;
  readonly ecr: ECR;
  readonly ecs: ECS;
  readonly logs: CloudWatchLogs;
  readonly acm: ACM;
  readonly ec2: EC2;
  readonly elasticloadbalancing: ElasticLoadBalancingV2;
  readonly secretsmanager: SecretsManager;
  readonly ssm: SSM;
  readonly s3: S3;
}

/** How a client reaches its service. */
export interface ClientOptions {
  readonly account: CloudSite;
  /** Where all requests go, instead of AWS itself. */
  readonly endpoint?: string | undefined;
  readonly credentials: CredentialSource;
  readonly watch: CallWatch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tuning: Tuning;
}

/** Patience and pace. */
export interface Tuning {
  /** Attempts of one call, the first included. */
  readonly attempts: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Of every service but Route 53 and STS. */
  readonly rates: Rates;
}

/** Six attempts are up to half a minute of patience with throttling. */
export const DEFAULT_TUNING: Tuning = {
  attempts: 6,
  connectTimeoutMs: 5000,
  requestTimeoutMs: 30_000,
  rates: DEFAULT_RATES,
};

/** Makes a client whose calls are counted and paced; each service has a pace of its own. */
export async function newClient<S extends keyof Clients>(
  service: S,
  options: ClientOptions,
): Promise<Clients[S]> {
  quietSdk();
  const client = await CLIENTS[service](clientConfig(options));
  options.watch.watch(client, service, await pacerOf(service, options));
  return client;
}

type Config = ReturnType<typeof clientConfig>;

/** Each service's library takes a while to load, so it is loaded when it is needed. */
const CLIENTS: { readonly [S in keyof Clients]: (config: Config) => Promise<Clients[S]> } = {
  async cloudformation(config) {
    const { CloudFormation: Client } = await import("@aws-sdk/client-cloudformation");
    return new Client(config);
  },
  async sts(config) {
    const { STS: Client } = await import("@aws-sdk/client-sts");
    return new Client(config);
  },
  async route53(config) {
    const { Route53: Client } = await import("@aws-sdk/client-route-53");
    return new Client(config);
  },
  async "application-autoscaling"(config) {
    const { ApplicationAutoScaling: Client } = await import("@aws-sdk/client-application-auto-scaling");
    return new Client(config);
  },
  async ecr(config) {
    const { ECR: Client } = await import("@aws-sdk/client-ecr");
    return new Client(config);
  },
  async logs(config) {
    const { CloudWatchLogs: Client } = await import("@aws-sdk/client-cloudwatch-logs");
    return new Client(config);
  },
  async ecs(config) {
    const { ECS: Client } = await import("@aws-sdk/client-ecs");
    return new Client(config);
  },
  async acm(config) {
    const { ACM: Client } = await import("@aws-sdk/client-acm");
    return new Client(config);
  },
  async ec2(config) {
    const { EC2: Client } = await import("@aws-sdk/client-ec2");
    return new Client(config);
  },
  async elasticloadbalancing(config) {
    const { ElasticLoadBalancingV2: Client } = await import("@aws-sdk/client-elastic-load-balancing-v2");
    return new Client(config);
  },
  async secretsmanager(config) {
    const { SecretsManager: Client } = await import("@aws-sdk/client-secrets-manager");
    return new Client(config);
  },
  async ssm(config) {
    const { SSM: Client } = await import("@aws-sdk/client-ssm");
    return new Client(config);
  },
  /** An endpoint that is not S3's own has no host for every bucket. */
  async s3(config) {
    const { S3: Client } = await import("@aws-sdk/client-s3");
    return new Client({ ...config, forcePathStyle: "endpoint" in config });
  },
};

async function pacerOf(service: keyof Clients, { endpoint, tuning, now }: ClientOptions): Promise<Pacer> {
  // STS has a generous rate of its own (600 a second).
  if (service === "sts" || (endpoint !== undefined && isLocal(endpoint))) return unpaced;
  const rates = service === "route53" ? ROUTE_53_RATES : tuning.rates;
  return createPacer({ rates, isThrottle, now });
}

function isLocal(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

/** Services that are global, like Route 53, find their own Region of signing. */
function clientConfig({ account, endpoint, tuning, credentials }: ClientOptions) {
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
