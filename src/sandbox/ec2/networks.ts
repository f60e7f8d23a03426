import { liveResources } from "../cloudformation/live-resources.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import { availabilityZones } from "../template/zones.ts";
import type { Region, TableKind, World } from "../world.ts";

/** A VPC of whatever origin. */
export interface Vpc {
  readonly id: string;
  /** The first is the one that it was made with. */
  readonly cidrs: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A subnet of whatever origin. */
export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly cidr: string;
  readonly zone: string;
  readonly isPublic: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A network that no stack made, keyed by the id of its VPC. */
export interface Network extends Vpc {
  readonly subnets: readonly Subnet[];
}

const networks: TableKind<Network> = { name: "networks" };

/** The networks of a Region that no stack made. */
export function networksIn(region: Region): readonly Network[] {
  return [...region.table(networks).values()];
}

/** Makes a network, or changes one. */
export function putNetwork(region: Region, network: Network): void {
  region.table(networks).put(network.id, network);
}

/** Every VPC of a Region. */
export function vpcsIn(world: World, region: Region): readonly Vpc[] {
  const added = liveResources(world, region, "AWS::EC2::VPCCidrBlock");
  const made = liveResources(world, region, "AWS::EC2::VPC").map(({ physicalId, properties }) => ({
    id: physicalId,
    cidrs: [
      properties["CidrBlock"],
      ...added.flatMap((block) =>
        block.properties["VpcId"] === physicalId ? [block.properties["CidrBlock"]] : [],
      ),
    ].flatMap((cidr) => scalarText(cidr) ?? []),
    tags: tagsOf(properties["Tags"]),
  }));
  return [...networksIn(region), ...made];
}

/** Every subnet of a Region. */
export function subnetsIn(world: World, region: Region): readonly Subnet[] {
  const made = liveResources(world, region, "AWS::EC2::Subnet").map(({ physicalId, properties }) =>
    subnetOf(region, physicalId, properties),
  );
  return [...networksIn(region).flatMap(({ subnets }) => subnets), ...made];
}

function subnetOf({ region }: Region, id: string, properties: JsonObject): Subnet {
  return {
    id,
    vpc: scalarText(properties["VpcId"]) ?? "",
    cidr: scalarText(properties["CidrBlock"]) ?? "",
    zone: scalarText(properties["AvailabilityZone"]) ?? availabilityZones(region)[0] ?? "",
    isPublic: scalarText(properties["MapPublicIpOnLaunch"]) === "true",
    tags: tagsOf(properties["Tags"]),
  };
}

function tagsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isList(value)) return {};
  return Object.fromEntries(
    value
      .filter(isObject)
      .map((tag) => [scalarText(tag["Key"]) ?? "", scalarText(tag["Value"]) ?? ""] as const),
  );
}
