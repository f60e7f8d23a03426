import type { DesiredStack } from "../model/desired-stack.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import {
  attribute,
  input,
  join,
  literal,
  merge,
  output,
  ref,
  split,
  type Fragment,
  type Input,
  type Value,
} from "./template.ts";

/** Outputs of the stack `zone`: a fixed contract. `NameServers` is there only of a zone that the stack makes. */
export type ZoneOutput = "ZoneId" | "ZoneName" | "NameServers";

/**
 * The account's hosted zone. A stack of its own, because the certificate in `network` can only be validated once
 * the zone is delegated; kept for ever, because a new zone would have new name servers. Of a zone that is there already,
 * the stack only tells the others what it is.
 */
export function placeZone(site: Site): DesiredStack {
  const { zone, hostedZone } = site.account;
  const zoneName = text("ZoneName", zone);
  const own = hostedZone.existing === undefined ? madeZone(zoneName) : knownZone(hostedZone.existing);
  const { zoneId } = own;
  const template = merge([
    own.fragment,
    ...(hostedZone.caa.length === 0 ? [] : [authorities({ zoneId, zoneName }, hostedZone.caa)]),
    { Resources: {}, Outputs: { ZoneId: { Value: zoneId }, ZoneName: { Value: zoneName } } },
  ]);
  return stackAt(site, "zone", {
    ...renderTemplate(template),
    about: "Hosted zone of the account",
    capabilities: [],
  });
}

/** An output of the stack `zone`. */
export function zoneOutput(name: ZoneOutput): Input {
  return output({ stack: "zone", output: name });
}

interface Zone {
  readonly zoneId: Value;
  readonly fragment: Fragment;
}

function madeZone(zoneName: Input): Zone {
  const fragment: Fragment = {
    Resources: {
      Zone: {
        Type: "AWS::Route53::HostedZone",
        Properties: { Name: zoneName },
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
    Outputs: { NameServers: { Value: join(",", attribute("Zone", "NameServers")) } },
  };
  return { zoneId: ref("Zone"), fragment };
}

/** A template has to have a resource; this one is nothing but an address that nobody writes to. */
function knownZone(id: string): Zone {
  const fragment: Fragment = {
    Resources: { Placeholder: { Type: "AWS::CloudFormation::WaitConditionHandle", Properties: {} } },
  };
  return { zoneId: text("ZoneId", id), fragment };
}

/** Seconds for which resolvers remember who may issue certificates. */
const CAA_TTL = "300";

/** Who may issue certificates for the zone and all names below it (RFC 8659). */
function authorities(
  zone: { readonly zoneId: Value; readonly zoneName: Value },
  caa: readonly string[],
): Fragment {
  const records = text("CaaRecords", caa.map((authority) => `0 issue "${authority}"`).join(","));
  return {
    Resources: {
      Authorities: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: zone.zoneId,
          Name: zone.zoneName,
          Type: "CAA",
          TTL: CAA_TTL,
          ResourceRecords: split(records),
        },
      },
    },
  };
}

function text(name: string, value: string): Input {
  return input(name, { type: "String", binding: literal(value) });
}
