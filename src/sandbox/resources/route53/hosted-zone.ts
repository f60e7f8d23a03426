import { isObject } from "../../json.ts";
import { zones } from "../../route53/records.ts";
import { createZone, deleteZone } from "../../route53/store.ts";
import { scalarText } from "../../template/functions.ts";
import type { ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { orServiceFailure } from "../failure.ts";

/** AWS::Route53::HostedZone: a zone of the account, with the name servers that a delegation needs. */
export const hostedZone: ResourceBehaviour = {
  begin: (context) =>
    orServiceFailure(context, () => {
      const { zoneId, nameServers } = createZone(accountOf(context), {
        name: scalarText(context.properties["Name"]) ?? "",
        callerReference: context.seed,
        comment: commentOf(context),
        privateZone: context.properties["VPCs"] !== undefined,
        now: context.now,
      });
      return { kind: "begun", physicalId: zoneId, attributes: { Id: zoneId, NameServers: nameServers } };
    }),
  remove: (context) =>
    orServiceFailure(context, () => {
      deleteZone(accountOf(context), context.live.physicalId);
      return { kind: "done" };
    }),
  read: (context) =>
    accountOf(context).table(zones).get(context.live.physicalId) === undefined ? "not-found" : {},
};

function accountOf({ world, region }: ResourceContext) {
  return world.account(region.account);
}

function commentOf({ properties }: ResourceContext): string | undefined {
  const config = properties["HostedZoneConfig"];
  return isObject(config) ? scalarText(config["Comment"]) : undefined;
}
