import type { NetworkInputs } from "./network-inputs.ts";
import { attribute, merge, ref, sub, when, type Fragment, type Resource, type Value } from "./template.ts";

type Side = "Public" | "Private";

/** Everything is there for the zones 1 and 2; what belongs to zone 3 has a condition. */
const ZONES = [1, 2, 3] as const;
type Zone = (typeof ZONES)[number];

/** VPC with IPv4 and IPv6, subnets, gateways and routes. */
export function vpc(inputs: NetworkInputs): Fragment {
  return merge([
    vpcAndGateways(inputs),
    ...ZONES.map((zone) => subnet(inputs, "Public", zone)),
    ...ZONES.map((zone) => subnet(inputs, "Private", zone)),
    ...ZONES.map(natGateway),
    publicRoutes(),
    ...ZONES.map(privateRoutes),
    endpoint("S3Endpoint", "s3"),
    endpoint("DynamoDbEndpoint", "dynamodb"),
  ]);
}

/** Ids of the subnets of one side, two or three of them. */
export function subnetIds(side: Side): Value {
  return when("HasThreeZones", ids(`${side}Subnet`, [1, 2, 3]), ids(`${side}Subnet`, [1, 2]));
}

/** The VPC's IPv6 range, given by Amazon. */
export function ipv6Cidr(): Value {
  return select(0, attribute("Vpc", "Ipv6CidrBlocks"));
}

function vpcAndGateways({ vpcCidr }: NetworkInputs): Fragment {
  const vpcId = ref("Vpc");
  return resources({
    Vpc: {
      Type: "AWS::EC2::VPC",
      Properties: {
        CidrBlock: vpcCidr,
        EnableDnsSupport: true,
        EnableDnsHostnames: true,
        Tags: named("vpc"),
      },
    },
    Ipv6CidrBlock: {
      Type: "AWS::EC2::VPCCidrBlock",
      Properties: { VpcId: vpcId, AmazonProvidedIpv6CidrBlock: true },
    },
    InternetGateway: { Type: "AWS::EC2::InternetGateway", Properties: { Tags: named("internet") } },
    InternetGatewayAttachment: {
      Type: "AWS::EC2::VPCGatewayAttachment",
      Properties: { VpcId: vpcId, InternetGatewayId: ref("InternetGateway") },
    },
    EgressOnlyInternetGateway: { Type: "AWS::EC2::EgressOnlyInternetGateway", Properties: { VpcId: vpcId } },
  });
}

/** The public subnets get the parts 0 to 2 of the VPC, the private ones 3 to 5, so that a third zone moves nothing. */
function subnet({ vpcCidr, subnetBits }: NetworkInputs, side: Side, zone: Zone): Fragment {
  const id = `${side}Subnet${zone}`;
  const part = (side === "Public" ? 0 : ZONES.length) + zone - 1;
  return resources({
    [id]: {
      Type: "AWS::EC2::Subnet",
      ...onlyInThirdZone(zone),
      DependsOn: ["Ipv6CidrBlock"],
      Properties: {
        VpcId: ref("Vpc"),
        AvailabilityZone: select(zone - 1, { "Fn::GetAZs": "" }),
        CidrBlock: select(part, { "Fn::Cidr": [vpcCidr, 2 * ZONES.length, subnetBits] }),
        Ipv6CidrBlock: select(part, { "Fn::Cidr": [ipv6Cidr(), 2 * ZONES.length, 64] }),
        AssignIpv6AddressOnCreation: true,
        Tags: named(`${side.toLowerCase()}-${zone}`),
      },
    },
    [`${id}Routes`]: {
      Type: "AWS::EC2::SubnetRouteTableAssociation",
      ...onlyInThirdZone(zone),
      Properties: {
        SubnetId: ref(id),
        RouteTableId: ref(side === "Public" ? "PublicRouteTable" : `PrivateRouteTable${zone}`),
      },
    },
  });
}

function natGateway(zone: Zone): Fragment {
  const Condition = { 1: "HasNat", 2: "HasNatPerZone", 3: "HasNatPerZoneInThreeZones" }[zone];
  return resources({
    [`NatAddress${zone}`]: {
      Type: "AWS::EC2::EIP",
      Condition,
      DependsOn: ["InternetGatewayAttachment"],
      Properties: { Domain: "vpc", Tags: named(`nat-${zone}`) },
    },
    [`NatGateway${zone}`]: {
      Type: "AWS::EC2::NatGateway",
      Condition,
      Properties: {
        AllocationId: attribute(`NatAddress${zone}`, "AllocationId"),
        SubnetId: ref(`PublicSubnet${zone}`),
        Tags: named(`nat-${zone}`),
      },
    },
  });
}

function publicRoutes(): Fragment {
  const toInternet = { RouteTableId: ref("PublicRouteTable"), GatewayId: ref("InternetGateway") };
  return resources({
    PublicRouteTable: routeTable("public"),
    PublicRoute: {
      Type: "AWS::EC2::Route",
      DependsOn: ["InternetGatewayAttachment"],
      Properties: { ...toInternet, DestinationCidrBlock: "0.0.0.0/0" },
    },
    PublicIpv6Route: {
      Type: "AWS::EC2::Route",
      DependsOn: ["InternetGatewayAttachment"],
      Properties: { ...toInternet, DestinationIpv6CidrBlock: "::/0" },
    },
  });
}

/** IPv4 leaves through the zone's own NAT gateway, or the only one; IPv6 needs none. */
function privateRoutes(zone: Zone): Fragment {
  const tableId = `PrivateRouteTable${zone}`;
  const table = ref(tableId);
  const only = ref("NatGateway1");
  return resources({
    [tableId]: { ...routeTable(`private-${zone}`), ...onlyInThirdZone(zone) },
    [`PrivateRoute${zone}`]: {
      Type: "AWS::EC2::Route",
      Condition: zone === 3 ? "HasNatInThreeZones" : "HasNat",
      Properties: {
        RouteTableId: table,
        DestinationCidrBlock: "0.0.0.0/0",
        NatGatewayId: zone === 1 ? only : when("HasNatPerZone", ref(`NatGateway${zone}`), only),
      },
    },
    [`PrivateIpv6Route${zone}`]: {
      Type: "AWS::EC2::Route",
      ...onlyInThirdZone(zone),
      Properties: {
        RouteTableId: table,
        DestinationIpv6CidrBlock: "::/0",
        EgressOnlyInternetGatewayId: ref("EgressOnlyInternetGateway"),
      },
    },
  });
}

function routeTable(name: string): Resource {
  return { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("Vpc"), Tags: named(name) } };
}

/** A gateway endpoint costs nothing and spares the NAT gateway the traffic. */
function endpoint(id: string, service: string): Fragment {
  const always = [ref("PublicRouteTable"), ref("PrivateRouteTable1"), ref("PrivateRouteTable2")];
  return resources({
    [id]: {
      Type: "AWS::EC2::VPCEndpoint",
      Properties: {
        VpcId: ref("Vpc"),
        VpcEndpointType: "Gateway",
        ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`),
        RouteTableIds: when("HasThreeZones", [...always, ref("PrivateRouteTable3")], always),
      },
    },
  });
}

function onlyInThirdZone(zone: Zone): Pick<Resource, "Condition"> {
  return zone === 3 ? { Condition: "HasThreeZones" } : {};
}

function resources(Resources: Fragment["Resources"]): Fragment {
  return { Resources };
}

function ids(prefix: string, zones: readonly Zone[]): Value {
  return zones.map((zone) => ref(`${prefix}${zone}`));
}

function select(index: number, list: Value): Value {
  return { "Fn::Select": [index, list] };
}

function named(name: string): Value {
  return [{ Key: "Name", Value: sub(`\${AWS::StackName}-${name}`) }];
}
