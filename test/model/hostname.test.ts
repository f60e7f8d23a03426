import { describe, expect, test } from "@jest/globals";
import { hasSharedCertificate, zoneOfHostname } from "../../src/model/hostname.ts";

const account = { zone: "dev.acme.example", zones: { "acme.example": "Z1", "shop.example": "Z2" } };

describe("a name", () => {
  test.each([
    ["www.dev.acme.example", "dev.acme.example"],
    ["dev.acme.example", "dev.acme.example"],
    ["www.acme.example", "acme.example"],
    ["a.b.shop.example", "shop.example"],
    ["www.myshop.example", undefined],
    ["example", undefined],
  ])("%s is in the zone %s", (name, zone) => {
    expect(zoneOfHostname(account, name)).toBe(zone);
  });

  test.each([
    ["dev.acme.example", true],
    ["www.dev.acme.example", true],
    ["a.internal.dev.acme.example", true],
    ["a.b.dev.acme.example", false],
    ["acme.example", false],
    ["www.otherdev.acme.example", false],
  ])("%s is on the balancers' own certificate: %p", (name, isOn) => {
    expect(hasSharedCertificate(account, name)).toBe(isOn);
  });
});
