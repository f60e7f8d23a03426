import { ApiError } from "../errors.ts";
import { parseXmlInput } from "../protocol/rest-xml-input.ts";
import type { RestXmlAnswer, RestXmlCall } from "../protocol/rest-xml-service.ts";
import { zones } from "./records.ts";
import { createZone, deleteZone, getZone } from "./store.ts";
import { submitChange } from "./submit-change.ts";
import { changeShape, requiredText, zoneShape } from "./wire-shapes.ts";

/** CreateHostedZone: a public zone with its NS and SOA records. Private zones are made by stacks only. */
export function createHostedZone(call: RestXmlCall): RestXmlAnswer {
  const request = parseXmlInput(call.body, "CreateHostedZoneRequest");
  if (request.child("VPC") !== undefined || request.child("DelegationSetId") !== undefined)
    throw new ApiError(
      "InvalidInput",
      "The sandbox makes no private zones and knows no reusable delegation sets",
    );
  const account = call.world.account(call.caller.account);
  const comment = request.child("HostedZoneConfig")?.child("Comment")?.text;
  const { zoneId, nameServers } = createZone(account, {
    name: requiredText(request, "Name"),
    callerReference: requiredText(request, "CallerReference"),
    comment,
    now: call.now,
  });
  return {
    status: 201,
    headers: { location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zoneId}` },
    content: {
      HostedZone: zoneShape(account, getZone(account, zoneId)),
      ChangeInfo: changeShape(submitChange(call, null), call.now - 1),
      DelegationSet: { NameServers: nameServers },
    },
  };
}

/** GetHostedZone. */
export function getHostedZone({ world, caller, labels }: RestXmlCall): RestXmlAnswer {
  const account = world.account(caller.account);
  const zone = getZone(account, labels["Id"] ?? "");
  return {
    content: {
      HostedZone: zoneShape(account, zone),
      DelegationSet: zone.isPrivate ? undefined : { NameServers: zone.nameServers },
    },
  };
}

/** DeleteHostedZone. */
export function deleteHostedZone(call: RestXmlCall): RestXmlAnswer {
  deleteZone(call.world.account(call.caller.account), call.labels["Id"] ?? "");
  return { content: { ChangeInfo: changeShape(submitChange(call, null), call.now - 1) } };
}

/** GetHostedZoneCount. */
export function getHostedZoneCount({ world, caller }: RestXmlCall): RestXmlAnswer {
  return { content: { HostedZoneCount: world.account(caller.account).table(zones).size } };
}
