import type { Action, Call, Output } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";
import { derivedHex } from "../identifiers.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import { passesFilters, textsOf } from "./filters.ts";
import type { Subnet, Vpc } from "./networks.ts";
import { subnetsIn, vpcsIn } from "./networks.ts";

/** DescribeVpcs: those of stacks and those that the control endpoint made. Throws `InvalidVpcID.NotFound`. */
export const describeVpcs: Action = (call) => {
  const { world, region, input } = call;
  const all = vpcsIn(world, region);
  const asked = chosen(all, textsOf(input["VpcId"]), (id) => notFound("InvalidVpcID", "vpc", id));
  const found = asked.filter((vpc) => passesFilters(input, filterableVpc(vpc), vpc.tags));
  const { items, nextToken } = pageOf(call, found);
  return { vpcSet: items.map((vpc) => shownVpc(call, vpc)), nextToken };
};

/** DescribeSubnets: the same. Throws `InvalidSubnetID.NotFound`. */
export const describeSubnets: Action = (call) => {
  const { world, region, input } = call;
  const all = subnetsIn(world, region);
  const asked = chosen(all, textsOf(input["SubnetId"]), (id) => notFound("InvalidSubnetID", "subnet", id));
  const found = asked.filter((subnet) => passesFilters(input, filterableSubnet(subnet), subnet.tags));
  const { items, nextToken } = pageOf(call, found);
  return { subnetSet: items.map((subnet) => shownSubnet(call, subnet)), nextToken };
};

const PAGE = 1000;

function chosen<T extends { readonly id: string }>(
  all: readonly T[],
  ids: readonly string[],
  refusal: (id: string) => ApiError,
): readonly T[] {
  const missing = ids.find((id) => all.every((each) => each.id !== id));
  if (missing !== undefined) throw refusal(missing);
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

function notFound(code: string, kind: string, id: string): ApiError {
  return new ApiError(`${code}.NotFound`, `The ${kind} ID '${id}' does not exist`);
}

function pageOf<T>(
  { input }: Call,
  items: readonly T[],
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const from = Number(input["NextToken"] ?? 0);
  const size = Number(input["MaxResults"] ?? PAGE);
  if (!Number.isInteger(from) || from < 0 || !Number.isInteger(size) || size < 5 || size > PAGE)
    throw new ApiError("InvalidParameterValue", "NextToken or MaxResults is not valid");
  const nextToken = from + size < items.length ? String(from + size) : undefined;
  return { items: items.slice(from, from + size), nextToken };
}

function filterableVpc({ id, cidrs }: Vpc) {
  return {
    "vpc-id": [id],
    cidr: cidrs.slice(0, 1),
    "cidr-block-association.cidr-block": cidrs,
    "is-default": ["false"],
    state: ["available"],
  };
}

function filterableSubnet({ id, vpc, cidr, zone, isPublic }: Subnet) {
  return {
    "subnet-id": [id],
    "vpc-id": [vpc],
    "cidr-block": [cidr],
    "availability-zone": [zone],
    "map-public-ip-on-launch": [String(isPublic)],
    state: ["available"],
  };
}

function shownVpc({ region }: Call, { id, cidrs, tags }: Vpc): Output {
  return {
    vpcId: id,
    ownerId: region.account,
    state: "available",
    cidrBlock: cidrs[0],
    isDefault: false,
    instanceTenancy: "default",
    cidrBlockAssociationSet: cidrs.map((cidrBlock) => ({
      associationId: `vpc-cidr-assoc-${derivedHex(17, id, cidrBlock)}`,
      cidrBlock,
      cidrBlockState: { state: "associated" },
    })),
    tagSet: shownTags(tags),
  };
}

function shownSubnet({ region }: Call, { id, vpc, cidr, zone, isPublic, tags }: Subnet): Output {
  const { account, region: name } = region;
  return {
    subnetId: id,
    subnetArn: `arn:${partitionOf(name)}:ec2:${name}:${account}:subnet/${id}`,
    vpcId: vpc,
    ownerId: account,
    state: "available",
    cidrBlock: cidr,
    availabilityZone: zone,
    mapPublicIpOnLaunch: isPublic,
    defaultForAz: false,
    tagSet: shownTags(tags),
  };
}

function shownTags(tags: Readonly<Record<string, string>>): readonly Output[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
