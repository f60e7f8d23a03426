import type { Exposure } from "./exposure.ts";
import { networkOutput } from "./network-outputs.ts";
import type { Members, Resource } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** Alias records for every name that is a service's own, for IPv4 and IPv6: one resource, so one atomic change of the zone. */
export function dnsRecords(exposures: readonly Exposure[]): Resource {
  return {
    Type: "AWS::Route53::RecordSetGroup",
    Properties: {
      HostedZoneId: zoneOutput("ZoneId"),
      RecordSets: exposures.flatMap((exposure) =>
        exposure.ownNames.flatMap((name) => ["A", "AAAA"].map((type) => record(exposure, name, type))),
      ),
    },
  };
}

function record({ prefix }: Exposure, name: Exposure["names"][number], type: string): Members {
  return {
    Name: name,
    Type: type,
    AliasTarget: {
      DNSName: networkOutput(`${prefix}BalancerDns`),
      HostedZoneId: networkOutput(`${prefix}BalancerZoneId`),
      EvaluateTargetHealth: false,
    },
  };
}
