import type { JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { changeRecords } from "../../route53/change-batch.ts";
import type { RecordInput } from "../../route53/records.ts";
import { scalarText } from "../../template/functions.ts";
import type { TableKind } from "../../world.ts";
import type { LiveContext, Progress, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { waitingMs } from "../durations.ts";
import { orServiceFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";
import { isValidated, validationRecord } from "./validation.ts";

/** When certificates were asked for, epoch milliseconds, by ARN. */
const requests: TableKind<number> = { name: "certificateRequests" };

const retrySeconds = 60;

/** ACM gives up on a certificate after 72 hours. (ACM user guide, "DNS validation".) */
const validationLimit = 72 * 3600;

/**
 * AWS::CertificateManager::Certificate: validated by DNS, it is issued when every domain has its validation record.
 *
 * With a HostedZoneId CloudFormation writes the record into that zone of the account, and leaves it there for good; without
 * one it waits until somebody does, and an event says which record. Validation by mail is taken for done.
 */
export const certificate: ResourceBehaviour = {
  begin: (context) =>
    orServiceFailure(context, () => {
      const { account, region } = context.region;
      const physicalId = genericPhysicalId({ ...context, account, region });
      if (!isByDns(context)) return { kind: "begun", physicalId, attributes: {} };
      writeRecords(context);
      context.region.table(requests).put(physicalId, context.now);
      return { kind: "begun", physicalId, attributes: {}, note: recordsText(context) };
    }),
  settle(context) {
    const isIssued =
      !isByDns(context) ||
      domainsOf(context).every((domain) => isValidated(context.world, recordOf(context, domain)));
    return isIssued ? { kind: "done", attributes: context.live.attributes } : waitOrGiveUp(context);
  },
  remove({ region, live }) {
    region.table(requests).delete(live.physicalId);
    return { kind: "done" };
  },
};

function isByDns({ properties }: ResourceContext): boolean {
  return properties["ValidationMethod"] === "DNS";
}

/** Domains that are proved apart: a wildcard is proved with the domain it stands under. */
function domainsOf({ properties }: ResourceContext): readonly string[] {
  const alternatives = properties["SubjectAlternativeNames"];
  const names = [properties["DomainName"], ...(isList(alternatives) ? alternatives : [])];
  return [...new Set(names.flatMap((name) => scalarText(name)?.toLowerCase().replace(/^\*\./, "") ?? []))];
}

function recordOf({ region }: ResourceContext, domain: string): RecordInput {
  return validationRecord(region.account, domain);
}

function writeRecords(context: ResourceContext): void {
  const options = context.properties["DomainValidationOptions"];
  if (!isList(options)) return;
  for (const option of options.filter(isObject)) {
    const zoneId = scalarText(option["HostedZoneId"]);
    if (zoneId !== undefined) writeRecord(context, option, zoneId);
  }
}

function writeRecord(context: ResourceContext, option: JsonObject, zoneId: string): void {
  const record = recordOf(context, (scalarText(option["DomainName"]) ?? "").toLowerCase());
  changeRecords(context.world.account(context.region.account), zoneId, [{ action: "UPSERT", record }]);
}

function recordsText(context: ResourceContext): string {
  return domainsOf(context)
    .map((domain) => recordOf(context, domain))
    .map(
      ({ name, type, values }) =>
        `Content of DNS Record is: {Name: ${name},Type: ${type},Value: ${values?.join() ?? ""}}`,
    )
    .join(" ");
}

function waitOrGiveUp(context: LiveContext): Progress {
  const { world, region, now, live } = context;
  const askedAt = region.table(requests).get(live.physicalId) ?? now;
  if (now - askedAt < waitingMs(world, validationLimit))
    return { kind: "wait", ms: waitingMs(world, retrySeconds) };
  return { kind: "failed", reason: "Certificate validation timed out." };
}
