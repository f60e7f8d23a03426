import { describe, expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Account } from "../../src/model/repository.ts";
import { anAccount, settledAccount } from "../support/placements.ts";
import { propertiesOf, readTemplate } from "../support/template-targets.ts";

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

/** Type by logical id. */
function typesIn({ template }: DesiredStack): readonly (readonly [id: string, type: string])[] {
  return Object.entries(readTemplate(template).Resources).map(([id, { Type }]) => [
    id,
    typeof Type === "string" ? Type : "",
  ]);
}

describe("the network of an account that had a VPC before", () => {
  const found = networkOf(settledAccount());

  test("has no VPC, subnets or gateways of its own", () => {
    const types = typesIn(found).flatMap(([, type]) => (type.startsWith("AWS::EC2::") ? [type] : []));
    expect([...new Set(types)]).toEqual(["AWS::EC2::SecurityGroup"]);
  });

  test("has load balancers, cluster and topic like every other", () => {
    const shared = typesIn(networkOf(anAccount())).filter(
      ([id, type]) => !type.startsWith("AWS::EC2::") || id.includes("Balancer"),
    );
    expect(typesIn(found)).toEqual(shared);
  });

  test("is given the VPC and its subnets", () => {
    expect(valuesOf(found)).toMatchObject({
      VpcId: "vpc-0123456789abcdef0",
      VpcCidr: "10.0.0.0/16",
      PublicSubnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
      PrivateSubnetIds: "subnet-0123456789abcdef2,subnet-0123456789abcdef3",
      Tasks: "private",
    });
  });

  test("has the public load balancer in the public subnets, the internal one in the private, on IPv4", () => {
    expect(propertiesOf(found, "PublicBalancer")).toMatchObject({
      IpAddressType: "ipv4",
      Subnets: { "Fn::Split": [",", { Ref: "PublicSubnetIds" }] },
    });
    expect(propertiesOf(found, "InternalBalancer")).toMatchObject({
      IpAddressType: "ipv4",
      Subnets: { "Fn::Split": [",", { Ref: "PrivateSubnetIds" }] },
    });
    expect(propertiesOf(found, "InternalBalancerSecurityGroup")).toMatchObject({ VpcId: { Ref: "VpcId" } });
    expect(found.template).not.toContain("CidrIpv6");
  });

  test("holds the tasks in the subnets that the account says", () => {
    const { Conditions = {}, Outputs } = JSON.parse(found.template) as Record<string, object>;
    expect(Conditions).toMatchObject({ HasPrivateTasks: { "Fn::Equals": [{ Ref: "Tasks" }, "private"] } });
    expect(Outputs).toMatchObject({
      TaskSubnets: {
        Value: { "Fn::If": ["HasPrivateTasks", { Ref: "PrivateSubnetIds" }, { Ref: "PublicSubnetIds" }] },
      },
      AssignPublicIp: { Value: { "Fn::If": ["HasPrivateTasks", "DISABLED", "ENABLED"] } },
    });
  });

  test("is the same text in every such account", () => {
    const { network: settings } = settledAccount();
    const other = settledAccount({
      name: "test",
      network: {
        ...settings,
        existing: {
          vpc: "vpc-00000000",
          publicSubnets: ["subnet-00000001", "subnet-00000002", "subnet-00000003"],
          privateSubnets: ["subnet-00000004", "subnet-00000005"],
          tasks: "public",
        },
      },
    });
    expect(networkOf(other).template).toBe(found.template);
  });
});
