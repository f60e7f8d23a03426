import { describe, expect, test } from "@jest/globals";
import { anAccount, aService, placedIn, settledAccount } from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Account, ServiceSpec } from "../../src/model/repository.ts";

const account = anAccount({ zones: { "shop.example": "Z0SHOP" } });

function serviceIn(site: Account, spec: ServiceSpec): DesiredStack {
  const stack = placedIn(site, spec).at(-1);
  if (stack === undefined) throw new Error("nothing was placed");
  return stack;
}

function withNames(...hostnames: readonly string[]): DesiredStack {
  return serviceIn(account, aService({ expose: ["public"], hostnames: [...hostnames] }));
}

function names(stack: DesiredStack, recordsId: string): readonly string[] {
  const { RecordSets } = propertiesOf(stack, recordsId) as {
    RecordSets: readonly { Name: string; Type: string }[];
  };
  return RecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
}

const CERTIFICATE = "AWS::CertificateManager::Certificate";
const SHOWN = "AWS::ElasticLoadBalancingV2::ListenerCertificate";

describe("a further name in another zone of the account", () => {
  const stack = withNames("www.shop.example", "shop.example");

  test("has a certificate of its own, validated in that zone and shown by the public listener", () => {
    expect(resourcesOfType(stack, CERTIFICATE)).toEqual([
      "CertificateShopExample",
      "CertificateWwwShopExample",
    ]);
    expect(propertiesOf(stack, "CertificateWwwShopExample")).toEqual({
      DomainName: "www.shop.example",
      ValidationMethod: "DNS",
      DomainValidationOptions: [{ DomainName: "www.shop.example", HostedZoneId: "Z0SHOP" }],
    });
    expect(propertiesOf(stack, "ListenerCertificateWwwShopExample")).toEqual({
      ListenerArn: { Ref: "NetworkPublicListenerArn" },
      Certificates: [{ CertificateArn: { Ref: "CertificateWwwShopExample" } }],
    });
  });

  test("has records in that zone which lead to the public load balancer", () => {
    expect(names(stack, "RecordsShopExample")).toEqual([
      "www.shop.example A",
      "www.shop.example AAAA",
      "shop.example A",
      "shop.example AAAA",
    ]);
    expect(propertiesOf(stack, "RecordsShopExample")).toMatchObject({ HostedZoneId: "Z0SHOP" });
  });

  test("is answered by the rule of the hosts, as long as a rule takes it", () => {
    const rule = JSON.stringify(propertiesOf(stack, "PublicRule1"));
    expect(rule).toContain('"www.shop.example","shop.example"');
    const many = withNames(
      "a.shop.example",
      "b.shop.example",
      "c.shop.example",
      "d.shop.example",
      "shop.example",
    );
    expect(resourcesOfType(many, "AWS::ElasticLoadBalancingV2::ListenerRule")).toHaveLength(2);
  });

  test("is all right by the resource specification", () => {
    expect(specificationProblems(stack.template)).toEqual([]);
  });

  test("leaves nothing behind when it goes, and moves nothing else", () => {
    const before = readTemplate(stack.template).Resources;
    const after = readTemplate(withNames("shop.example").template).Resources;
    const gone = Object.keys(before).filter((id) => !(id in after));
    expect(gone).toEqual(["CertificateWwwShopExample", "ListenerCertificateWwwShopExample"]);
    expect(after["CertificateShopExample"]).toEqual(before["CertificateShopExample"]);
  });
});

describe("a further name in the account's own zone", () => {
  test("needs no certificate where the network's is made out to it", () => {
    const stack = withNames("dev.acme.example", "www.dev.acme.example");
    expect(resourcesOfType(stack, CERTIFICATE)).toEqual([]);
    expect(resourcesOfType(stack, SHOWN)).toEqual([]);
    expect(propertiesOf(stack, "RecordsDevAcmeExample")).toMatchObject({
      HostedZoneId: { Ref: "ZoneZoneId" },
    });
  });

  test("two labels below it has a certificate that is validated there", () => {
    const stack = withNames("a.b.dev.acme.example");
    expect(propertiesOf(stack, "CertificateABDevAcmeExample")).toMatchObject({
      DomainValidationOptions: [{ HostedZoneId: { Ref: "ZoneZoneId" } }],
    });
  });
});

test("names that read alike in a logical id are told apart", () => {
  const stack = withNames("a-b.shop.example", "a.b.shop.example");
  expect(resourcesOfType(stack, CERTIFICATE)).toEqual([
    "CertificateABShopExample",
    "CertificateABShopExample2",
  ]);
});

test("names lead to the public load balancer only", () => {
  const spec = aService({ expose: ["public", "internal"], hostnames: ["shop.example"] });
  const stack = serviceIn(account, spec);
  expect(JSON.stringify(propertiesOf(stack, "InternalRule1"))).not.toContain("shop.example");
});

test("in a network that was there before, names have IPv4 addresses only", () => {
  const site = settledAccount({ zones: { "shop.example": "Z0SHOP" } });
  const stack = serviceIn(site, aService({ expose: ["public"], hostnames: ["shop.example"] }));
  expect(names(stack, "RecordsShopExample")).toEqual(["shop.example A"]);
  expect(stack.template).not.toContain("AAAA");
});
