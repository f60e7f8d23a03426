import type { DesiredStack } from "../model/desired-stack.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { attribute, input, join, literal, output, ref, type Input, type Template } from "./template.ts";

/** Outputs of the stack `zone`: a fixed contract. */
export type ZoneOutput = "ZoneId" | "ZoneName" | "NameServers";

/**
 * The account's hosted zone. A stack of its own, because the certificate in `network` can only be validated once
 * the zone is delegated; kept for ever, because a new zone would have new name servers.
 */
export function placeZone(site: Site): DesiredStack {
  return stackAt(site, "zone", {
    ...renderTemplate(template(site.account.zone)),
    about: "Hosted zone of the account",
    capabilities: [],
  });
}

/** An output of the stack `zone`. */
export function zoneOutput(name: ZoneOutput): Input {
  return output({ stack: "zone", output: name });
}

function template(zone: string): Template {
  const zoneName = input("ZoneName", { type: "String", binding: literal(zone) });
  const outputs = {
    ZoneId: { Value: ref("Zone") },
    ZoneName: { Value: zoneName },
    NameServers: { Value: join(",", attribute("Zone", "NameServers")) },
  } satisfies Record<ZoneOutput, unknown>;
  return {
    Resources: {
      Zone: {
        Type: "AWS::Route53::HostedZone",
        Properties: { Name: zoneName },
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
    Outputs: outputs,
  };
}
