import { describe, expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Account } from "../../src/model/repository.ts";
import { anAccount } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

function networkOf(account: Account): DesiredStack {
  const [, network] = place("acme", account);
  if (network === undefined) throw new Error("an account has a network");
  return network;
}

function valuesOf({ parameters }: DesiredStack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, binding]) =>
      binding.kind === "literal" ? [[name, binding.value]] : [],
    ),
  );
}

const network = networkOf(anAccount());

function resource(id: string): unknown {
  return readTemplate(network.template).Resources[id];
}

describe("the inputs of the network", () => {
  test("say what the account says", () => {
    const { network: settings } = anAccount();
    const account = anAccount({
      alarmEmail: "ops@acme.example",
      network: {
        ...settings,
        cidr: "10.4.0.0/20",
        availabilityZones: 3,
        nat: "per-zone",
        balancers: { public: true, internal: false },
        deletionProtection: true,
      },
    });
    expect(valuesOf(networkOf(account))).toEqual({
      VpcCidr: "10.4.0.0/20",
      SubnetBits: "9",
      AvailabilityZones: "3",
      Nat: "per-zone",
      WithPublicBalancer: "true",
      WithInternalBalancer: "false",
      TlsPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      IdleTimeoutSeconds: "60",
      DeletionProtection: "true",
      AlarmEmail: "ops@acme.example",
    });
  });

  test.each([
    ["10.0.0.0/16", 13],
    ["10.0.0.0/22", 7],
  ])("cut %s into eight parts of 2^%d addresses", (cidr, bits) => {
    const account = anAccount({ network: { ...anAccount().network, cidr } });
    expect(valuesOf(networkOf(account))).toMatchObject({ SubnetBits: String(bits) });
  });

  test("take the zone from the stack zone", () => {
    expect(network.dependsOn).toEqual(["zone"]);
    expect(network.parameters["ZoneZoneId"]).toEqual({
      kind: "text",
      text: [{ stack: "zone", output: "ZoneId" }],
    });
  });
});

describe("the subnets", () => {
  test("have each a part and a zone of their own, and a third zone moves nothing", () => {
    const ids = resourcesOfType(network, "AWS::EC2::Subnet");
    const cuts = ids.map((id) => {
      const { CidrBlock, AvailabilityZone } = propertiesOf(network, id) as Record<
        string,
        { "Fn::Select": [number, unknown] }
      >;
      return [id, CidrBlock?.["Fn::Select"][0], AvailabilityZone?.["Fn::Select"][0]];
    });
    expect(cuts).toEqual([
      ["PrivateSubnet1", 3, 0],
      ["PrivateSubnet2", 4, 1],
      ["PrivateSubnet3", 5, 2],
      ["PublicSubnet1", 0, 0],
      ["PublicSubnet2", 1, 1],
      ["PublicSubnet3", 2, 2],
    ]);
  });

  test("give every task an IPv6 address", () => {
    for (const id of resourcesOfType(network, "AWS::EC2::Subnet")) {
      expect(propertiesOf(network, id)).toMatchObject({ AssignIpv6AddressOnCreation: true });
      expect(resource(id)).toMatchObject({ DependsOn: ["Ipv6CidrBlock"] });
    }
  });

  test.each(["PublicSubnet3", "PrivateSubnet3", "PrivateRouteTable3", "PrivateIpv6Route3"])(
    "of the third zone come with it: %s",
    (id) => {
      expect(resource(id)).toMatchObject({ Condition: "HasThreeZones" });
    },
  );

  test("that are private lead out through their zone's NAT gateway, or the only one", () => {
    expect(resource("PrivateRoute2")).toMatchObject({
      Condition: "HasNat",
      Properties: {
        NatGatewayId: { "Fn::If": ["HasNatPerZone", { Ref: "NatGateway2" }, { Ref: "NatGateway1" }] },
      },
    });
  });

  test.each([
    ["NatGateway1", "HasNat"],
    ["NatGateway2", "HasNatPerZone"],
    ["NatGateway3", "HasNatPerZoneInThreeZones"],
  ])("have the NAT gateway %s only where the account wants it", (id, condition) => {
    expect(resource(id)).toMatchObject({ Condition: condition });
  });

  test("hold the tasks: the private ones, or without NAT the public ones with public addresses", () => {
    expect(readTemplate(network.template).Outputs).toMatchObject({
      AssignPublicIp: { Value: { "Fn::If": ["HasNat", "DISABLED", "ENABLED"] } },
      TaskSubnets: { Value: { "Fn::If": ["HasNat", expect.anything(), expect.anything()] } },
    });
  });
});

describe("the load balancers", () => {
  test.each([
    ["PublicBalancer", "internet-facing"],
    ["InternalBalancer", "internal"],
  ])("%s is %s, speaks IPv4 and IPv6, and drops invalid headers", (id, scheme) => {
    expect(propertiesOf(network, id)).toMatchObject({
      Scheme: scheme,
      IpAddressType: "dualstack",
      LoadBalancerAttributes: expect.arrayContaining([
        { Key: "routing.http.drop_invalid_header_fields.enabled", Value: "true" },
        { Key: "routing.http2.enabled", Value: "true" },
        { Key: "deletion_protection.enabled", Value: { Ref: "DeletionProtection" } },
        { Key: "idle_timeout.timeout_seconds", Value: { Ref: "IdleTimeoutSeconds" } },
      ]),
    });
  });

  test("that is public waits for the way to the internet", () => {
    expect(resource("PublicBalancer")).toMatchObject({ DependsOn: ["PublicRoute", "PublicIpv6Route"] });
  });

  test("answer 404 over HTTPS to what no app wants", () => {
    expect(propertiesOf(network, "PublicHttpsListener")).toMatchObject({
      Port: 443,
      Protocol: "HTTPS",
      SslPolicy: { Ref: "TlsPolicy" },
      Certificates: [{ CertificateArn: { Ref: "Certificate" } }],
      DefaultActions: [
        { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain" } },
      ],
    });
  });

  test("send HTTP to HTTPS", () => {
    expect(propertiesOf(network, "InternalHttpListener")).toMatchObject({
      Port: 80,
      DefaultActions: [
        { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
      ],
    });
  });

  test("are open to everybody, and to the VPC only", () => {
    const sources = (id: string): unknown => {
      const group = propertiesOf(network, id) as { SecurityGroupIngress: Record<string, unknown>[] };
      return group.SecurityGroupIngress.map(({ CidrIp, CidrIpv6, FromPort }) => [
        CidrIp ?? CidrIpv6,
        FromPort,
      ]);
    };
    const vpcIpv6 = { "Fn::Select": [0, { "Fn::GetAtt": ["Vpc", "Ipv6CidrBlocks"] }] };
    expect(sources("PublicBalancerSecurityGroup")).toEqual([
      ["0.0.0.0/0", 80],
      ["0.0.0.0/0", 443],
      ["::/0", 80],
      ["::/0", 443],
    ]);
    expect(sources("InternalBalancerSecurityGroup")).toEqual([
      [{ Ref: "VpcCidr" }, 80],
      [{ Ref: "VpcCidr" }, 443],
      [vpcIpv6, 80],
      [vpcIpv6, 443],
    ]);
  });

  test("that an account does not have, have no outputs either", () => {
    const { Outputs = {} } = readTemplate(network.template);
    for (const which of ["Public", "Internal"]) {
      const own = Object.entries(Outputs).filter(
        ([name]) => name.startsWith(`${which}Balancer`) || name === `${which}ListenerArn`,
      );
      expect(own).toHaveLength(5);
      for (const [, output] of own) expect(output).toMatchObject({ Condition: `Has${which}Balancer` });
    }
  });
});

describe("the certificate", () => {
  test("covers the zone, its names and its internal names, and is validated in the zone without doubles", () => {
    const zone = { Ref: "ZoneZoneName" };
    const internal = { "Fn::Join": ["", ["*.internal.", zone]] };
    expect(propertiesOf(network, "Certificate")).toEqual({
      DomainName: zone,
      SubjectAlternativeNames: [{ "Fn::Join": ["", ["*.", zone]] }, internal],
      ValidationMethod: "DNS",
      DomainValidationOptions: [
        { DomainName: zone, HostedZoneId: { Ref: "ZoneZoneId" } },
        { DomainName: internal, HostedZoneId: { Ref: "ZoneZoneId" } },
      ],
    });
  });
});

describe("the rest of the network", () => {
  test("the outputs are those that apps and repositories refer to", () => {
    const ofBalancer = (which: string): readonly string[] => [
      ...["Dns", "FullName", "SecurityGroup", "ZoneId"].map((end) => `${which}Balancer${end}`),
      `${which}ListenerArn`,
    ];
    expect(Object.keys(readTemplate(network.template).Outputs ?? {}).toSorted()).toEqual(
      [
        "AlarmTopicArn",
        "AssignPublicIp",
        "CertificateArn",
        "ClusterArn",
        "ClusterName",
        "PrivateSubnets",
        "PublicSubnets",
        "TaskSubnets",
        "VpcCidr",
        "VpcId",
        ...ofBalancer("Internal"),
        ...ofBalancer("Public"),
      ].toSorted(),
    );
  });

  test("S3 and DynamoDB are reached without NAT, from every route table", () => {
    expect(propertiesOf(network, "S3Endpoint")).toMatchObject({
      VpcEndpointType: "Gateway",
      ServiceName: { "Fn::Sub": "com.amazonaws.${AWS::Region}.s3" },
    });
    expect(JSON.stringify(propertiesOf(network, "DynamoDbEndpoint"))).toContain(
      '{"Ref":"PrivateRouteTable3"}',
    );
  });

  test("the cluster has Container Insights, Fargate and Fargate Spot", () => {
    expect(propertiesOf(network, "Cluster")).toEqual({
      ClusterSettings: [{ Name: "containerInsights", Value: "enhanced" }],
    });
    expect(propertiesOf(network, "ClusterCapacity")).toMatchObject({
      CapacityProviders: ["FARGATE", "FARGATE_SPOT"],
    });
  });

  test("only CloudWatch alarms of the account may publish to the alarm topic", () => {
    expect(propertiesOf(network, "AlarmTopicPolicy")).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
          },
        ],
      },
    });
    expect(resource("AlarmEmailSubscription")).toMatchObject({ Condition: "HasAlarmEmail" });
  });
});
