import { join, type Fragment, type Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** Where a name leads. */
interface Target {
  /** One label in the account's zone. */
  readonly label: string;
  readonly host: Value;
}

/** Seconds. RDS moves its own name within a minute when a standby takes over; ours only leads to that one. */
const TTL = "300";

/** Output that shows each record's name. */
const OUTPUTS = { Record: "DnsName", ReaderRecord: "ReaderDnsName" } as const;

/** A name in the account's zone for an endpoint. The certificate is made out to AWS's own name, which is `Host`. */
export function databaseRecord(id: keyof typeof OUTPUTS, { label, host }: Target): Fragment {
  const name = join(".", [label, zoneOutput("ZoneName")]);
  return {
    Resources: {
      [id]: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: zoneOutput("ZoneId"),
          Name: name,
          Type: "CNAME",
          TTL,
          ResourceRecords: [host],
        },
      },
    },
    Outputs: { [OUTPUTS[id]]: { Value: name } },
  };
}
