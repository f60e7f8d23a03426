import { ApiError } from "../errors.ts";
import type { XmlNode } from "../protocol/rest-xml-input.ts";
import { parseXmlInput } from "../protocol/rest-xml-input.ts";
import type { RestXmlAnswer, RestXmlCall } from "../protocol/rest-xml-service.ts";
import { changeRecords } from "./change-batch.ts";
import type { AliasTarget, RecordChange, RecordInput, Routing } from "./records.ts";
import { changes } from "./records.ts";
import { submitChange } from "./submit-change.ts";
import { changeShape, requiredText } from "./wire-shapes.ts";

/** ChangeResourceRecordSets: all changes of the batch, or none. */
export function changeResourceRecordSets(call: RestXmlCall): RestXmlAnswer {
  const batch = parseXmlInput(call.body, "ChangeResourceRecordSetsRequest").child("ChangeBatch");
  const wanted = batch?.child("Changes")?.children("Change").map(readChange) ?? [];
  if (wanted.length === 0) throw new ApiError("InvalidInput", "Invalid request: ChangeBatch has no Changes");
  changeRecords(call.world.account(call.caller.account), call.labels["Id"] ?? "", wanted);
  const change = submitChange(call, batch?.child("Comment")?.text ?? null);
  return { content: { ChangeInfo: changeShape(change, call.now - 1) } };
}

/** GetChange. Throws `NoSuchChange`. */
export function getChange({ world, caller, labels, now }: RestXmlCall): RestXmlAnswer {
  const id = labels["Id"] ?? "";
  const change = world.account(caller.account).table(changes).get(id);
  if (change === undefined) throw new ApiError("NoSuchChange", `Could not find resource with ID: ${id}`, 404);
  return { content: { ChangeInfo: changeShape(change, now) } };
}

const ACTIONS: readonly RecordChange["action"][] = ["CREATE", "DELETE", "UPSERT"];
const UNSUPPORTED = ["GeoLocation", "GeoProximityLocation", "CidrRoutingConfig", "TrafficPolicyInstanceId"];

function readChange(change: XmlNode): RecordChange {
  const text = requiredText(change, "Action");
  const action = ACTIONS.find((known) => known === text);
  if (action === undefined)
    throw invalidInput(`Invalid request: Action must be one of ${ACTIONS.join(", ")}, not ${text}`);
  const record = change.child("ResourceRecordSet");
  if (record === undefined) throw invalidInput("Invalid request: Missing field 'ResourceRecordSet'");
  return { action, record: readRecord(record) };
}

function readRecord(node: XmlNode): RecordInput {
  const unsupported = UNSUPPORTED.find((name) => node.child(name) !== undefined);
  if (unsupported !== undefined) throw invalidInput(`The sandbox does not serve ${unsupported}`);
  const ttl = node.child("TTL")?.text;
  const values = node
    .child("ResourceRecords")
    ?.children("ResourceRecord")
    .map((value) => requiredText(value, "Value"));
  return {
    name: requiredText(node, "Name"),
    type: requiredText(node, "Type"),
    ttl: ttl === undefined ? undefined : Number(ttl),
    values,
    alias: readAlias(node.child("AliasTarget")),
    setIdentifier: node.child("SetIdentifier")?.text,
    routing: readRouting(node),
  };
}

function readAlias(node: XmlNode | undefined): AliasTarget | undefined {
  if (node === undefined) return undefined;
  return {
    hostedZoneId: requiredText(node, "HostedZoneId"),
    dnsName: requiredText(node, "DNSName"),
    evaluateTargetHealth: requiredText(node, "EvaluateTargetHealth") === "true",
  };
}

function readRouting(node: XmlNode): Routing | undefined {
  const text = (name: string): string | undefined => node.child(name)?.text;
  const weight = text("Weight");
  const region = text("Region");
  const failover = text("Failover");
  const multiValueAnswer = text("MultiValueAnswer");
  const healthCheckId = text("HealthCheckId");
  const routing: Routing = {
    ...(weight !== undefined && { weight: Number(weight) }),
    ...(region !== undefined && { region }),
    ...(failover !== undefined && { failover }),
    ...(multiValueAnswer !== undefined && { multiValueAnswer: multiValueAnswer === "true" }),
    ...(healthCheckId !== undefined && { healthCheckId }),
  };
  return Object.keys(routing).length === 0 ? undefined : routing;
}

function invalidInput(message: string): ApiError {
  return new ApiError("InvalidInput", message);
}
