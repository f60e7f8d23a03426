import { ACMClient } from "@aws-sdk/client-acm";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { SandboxOptions } from "../../src/sandbox/server.ts";
import { startSandbox } from "../../src/sandbox/server.ts";

/** Who a client is, where, and how stubborn: one attempt unless asked for more. */
export interface ClientOptions {
  readonly account?: string;
  readonly region?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly maxAttempts?: number;
}

/** The real SDK clients, all pointed at one sandbox. */
export interface Clients {
  cloudformation(options?: ClientOptions): CloudFormationClient;
  ecr(options?: ClientOptions): ECRClient;
  ecs(options?: ClientOptions): ECSClient;
  acm(options?: ClientOptions): ACMClient;
  ec2(options?: ClientOptions): EC2Client;
  elb(options?: ClientOptions): ElasticLoadBalancingV2Client;
  logs(options?: ClientOptions): CloudWatchLogsClient;
  secretsManager(options?: ClientOptions): SecretsManagerClient;
  ssm(options?: ClientOptions): SSMClient;
  route53(options?: ClientOptions): Route53Client;
  s3(options?: ClientOptions): S3Client;
  sts(options?: ClientOptions): STSClient;
  /** Closes every connection of every client. */
  destroy(): void;
}

/** A sandbox inside the test's process. */
export interface TestSandbox extends Clients {
  readonly url: string;
  /** Asks the control endpoint, for example `control("POST", "faults", [...])`. Throws when it refuses. */
  control(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** The account that clients belong to when a test names none. */
export const TEST_ACCOUNT = "111111111111";

/** The Region that clients use when a test names none. */
export const TEST_REGION = "eu-west-1";

/** Starts a sandbox on a free port, instant and without a state folder unless asked otherwise. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ port: 0, durations: "instant", ...options });
  const clients = clientsOf(sandbox.url);
  return {
    ...clients,
    url: sandbox.url,
    control: (method, path, body) => askControl(sandbox.url, method, path, body),
    async close() {
      clients.destroy();
      await sandbox.close();
    },
  };
}

/** The real SDK clients for a sandbox that is up. */
export function clientsOf(url: string): Clients {
  const made: { destroy(): void }[] = [];
  const keep = <T extends { destroy(): void }>(client: T): T => {
    made.push(client);
    return client;
  };
  return {
    cloudformation: (options) => keep(new CloudFormationClient(configOf(url, options))),
    ecr: (options) => keep(new ECRClient(configOf(url, options))),
    ecs: (options) => keep(new ECSClient(configOf(url, options))),
    acm: (options) => keep(new ACMClient(configOf(url, options))),
    ec2: (options) => keep(new EC2Client(configOf(url, options))),
    elb: (options) => keep(new ElasticLoadBalancingV2Client(configOf(url, options))),
    logs: (options) => keep(new CloudWatchLogsClient(configOf(url, options))),
    secretsManager: (options) => keep(new SecretsManagerClient(configOf(url, options))),
    ssm: (options) => keep(new SSMClient(configOf(url, options))),
    route53: (options) => keep(new Route53Client(configOf(url, options))),
    s3: (options) => keep(new S3Client(configOf(url, options))),
    sts: (options) => keep(new STSClient(configOf(url, options))),
    destroy() {
      for (const client of made) client.destroy();
    },
  };
}

/** Asks a sandbox's control endpoint. Throws when it refuses. */
export async function askControl(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}/_sandbox/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok)
    throw new Error(`${method} ${path}: ${String(response.status)} ${JSON.stringify(answer)}`);
  return answer;
}

function configOf(url: string, { account, region, credentials, maxAttempts }: ClientOptions = {}) {
  return {
    endpoint: url,
    region: region ?? TEST_REGION,
    credentials: credentials ?? { accessKeyId: account ?? TEST_ACCOUNT, secretAccessKey: "test" },
    maxAttempts: maxAttempts ?? 1,
  };
}
