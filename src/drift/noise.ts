import { ATTACHERS } from "../model/attachment-types.ts";
import { isJsonObject, type Json } from "../model/canonical.ts";
import type { PropertyDifference, ResourceDrift, StackResource } from "../model/cloud-drift.ts";
import type { Attachment } from "../model/drift.ts";
import { RELEASE_TAG } from "../model/release.ts";
import { jsonIn } from "./json-in.ts";
import { scalarText } from "./scalar-text.ts";
import { isWithin, pointerParts, valueAt } from "./pointer.ts";

/** What else is in the account, as far as it explains differences. */
export interface Surroundings {
  /** Physical ids of all scalable targets: `service/main/web|ecs:service:DesiredCount|ecs`. */
  readonly scalableTargets: readonly string[];
  readonly attachments: readonly Attachment[];
  /** Everything in the same stack. */
  readonly neighbours: readonly StackResource[];
}

/** One difference of one resource. */
export interface Case {
  readonly resource: ResourceDrift;
  readonly difference: PropertyDifference;
  readonly surroundings: Surroundings;
}

/** A kind of difference that AWS or another stack makes, and that nobody has to look at. */
interface Noise {
  /** A type, or `*`. */
  readonly type: string;
  /** JSON pointer; it covers what is below, and `*` stands for one part. */
  readonly property: string;
  readonly when: Circumstance;
  /** One sentence without a full stop. */
  readonly because: string;
  /** The document that says so. */
  readonly source: string;
}

/** Why a difference is known noise; `undefined` when it is not. */
export function knownNoise(found: Case): string | undefined {
  return CATALOGUE.find(
    ({ type, property, when }) =>
      (type === "*" || type === found.resource.type) &&
      isWithin(found.difference.path, property) &&
      CIRCUMSTANCES[when](found),
  )?.because;
}

type Circumstance =
  | "capacity is scaled"
  | "group has a scaling policy"
  | "newer minor version"
  | "picked minor version"
  | "added by an attachment"
  | "tag of AWS"
  | "note of a release"
  | "load is moved";

const REVERTING =
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html";
const DETECTING = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html";
const SCALED = "Application Auto Scaling sets it";
const ATTACHED = "another resource of a stack adds it";

/** Known noise. An entry covers no more than its source says. */
const CATALOGUE: readonly Noise[] = [
  {
    type: "AWS::ECS::Service",
    property: "/DesiredCount",
    when: "capacity is scaled",
    because: SCALED,
    source: REVERTING,
  },
  {
    type: "AWS::DynamoDB::Table",
    property: "/ProvisionedThroughput",
    when: "capacity is scaled",
    because: SCALED,
    source: REVERTING,
  },
  {
    type: "AWS::AutoScaling::AutoScalingGroup",
    property: "/DesiredCapacity",
    when: "group has a scaling policy",
    because: "a scaling policy of the group sets it",
    source: REVERTING,
  },
  {
    type: "AWS::RDS::DBInstance",
    property: "/EngineVersion",
    when: "newer minor version",
    because: "AWS upgrades minor versions of this database by itself",
    source: REVERTING,
  },
  ...["AWS::RDS::DBInstance", "AWS::RDS::DBCluster"].map((type) => ({
    type,
    property: "/EngineVersion",
    when: "picked minor version" as const,
    because: "AWS picks the minor version of a database that is declared without one",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.DBVersions.html",
  })),
  ...["/SecurityGroupIngress", "/SecurityGroupEgress"].map((property) => ({
    type: "AWS::EC2::SecurityGroup",
    property,
    when: "added by an attachment" as const,
    because: ATTACHED,
    source: REVERTING,
  })),
  ...["/ManagedPolicyArns", "/Policies"].map((property) => ({
    type: "AWS::IAM::Role",
    property,
    when: "added by an attachment" as const,
    because: ATTACHED,
    source: DETECTING,
  })),
  {
    type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    property: "/Actions",
    when: "load is moved",
    because: "ECS moves the load between the service's two target groups",
    source:
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html",
  },
  {
    type: "*",
    property: "/Tags",
    when: "tag of AWS",
    because: "a tag that AWS itself sets",
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
  },
  {
    type: "AWS::ECS::TaskDefinition",
    property: "/Tags",
    when: "note of a release",
    because: "Mooring's note how the task definition's release ended",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
  },
];

const CIRCUMSTANCES: Readonly<Record<Circumstance, (found: Case) => boolean>> = {
  "capacity is scaled": isScaled,
  "group has a scaling policy": ({ surroundings }) =>
    surroundings.neighbours.some(({ type }) => type === "AWS::AutoScaling::ScalingPolicy"),
  "newer minor version": isNewerMinor,
  "picked minor version": isPickedMinor,
  "added by an attachment": isAttached,
  "tag of AWS": ({ difference }) =>
    difference.kind === "added" && tagKey(difference)?.startsWith("aws:") === true,
  "note of a release": ({ difference }) => difference.kind === "added" && tagKey(difference) === RELEASE_TAG,
  "load is moved": isMoved,
};

function isScaled({ resource, surroundings }: Case): boolean {
  const id = resource.physicalId ?? "";
  const target =
    resource.type === "AWS::ECS::Service" ? /(?:^|:)(service\/.+)$/.exec(id)?.[1] : `table/${id}`;
  return surroundings.scalableTargets.some((known) => known.split("|")[0] === target);
}

function isNewerMinor({ resource, difference: { expected, actual } }: Case): boolean {
  const [major, minor] = versionOf(expected);
  const [actualMajor, actualMinor] = versionOf(actual);
  const declared = valueAt(jsonIn(resource.expected), ["AutoMinorVersionUpgrade"]);
  return scalarText(declared ?? true) !== "false" && major === actualMajor && actualMinor > minor;
}

function isPickedMinor({ difference: { expected, actual } }: Case): boolean {
  const [declared, there] = [expected, actual].map((text) => (text ?? "").replaceAll('"', ""));
  return declared !== undefined && declared !== "" && there?.startsWith(`${declared}.`) === true;
}

function versionOf(text: string | undefined): readonly [string, number] {
  const [, major = "", minor = "0"] = /^"?(.+?)\.(\d+)"?$/.exec(text ?? "") ?? [];
  return [major, Number(minor)];
}

/** An attachment of unknown target or content explains nothing: what is there is reported, and left to a person. */
function isAttached({ resource, difference, surroundings }: Case): boolean {
  if (difference.kind !== "added") return false;
  const [property = ""] = pointerParts(difference.path);
  const id = resource.physicalId ?? "";
  return surroundings.attachments.some(
    (attachment) =>
      ATTACHERS[property]?.includes(attachment.type) === true &&
      attachment.targets?.includes(id) === true &&
      explains(attachment, difference.actual),
  );
}

function explains({ physicalId, adds }: Attachment, actual: string | undefined): boolean {
  const there = jsonIn(actual) ?? actual;
  if (typeof there === "string") return there === physicalId;
  const declared = jsonIn(adds);
  if (!isJsonObject(there) || !isJsonObject(declared)) return false;
  const named = there["PolicyName"];
  if (named !== undefined) return named === declared["PolicyName"];
  return RULE_MEMBERS.every((name) => scalarText(there[name] ?? "") === scalarText(declared[name] ?? ""));
}

/** What makes two rules of a security group the same one; a description does not. */
const RULE_MEMBERS = [
  "IpProtocol",
  "FromPort",
  "ToPort",
  "CidrIp",
  "CidrIpv6",
  "SourceSecurityGroupId",
  "SourcePrefixListId",
  "DestinationSecurityGroupId",
  "DestinationPrefixListId",
] as const;

function tagKey({ actual }: PropertyDifference): string | undefined {
  const tag = jsonIn(actual);
  const key = isJsonObject(tag) ? tag["Key"] : undefined;
  return typeof key === "string" ? key : undefined;
}

const TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

/** The rule forwards to two groups of its own stack, which has a service: no more than ECS does. */
function isMoved({ resource, surroundings: { neighbours } }: Case): boolean {
  const live = valueAt(jsonIn(resource.actual), ["Actions", "0", "ForwardConfig", "TargetGroups"]);
  const groups = Array.isArray(live) ? live.map((group: Json) => valueAt(group, ["TargetGroupArn"])) : [];
  const isOwn = (arn: Json | undefined): boolean =>
    neighbours.some(({ type, physicalId }) => type === TARGET_GROUP && physicalId === arn);
  const hasService = neighbours.some(({ type }) => type === "AWS::ECS::Service");
  return hasService && groups.length === 2 && groups.every(isOwn);
}
