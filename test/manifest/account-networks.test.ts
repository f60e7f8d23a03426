import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, type Files } from "./fixture.ts";

const SUBNETS =
  "publicSubnets: [subnet-00000001, subnet-00000002], privateSubnets: [subnet-00000003, subnet-00000004]";
const EXISTING = `{ cidr: 172.31.0.0/16, existing: { vpc: vpc-00000001, ${SUBNETS} } }`;

function network(settings: string): Files {
  return {
    "accounts/dev/account.yaml": `id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: ${settings}\n`,
  };
}

function other(settings: string): Files {
  return {
    "accounts/test/account.yaml": `id: "333333333333"\nregion: eu-west-1\nzone: test.acme.example\nnetwork: ${settings}\n`,
  };
}

const DEV = "accounts/dev/account.yaml:4";

describe("a VPC that an account had before", () => {
  test("holds its tasks in the private subnets unless it says otherwise", () => {
    expect(accountOf(loadWith(network(EXISTING))).network.existing).toEqual({
      vpc: "vpc-00000001",
      publicSubnets: ["subnet-00000001", "subnet-00000002"],
      privateSubnets: ["subnet-00000003", "subnet-00000004"],
      tasks: "private",
    });
  });

  test.each(["11.0.0.0/16", "10.0.0.0/24"])("may have the range %s", (cidr) => {
    expect(problemsWith(network(EXISTING.replace("172.31.0.0/16", cidr)))).toEqual([]);
  });

  test("may have the range that another account's had before, too", () => {
    const elsewhere = EXISTING.replaceAll("0000000", "0000001");
    expect(problemsWith({ ...network(EXISTING), ...other(elsewhere) })).toEqual([]);
  });

  test("keeps its range, and the one that is made has to take another", () => {
    expect(problemsWith({ ...network("{ cidr: 172.31.0.0/16 }"), ...other(EXISTING) })).toEqual([
      `${DEV}:18 network.cidr 172.31.0.0/16 overlaps 172.31.0.0/16 of account test (accounts/test/account.yaml:4) → give each account a range of its own`,
    ]);
  });

  test("has subnets that are either public or private", () => {
    expect(problemsWith(network(EXISTING.replace("[subnet-00000003", "[subnet-00000002")))).toEqual([
      `${DEV}:132 subnet-00000002 is both a public and a private subnet of this account → databases go to the private ones: name subnets that the internet does not reach`,
    ]);
  });

  test("is told nothing that is for one that is made", () => {
    expect(problemsWith(network(EXISTING.replace("{ cidr", "{ nat: none, cidr")))).toEqual([
      `${DEV}:12 network.nat is for a VPC that Mooring makes, and this account has its own → take it out, or take \`existing\` out`,
    ]);
  });

  test("is fine beside defaults for those that are made", () => {
    const files = { "mooring.yaml": "version: 1\nname: acme\ndefaults: { network: { nat: none } }\n" };
    expect(problemsWith({ ...files, ...network(EXISTING) })).toEqual([]);
  });

  test("is no other account's: what was copied is told on both sides", () => {
    const elsewhere = EXISTING.replaceAll("subnet-0000000", "subnet-0000001");
    expect(problemsWith({ ...network(EXISTING), ...other(elsewhere) })).toEqual([
      `${DEV}:50 vpc-00000001 is in the network of account test too (accounts/test/account.yaml:4) → name what this account has itself`,
      `accounts/test/account.yaml:4:50 vpc-00000001 is in the network of account dev too (${DEV}) → name what this account has itself`,
    ]);
  });

  test("has no name servers for anybody to refer to, when its zone was there as well", () => {
    const files = {
      "accounts/dev/account.yaml": `id: "222222222222"\nregion: eu-west-1\nzone: { name: dev.acme.example, existing: Z0DEV }\nnetwork: { cidr: 10.16.0.0/16 }\n`,
      "apps/web.yaml": "kind: Service\nimage: r/web\nport: 80\nenvironment:\n  NS: ${zone.NameServers}\n",
    };
    expect(problemsWith(files)).toEqual([
      "apps/web.yaml:5:7 zone has no output NameServers in this account → it has ZoneId, ZoneName",
    ]);
  });
});

test("a range too small for a network that is made is refused", () => {
  expect(problemsWith(network("{ cidr: 10.0.0.0/24 }"))).toEqual([
    `${DEV}:18 network.cidr is 10.0.0.0/24, too small for the network of an account → take a range from /16 to /22`,
  ]);
});
