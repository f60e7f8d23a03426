import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, type Files } from "./fixture.ts";

/** Two accounts whose zones are as given, each by a line of its own. */
function zones(
  dev: string,
  production = "zone: production.acme.example",
  productionId = "444444444444",
): Files {
  const account = (id: string, cidr: string, zone: string): string =>
    `id: "${id}"\nregion: eu-west-1\n${zone}\nnetwork: { cidr: ${cidr} }\n`;
  return {
    "accounts/dev/account.yaml": account("222222222222", "10.16.0.0/16", dev),
    "accounts/production/account.yaml": account(productionId, "10.18.0.0/16", production).replace(
      "eu-west-1",
      productionId === "222222222222" ? "eu-central-1" : "eu-west-1",
    ),
  };
}

const DEV = "accounts/dev/account.yaml:3";
const PRODUCTION = "accounts/production/account.yaml:3";

test("a zone that an account had before is known by its id", () => {
  const loaded = loadWith(zones("zone: { name: dev.acme.example, existing: Z0DEV, caa: [amazon.com] }"));
  expect(accountOf(loaded)).toMatchObject({
    zone: "dev.acme.example",
    hostedZone: { existing: "Z0DEV", caa: ["amazon.com"] },
  });
});

test("authorities without Amazon's are refused: the load balancers would have no certificate", () => {
  expect(problemsWith(zones("zone: { name: dev.acme.example, caa: [letsencrypt.org] }"))).toEqual([
    `${DEV}:38 zone.caa keeps Amazon from issuing the certificate of the load balancers → add amazon.com, or take the list out`,
  ]);
});

test("a zone that is too long for a certificate is refused", () => {
  const zone = `${"a".repeat(60)}.acme.example`;
  expect(problemsWith(zones(`zone: ${zone}`))).toEqual([
    `${DEV}:7 no certificate can be made out to the zone ${zone}: it has 73 characters → take a name of at most 64 characters`,
  ]);
});

describe("a further zone", () => {
  test("that is the account's own needs no mention", () => {
    expect(problemsWith(zones("zone: dev.acme.example\nzones: { dev.acme.example: Z0DEV }"))).toEqual([
      "accounts/dev/account.yaml:4:10 dev.acme.example is this account's own zone → take it out: it needs no mention",
    ]);
  });

  test("that is another account's was copied", () => {
    expect(problemsWith(zones("zone: dev.acme.example\nzones: { production.acme.example: Z0SHOP }"))).toEqual(
      [
        `accounts/dev/account.yaml:4:10 production.acme.example is the zone of account production (${PRODUCTION}) → take it out: a zone is in one AWS account`,
      ],
    );
  });

  test("may be the zone of another Region of the same AWS account", () => {
    const files = zones(
      "zone: dev.acme.example\nzones: { production.acme.example: Z0SHOP }",
      "zone: production.acme.example",
      "222222222222",
    );
    expect(problemsWith(files)).toEqual([]);
  });
});

describe("the id of a hosted zone", () => {
  const shop = "zone: production.acme.example\nzones: { shop.example: Z0SHOP }";

  test("that two AWS accounts name was copied, and both are told", () => {
    expect(problemsWith(zones("zone: { name: dev.acme.example, existing: Z0SHOP }", shop))).toEqual([
      `${DEV}:43 the hosted zone Z0SHOP is named by account production too (accounts/production/account.yaml:4), and it can only be in one AWS account → name a zone that this account has itself`,
      `accounts/production/account.yaml:4:24 the hosted zone Z0SHOP is named by account dev too (${DEV}), and it can only be in one AWS account → name a zone that this account has itself`,
    ]);
  });

  test("may be named in two Regions of one AWS account", () => {
    const files = zones("zone: dev.acme.example\nzones: { shop.example: Z0SHOP }", shop, "222222222222");
    expect(problemsWith(files)).toEqual([]);
  });
});
