import { isJsonObject, type Json } from "../model/canonical.ts";
import { recordName, targetName } from "./record-names.ts";
import { declaredResources, textIn, textsIn, type DeployedTemplate } from "./template-values.ts";

/** A record set that a stack's template declares, as far as its values are known. */
export interface DeclaredRecord {
  /** Logical id. */
  readonly resource: string;
  readonly type: "AWS::Route53::RecordSet" | "AWS::Route53::RecordSetGroup";
  /** JSON pointer to the record set in the resource's properties; empty for the whole. */
  readonly at: string;
  /** As Route 53 writes it; absent when it is not known. */
  readonly name?: string;
  /** `A`, `CNAME`, …; absent when it is not known. */
  readonly recordType?: string;
  readonly setIdentifier?: string;
  /** It is in the zone in question; `undefined` when nobody can say. */
  readonly isInZone: boolean | undefined;
  /** Seconds. */
  readonly ttl?: string;
  /** Sorted. */
  readonly values?: readonly string[];
  readonly alias?: { readonly name?: string; readonly zoneId?: string };
}

/** The zone that records are looked for in. */
export interface Zone {
  readonly id: string;
  /** Without a trailing dot. */
  readonly domain: string;
}

type JsonObject = { readonly [key: string]: Json | undefined };

/** Every record set of a template, of `RecordSet` and `RecordSetGroup`. */
export function declaredRecords(deployed: DeployedTemplate, zone: Zone): readonly DeclaredRecord[] {
  const single = declaredResources(deployed, ["AWS::Route53::RecordSet"]).map(({ logicalId, properties }) =>
    recordOf(deployed, zone, properties, {
      resource: logicalId,
      type: "AWS::Route53::RecordSet",
      at: "",
      isInZone: isInZone(deployed, zone, properties),
    }),
  );
  const grouped = declaredResources(deployed, ["AWS::Route53::RecordSetGroup"]).flatMap(
    ({ logicalId, properties }) => {
      const { RecordSets: records } = properties;
      if (!Array.isArray(records)) return [];
      return records.filter(isJsonObject).map((record: JsonObject, index) =>
        recordOf(deployed, zone, record, {
          resource: logicalId,
          type: "AWS::Route53::RecordSetGroup",
          at: `/RecordSets/${index}`,
          isInZone: isInZone(deployed, zone, { ...properties, ...record }),
        }),
      );
    },
  );
  return [...single, ...grouped];
}

function isInZone(deployed: DeployedTemplate, zone: Zone, properties: JsonObject): boolean | undefined {
  const { HostedZoneId: id, HostedZoneName: name } = properties;
  if (id !== undefined) {
    const known = textIn(deployed, id);
    return known === undefined ? undefined : known.replace(/^\/hostedzone\//, "") === zone.id;
  }
  const known = textIn(deployed, name);
  return known === undefined ? undefined : recordName(known) === recordName(zone.domain);
}

function recordOf(
  deployed: DeployedTemplate,
  zone: Zone,
  record: JsonObject,
  about: Pick<DeclaredRecord, "resource" | "type" | "at" | "isInZone">,
): DeclaredRecord {
  const name = textIn(deployed, record["Name"]);
  const recordType = textIn(deployed, record["Type"]);
  const setIdentifier = textIn(deployed, record["SetIdentifier"]);
  const ttl = textIn(deployed, record["TTL"]);
  const values = textsIn(deployed, record["ResourceRecords"])?.toSorted();
  const { AliasTarget: alias } = record;
  return {
    ...about,
    ...(name === undefined ? {} : { name: recordName(name) }),
    ...(recordType === undefined ? {} : { recordType: recordType.toUpperCase() }),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(values === undefined ? {} : { values }),
    ...(isJsonObject(alias) ? { alias: aliasOf(deployed, alias) } : {}),
  };
}

function aliasOf(deployed: DeployedTemplate, alias: JsonObject): NonNullable<DeclaredRecord["alias"]> {
  const name = textIn(deployed, alias["DNSName"]);
  const zoneId = textIn(deployed, alias["HostedZoneId"]);
  return {
    ...(name === undefined ? {} : { name: targetName(name) }),
    ...(zoneId === undefined ? {} : { zoneId }),
  };
}
