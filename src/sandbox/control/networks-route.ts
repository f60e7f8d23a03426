import type { Network, Subnet } from "../ec2/networks.ts";
import { networksIn, putNetwork } from "../ec2/networks.ts";
import { derivedHex } from "../identifiers.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList } from "../json.ts";
import { availabilityZones } from "../template/zones.ts";
import type { Region } from "../world.ts";
import { ControlError } from "./control-error.ts";
import { booleanField, objectWith, requiredField, textField } from "./fields.ts";
import { placeIn } from "./place.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/networks`: the VPCs that no stack made, with their subnets. */
export const listNetworks: ControlRoute = ({ world }) =>
  [...world.regions()].flatMap((region) => networksIn(region).map((network) => shown(region, network)));

/**
 * `POST /_sandbox/networks { account, region, vpc, cidr, name, subnets: [{ id, cidr, zone, public }] }`: makes a VPC that no stack
 * has, or changes it. Ids are made up where none are given.
 */
export const putNetworkRoute: ControlRoute = ({ world }, body) => {
  const given = objectWith(body, ["account", "region", "vpc", "cidr", "name", "subnets"], WHERE);
  const region = placeIn(world, given, WHERE);
  const cidr = cidrIn(given, WHERE);
  const id = idIn(given, "vpc", "vpc", [region.account, region.region, cidr]);
  const name = textField(given, "name", WHERE);
  const network = {
    id,
    cidrs: [cidr],
    tags: name === undefined ? {} : { Name: name },
    subnets: subnetsOf(given, region, id),
  };
  putNetwork(region, network);
  return shown(region, network);
};

const WHERE = "a network";
const MAX_SUBNETS = 200;

function shown({ account, region }: Region, { id, cidrs, subnets }: Network): JsonObject {
  return {
    account,
    region,
    vpc: id,
    cidr: cidrs[0] ?? "",
    subnets: subnets.map((subnet) => ({
      id: subnet.id,
      cidr: subnet.cidr,
      zone: subnet.zone,
      public: subnet.isPublic,
    })),
  };
}

function subnetsOf({ subnets = [] }: JsonObject, region: Region, vpc: string): readonly Subnet[] {
  if (!isList(subnets) || subnets.length > MAX_SUBNETS)
    throw new ControlError(`${WHERE}: subnets must be a list of at most ${String(MAX_SUBNETS)} objects`);
  return subnets.map((subnet) => subnetOf(subnet, region, vpc));
}

function subnetOf(value: Json, { region }: Region, vpc: string): Subnet {
  const where = "a subnet";
  const given = objectWith(value, ["id", "cidr", "zone", "public"], where);
  const zone = requiredField(given, "zone", where);
  if (!availabilityZones(region).includes(zone))
    throw new ControlError(`${where}: zone must be one of ${availabilityZones(region).join(", ")}`);
  const cidr = cidrIn(given, where);
  return {
    id: idIn(given, "id", "subnet", [vpc, cidr]),
    vpc,
    cidr,
    zone,
    isPublic: booleanField(given, "public", where) ?? false,
    tags: {},
  };
}

function cidrIn(given: JsonObject, where: string): string {
  const cidr = requiredField(given, "cidr", where);
  if (/^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(cidr)) return cidr;
  throw new ControlError(`${where}: cidr must be like 10.20.0.0/16`);
}

function idIn(given: JsonObject, member: string, prefix: string, seed: readonly string[]): string {
  const id = textField(given, member, WHERE) ?? `${prefix}-${derivedHex(17, ...seed)}`;
  if (new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id)) return id;
  throw new ControlError(`${WHERE}: ${member} must be like ${prefix}-0123456789abcdef0`);
}
