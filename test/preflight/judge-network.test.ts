import { describe, expect, test } from "@jest/globals";
import type { SubnetState } from "../../src/model/cloud-checks.ts";
import { judgeRange, judgeVpc } from "../../src/preflight/judge-network.ts";
import { anAccount } from "../support/placements.ts";
import { whyOf } from "./why-of.ts";

const account = anAccount();

describe("addresses", () => {
  const vpcs = [{ id: "vpc-1", cidrs: ["172.31.0.0/16", "10.0.128.0/20"], name: "legacy" }];

  test("of a new network are nobody's yet", () => {
    expect(judgeRange({ kind: "range", cidr: "10.1.0.0/16" }, vpcs, account).state).toBe("good");
    expect(whyOf(judgeRange({ kind: "range", cidr: "10.0.0.0/16" }, vpcs, account))).toBe(
      "10.0.0.0/16 overlaps with 10.0.128.0/20 of vpc-1 (legacy) in this AWS account",
    );
  });
});

describe("a VPC that was there before", () => {
  const subject = {
    kind: "vpc",
    vpc: "vpc-1",
    cidr: "10.0.0.0/16",
    publicSubnets: ["subnet-1", "subnet-2"],
    privateSubnets: ["subnet-3", "subnet-4"],
  } as const;
  const vpcs = [{ id: "vpc-1", cidrs: ["10.0.0.0/16"] }];
  const subnet = (id: string, zone: string, vpc = "vpc-1"): SubnetState => ({ id, vpc, zone });
  const subnets = [
    subnet("subnet-1", "a"),
    subnet("subnet-2", "b"),
    subnet("subnet-3", "a"),
    subnet("subnet-4", "b"),
  ];
  const judge = (changed: readonly SubnetState[], known = vpcs) =>
    whyOf(judgeVpc(subject, { vpcs: known, subnets: changed }, account));

  test("is good when all of it is so", () => {
    expect(judge(subnets)).toBe("good");
  });

  test.each([
    ["no such VPC", subnets, [], "there is no VPC vpc-1 in dev (eu-west-1)"],
    [
      "another range",
      subnets,
      [{ id: "vpc-1", cidrs: ["10.9.0.0/16"] }],
      "vpc-1 has the range 10.9.0.0/16, and `network.cidr` is 10.0.0.0/16",
    ],
    ["a subnet that is missing", subnets.slice(1), vpcs, "there is no subnet subnet-1"],
    [
      "a subnet of another VPC",
      [...subnets.slice(0, 3), subnet("subnet-4", "b", "vpc-2")],
      vpcs,
      "subnet subnet-4 is in vpc-2 and not in vpc-1",
    ],
    [
      "one zone only",
      [subnet("subnet-1", "b"), ...subnets.slice(1)],
      vpcs,
      "all public subnets are in b; two zones are needed",
    ],
  ])("with %s is told", (_what, changed, known, why) => {
    expect(judge(changed, known)).toBe(why);
  });

  test("with two subnets in one of three is told: a load balancer takes one in each zone", () => {
    const three = { ...subject, publicSubnets: ["subnet-1", "subnet-2", "subnet-5"] };
    const all = [...subnets, subnet("subnet-5", "b")];
    expect(whyOf(judgeVpc(three, { vpcs, subnets: all }, account))).toBe(
      "two public subnets are in b, and a load balancer takes one in each zone",
    );
  });
});
