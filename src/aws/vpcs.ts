import type { EC2, Subnet, Vpc } from "@aws-sdk/client-ec2";
import type { SubnetState, VpcState } from "../model/cloud-checks.ts";
import { pagesOf } from "./pages.ts";
import { compact, required } from "./shape.ts";
import { cleanText } from "./wording.ts";

const MAX_PAGES = 50;

/** Every VPC of the Region. */
export async function readVpcs(ec2: EC2): Promise<readonly VpcState[]> {
  const vpcs: VpcState[] = [];
  for await (const page of pagesOf((NextToken) => ec2.describeVpcs({ NextToken }), MAX_PAGES))
    vpcs.push(...(page.Vpcs ?? []).map(toVpc));
  return vpcs;
}

/** Those of these subnets that are there: asked for by id, one that is missing would fail the whole call. */
export async function readSubnets(ec2: EC2, ids: readonly string[]): Promise<readonly SubnetState[]> {
  const subnets: SubnetState[] = [];
  const Filters = [{ Name: "subnet-id", Values: [...ids] }];
  for await (const page of pagesOf((NextToken) => ec2.describeSubnets({ Filters, NextToken }), MAX_PAGES))
    subnets.push(...(page.Subnets ?? []).map(toSubnet));
  return subnets;
}

function toVpc({ VpcId, CidrBlock, CidrBlockAssociationSet = [], Tags = [] }: Vpc): VpcState {
  const associated = CidrBlockAssociationSet.filter(
    ({ CidrBlockState }) => CidrBlockState?.State !== "disassociated",
  );
  const cidrs = [CidrBlock, ...associated.map((each) => each.CidrBlock)].filter((cidr) => cidr !== undefined);
  return compact({
    id: required(VpcId, "id of a VPC"),
    cidrs: [...new Set(cidrs)],
    name: cleanText(Tags.find(({ Key }) => Key === "Name")?.Value),
  });
}

function toSubnet({ SubnetId, VpcId, AvailabilityZone }: Subnet): SubnetState {
  return {
    id: required(SubnetId, "id of a subnet"),
    vpc: required(VpcId, "VPC of a subnet"),
    zone: required(AvailabilityZone, "availability zone of a subnet"),
  };
}
