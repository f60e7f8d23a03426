import { describe, expect, test } from "@jest/globals";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script } from "./scripted-aws.ts";

const zone = (id: string, name: string, isPrivate = false): string =>
  `<HostedZone><Id>/hostedzone/${id}</Id><Name>${name}</Name><CallerReference>${id}</CallerReference><Config><PrivateZone>${String(isPrivate)}</PrivateZone></Config></HostedZone>`;

const page = (zones: string, next = ""): ReturnType<Script> => ({
  status: 200,
  body: `<ListHostedZonesByNameResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones>${zones}</HostedZones><IsTruncated>${String(next !== "")}</IsTruncated>${next}<MaxItems>100</MaxItems></ListHostedZonesByNameResponse>`,
});

const zonesOf = (script: Script) =>
  onScriptedAws(script, async ({ aws, cloud }) => ({
    zones: await cloud.hostedZones("acme.example"),
    queries: aws.calls.map(({ path }) => Object.fromEntries(new URLSearchParams(path.split("?")[1]))),
  }));

describe("hosted zones of a domain", () => {
  test("are the public ones of exactly that name", async () => {
    const { zones, queries } = await zonesOf(() =>
      page(zone("Z1", "Acme.example.") + zone("Z2", "acme.example.", true) + zone("Z3", "dev.acme.example.")),
    );
    expect(zones).toEqual([{ id: "Z1", name: "acme.example" }]);
    expect(queries).toEqual([{ dnsname: "acme.example" }]);
  });

  test("are read to the last page of that name, and no further", async () => {
    const { zones, queries } = await zonesOf((_call, nth) =>
      nth === 0
        ? page(
            zone("Z1", "acme.example."),
            "<NextDNSName>acme.example.</NextDNSName><NextHostedZoneId>Z2</NextHostedZoneId>",
          )
        : page(
            zone("Z2", "acme.example."),
            "<NextDNSName>dev.acme.example.</NextDNSName><NextHostedZoneId>Z3</NextHostedZoneId>",
          ),
    );
    expect(zones.map(({ id }) => id)).toEqual(["Z1", "Z2"]);
    expect(queries).toEqual([{ dnsname: "acme.example" }, { dnsname: "acme.example", hostedzoneid: "Z2" }]);
  });
});

describe("name servers of a zone", () => {
  const serversOf = (script: Script) => onScriptedAws(script, ({ cloud }) => cloud.nameServers("Z1"));

  test("are sorted and without their trailing dots", async () => {
    const answer = `<GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${zone("Z1", "acme.example.")}<DelegationSet><NameServers><NameServer>ns-2.example.org</NameServer><NameServer>NS-1.example.org.</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>`;
    expect(await serversOf(() => ({ status: 200, body: answer }))).toEqual([
      "ns-1.example.org",
      "ns-2.example.org",
    ]);
  });

  test("are none of a zone that is not there", async () => {
    const missing = () => ({
      status: 404,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: Z1</Message></Error><RequestId>r</RequestId></ErrorResponse>",
    });
    expect(await serversOf(missing)).toBeUndefined();
  });
});
