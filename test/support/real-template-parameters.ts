import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { realTemplates, type RealTemplate } from "./real-templates.ts";

/** Plausible values for the parameters of a real template that have no preset, or whose preset would clash with another sample's. */
export function parametersFor(template: RealTemplate): Readonly<Record<string, string>> {
  const { Parameters: parameters = {} } = parse(readFileSync(template.path, "utf8"), { logLevel: "silent" });
  const given = Object.entries<Parameter>(parameters)
    .filter(([key, { Default: preset }]) => preset === undefined || key in BY_APP)
    .map(([key, parameter]) => [key, valueFor(template, key, parameter)]);
  return Object.fromEntries(given);
}

/** Samples for a service on a cluster import what the sample for that cluster exports. */
export function needsCluster({ name }: RealTemplate): boolean {
  return name.includes("/services/");
}

interface Parameter {
  readonly Type: string;
  readonly Default?: unknown;
}

const BY_NAME: Readonly<Record<string, string>> = {
  NatGatewayPrivateIP: "10.1.0.10",
  NatGatewayID: "nat-0123456789abcdef0",
  VpcCidr: "10.1.0.0/16",
  LogGroupName: "flow-logs",
  HashKeyElementName: "id",
  DBUser: "acme",
  PublisherAccountID: "222222222222",
  SubscriptionEndPoint: "oncall@acme.example",
  PrimaryIPAddress: "10.1.0.11",
  SecondaryIPAddress: "10.1.0.12",
  WebACL: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/acme/0123",
};

/** Presets that would clash with those of another sample in the same account. */
const BY_APP: Readonly<Record<string, (app: string, name: string) => string>> = {
  StackName: (_app, name) => `acme-${clusterOf(name)}`,
  ServiceName: (app) => app,
  AppName: (app) => app,
};

const BY_TYPE: Readonly<Record<string, string>> = {
  "AWS::EC2::KeyPair::KeyName": "acme",
  "AWS::EC2::Image::Id": "ami-0123456789abcdef0",
  "AWS::EC2::VPC::Id": "vpc-0123456789abcdef0",
  "List<AWS::EC2::VPC::Id>": "vpc-0123456789abcdef0",
  "AWS::EC2::Subnet::Id": "subnet-0123456789abcdef0",
  "List<AWS::EC2::Subnet::Id>": "subnet-0123456789abcdef0",
};

function valueFor({ app, name }: RealTemplate, key: string, { Type: type }: Parameter): string {
  const own = BY_APP[key];
  if (own !== undefined) return own(app, name);
  return BY_NAME[key] ?? BY_TYPE[type] ?? `${app}-${key}`.toLowerCase();
}

/** A private service runs on the private cluster of its launch type. */
function clusterOf(name: string): string {
  const [, launchType = ""] = /ECS\/(\w+)LaunchType\//.exec(name) ?? [];
  const kind = name.includes("private") ? "private" : "public";
  return (
    realTemplates().find((it) => it.name.includes(`${launchType}LaunchType/clusters/${kind}`))?.app ?? ""
  );
}
