import type { Account } from "../model/repository.ts";
import type { Exposure } from "./exposure.ts";
import { networkOutput } from "./network-outputs.ts";
import type { Members, Resource, Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** Alias records for every name that is a service's own: one resource, so one atomic change of the zone. */
export function dnsRecords(account: Account, exposures: readonly Exposure[]): Resource {
  return {
    Type: "AWS::Route53::RecordSetGroup",
    Properties: {
      HostedZoneId: zoneOutput("ZoneId"),
      RecordSets: exposures.flatMap(({ prefix, ownNames }) =>
        ownNames.flatMap((name) => aliases(account, prefix, name)),
      ),
    },
  };
}

/** The records that lead a name to a balancer, for IPv4, and for IPv6 where the network is sure to have it. */
export function aliases(account: Account, prefix: Exposure["prefix"], name: Value): readonly Members[] {
  const types = account.network.existing === undefined ? ["A", "AAAA"] : ["A"];
  return types.map((type) => ({
    Name: name,
    Type: type,
    AliasTarget: {
      DNSName: networkOutput(`${prefix}BalancerDns`),
      HostedZoneId: networkOutput(`${prefix}BalancerZoneId`),
      EvaluateTargetHealth: false,
    },
  }));
}
