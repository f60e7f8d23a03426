import type { RestXmlRoute } from "../protocol/rest-xml-service.ts";
import { restXmlService } from "../protocol/rest-xml-service.ts";
import { changeResourceRecordSets, getChange } from "./change-operations.ts";
import { listResourceRecordSets } from "./list-record-sets.ts";
import { changeTagsForResource, listTagsForResource } from "./tag-operations.ts";
import { createHostedZone, deleteHostedZone, getHostedZone, getHostedZoneCount } from "./zone-operations.ts";
import { listHostedZones, listHostedZonesByName } from "./list-zones.ts";

const routes: readonly RestXmlRoute[] = [
  { operation: "CreateHostedZone", method: "POST", path: "/2013-04-01/hostedzone", run: createHostedZone },
  { operation: "ListHostedZones", method: "GET", path: "/2013-04-01/hostedzone", run: listHostedZones },
  { operation: "GetHostedZone", method: "GET", path: "/2013-04-01/hostedzone/{Id}", run: getHostedZone },
  {
    operation: "DeleteHostedZone",
    method: "DELETE",
    path: "/2013-04-01/hostedzone/{Id}",
    run: deleteHostedZone,
  },
  {
    operation: "ChangeResourceRecordSets",
    method: "POST",
    path: "/2013-04-01/hostedzone/{Id}/rrset",
    run: changeResourceRecordSets,
  },
  {
    operation: "ListResourceRecordSets",
    method: "GET",
    path: "/2013-04-01/hostedzone/{Id}/rrset",
    run: listResourceRecordSets,
  },
  {
    operation: "GetHostedZoneCount",
    method: "GET",
    path: "/2013-04-01/hostedzonecount",
    run: getHostedZoneCount,
  },
  {
    operation: "ListHostedZonesByName",
    method: "GET",
    path: "/2013-04-01/hostedzonesbyname",
    run: listHostedZonesByName,
  },
  { operation: "GetChange", method: "GET", path: "/2013-04-01/change/{Id}", run: getChange },
  {
    operation: "ListTagsForResource",
    method: "GET",
    path: "/2013-04-01/tags/hostedzone/{Id}",
    run: listTagsForResource,
  },
  {
    operation: "ChangeTagsForResource",
    method: "POST",
    path: "/2013-04-01/tags/hostedzone/{Id}",
    run: changeTagsForResource,
  },
];

/** What each list's elements are called. Source: the service's model. */
const ITEM_NAMES: Readonly<Record<string, string>> = {
  HostedZones: "HostedZone",
  NameServers: "NameServer",
  ResourceRecordSets: "ResourceRecordSet",
  ResourceRecords: "ResourceRecord",
  Tags: "Tag",
};

/** Route 53 on the wire. It is global: the Region of the caller does not matter. */
export const route53 = restXmlService({
  name: "route53",
  namespace: "https://route53.amazonaws.com/doc/2013-04-01/",
  routes,
  itemName: (list) => ITEM_NAMES[list] ?? "member",
});
