import { ApiError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { changeRecords } from "../../route53/change-batch.ts";
import type { RecordChange, RecordInput } from "../../route53/records.ts";
import { findZoneByName, getZone } from "../../route53/store.ts";
import { scalarText } from "../../template/functions.ts";
import type { LiveContext, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { orServiceFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";
import { readRecord } from "./read-record.ts";

/** AWS::Route53::RecordSet: one record set in a zone of the account. A record that is there already is a failure. */
export const recordSet: ResourceBehaviour = recordsBehaviour(
  (properties) => [readRecord(properties)],
  (context) => scalarText(context.properties["Name"]) ?? "",
);

/** AWS::Route53::RecordSetGroup: several record sets of one zone, changed in one batch. */
export const recordSetGroup: ResourceBehaviour = recordsBehaviour(
  ({ RecordSets: members }) => (isList(members) ? members.filter(isObject).map(readRecord) : []),
  (context) =>
    genericPhysicalId({ ...context, account: context.region.account, region: context.region.region }),
);

function recordsBehaviour(
  recordsOf: (properties: JsonObject) => readonly RecordInput[],
  physicalId: (context: ResourceContext) => string,
): ResourceBehaviour {
  return {
    begin: (context) =>
      orServiceFailure(context, () => {
        change(context, context.properties, inBatch("CREATE", recordsOf(context.properties)));
        return { kind: "begun", physicalId: physicalId(context), attributes: {} };
      }),
    beginUpdate: (context) =>
      orServiceFailure(context, () => {
        const before = recordsOf(context.live.properties);
        const after = recordsOf(context.properties);
        const gone = before.filter((record) => !after.some((kept) => isSameRecord(record, kept)));
        change(context, context.properties, [...inBatch("DELETE", gone), ...inBatch("UPSERT", after)]);
        return { kind: "begun", physicalId: context.live.physicalId, attributes: {} };
      }),
    remove: (context: LiveContext) =>
      orServiceFailure(context, () => {
        change(context, context.live.properties, inBatch("DELETE", recordsOf(context.live.properties)));
        return { kind: "done" };
      }),
  };
}

function inBatch(action: RecordChange["action"], records: readonly RecordInput[]): readonly RecordChange[] {
  return records.map((record) => ({ action, record }));
}

function isSameRecord(left: RecordInput, right: RecordInput): boolean {
  return (
    bareName(left.name) === bareName(right.name) &&
    left.type === right.type &&
    left.setIdentifier === right.setIdentifier
  );
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function change(context: ResourceContext, properties: JsonObject, changes: readonly RecordChange[]): void {
  const account = context.world.account(context.region.account);
  const id = scalarText(properties["HostedZoneId"]);
  const name = scalarText(properties["HostedZoneName"]);
  const zone = id === undefined ? findZoneByName(account, name ?? "") : getZone(account, id);
  if (zone === undefined)
    throw new ApiError("NoSuchHostedZone", `No hosted zones named ${name ?? ""} found`, 404);
  changeRecords(account, zone.id, changes);
}
