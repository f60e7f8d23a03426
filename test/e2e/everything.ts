import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { TestSandbox } from "../support/sandbox.ts";
import { newsTemplate } from "./small-repository.ts";
import { writesOf } from "./stacks-of.ts";

/** The account of `everything`. */
export const ACCOUNT = "111111111111";

/** An account of another company, with the zone above. */
export const OUTSIDE = "999999999999";

const BUCKET = `mooring-artifacts-${ACCOUNT}-eu-west-1`;

/**
 * One account with a delegated zone, a database, a worker with a release that uses it, and an app whose template lies in
 * `../news`, too large for a request.
 */
export function everything(): Record<string, string> {
  return {
    "mooring.yaml": [
      "version: 1",
      "name: acme",
      'schedule: { sync: "0 0 29 2 *", drift: "30 0 29 2 *" }',
      "defaults:",
      "  region: eu-west-1",
      '  roles: { deployer: "arn:aws:iam::${account.id}:role/mooring-deployer" }',
      "  network: { nat: none, balancers: { public: false, internal: false } }",
      "",
    ].join("\n"),
    "apps/catalog.yaml": "kind: Database\nengine: postgres\nengineVersion: '16.14'\n",
    "apps/web.yaml": [
      "kind: Worker",
      `image: ${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web`,
      "uses: [catalog]",
      'secrets: { TOKEN: "ssm:/web/token" }',
      'release: { command: [migrate, "${version}"] }',
      "",
    ].join("\n"),
    "apps/news.yaml":
      'kind: Template\ntemplate: { repository: ../news, path: deploy/stack.yaml, ref: "v${version}" }\n',
    "accounts/dev/account.yaml": [
      `id: "${ACCOUNT}"`,
      "zone: dev.acme.example",
      "network: { cidr: 10.1.0.0/16 }",
      `delegation: { role: "arn:aws:iam::${OUTSIDE}:role/mooring-dns" }`,
      "",
    ].join("\n"),
    "accounts/dev/apps.yaml": appsAt("1.0.0"),
  };
}

/** `apps.yaml` with everything in it, at one version. */
export function appsAt(version: string): string {
  return `catalog: {}\nweb: ${version}\nnews: ${version}\n`;
}

/** A template of more bytes than a request takes. */
export function largeTemplate(name: string): string {
  return `${newsTemplate(name)}Metadata:\n  Notes: ${"x".repeat(60_000)}\n`;
}

/** What has to be there before the first pass: the zone above, and the bucket that `moor bootstrap` makes. */
export async function prepare(sandbox: TestSandbox): Promise<void> {
  await sandbox.control("POST", "zones", { account: OUTSIDE, name: "acme.example" });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
  await sandbox
    .s3({ account: ACCOUNT })
    .send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
}

/** The command of every release's task that ECS ever began, oldest first. */
export async function releasesRun(sandbox: TestSandbox): Promise<readonly string[]> {
  const { Stacks: [network] = [] } = await sandbox
    .cloudformation({ account: ACCOUNT })
    .send(new DescribeStacksCommand({ StackName: "acme-network" }));
  const cluster = network?.Outputs?.find(({ OutputKey: name }) => name === "ClusterArn")?.OutputValue;
  const ecs = sandbox.ecs({ account: ACCOUNT });
  const tasks: string[] = [];
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
    tasks.push(...taskArns);
  }
  if (tasks.length === 0) return [];
  const described = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
  return (described.tasks ?? [])
    .filter(({ startedBy }) => startedBy?.startsWith("mooring-") === true)
    .map(({ taskDefinitionArn }) => String(taskDefinitionArn).replace(/^.*\//, ""))
    .toSorted();
}

/** Name and type of every record in the zone above, but for its own. */
export async function recordsAbove(sandbox: TestSandbox): Promise<readonly string[]> {
  const [zone] = (await zonesOf(sandbox)).filter(({ account }) => account === OUTSIDE);
  const { ResourceRecordSets: records = [] } = await sandbox
    .route53({ account: OUTSIDE })
    .send(new ListResourceRecordSetsCommand({ HostedZoneId: zone?.id ?? "" }));
  return records
    .map(({ Name, Type }) => `${Name} ${Type}`)
    .filter((text) => !text.startsWith("acme.example. "));
}

/** How often a template was put into the account's bucket. */
export async function uploads(sandbox: TestSandbox): Promise<number> {
  const writes = await writesOf(sandbox);
  return writes.filter(({ operation, result }) => operation === "PutObject" && result === "done").length;
}

async function zonesOf(sandbox: TestSandbox) {
  const zones = await sandbox.control("GET", "zones");
  return zones as readonly { readonly account: string; readonly id: string }[];
}
