import { derivedHex } from "../../identifiers.ts";
import type { JsonObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { TableKind } from "../../world.ts";
import type { ResourceBehaviour } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";

/** Which rule a group has, keyed by all that tells rules apart; the value is its id. */
const groupRules: TableKind<string> = { name: "securityGroupRules" };

/** AWS::EC2::SecurityGroupIngress and Egress: a group has a rule once. */
export const securityGroupRule: ResourceBehaviour = {
  begin(context) {
    const { region, type, properties, seed } = context;
    const key = keyOf(type, properties);
    if (region.table(groupRules).get(key) !== undefined)
      return handlerFailure(
        context,
        `the specified rule "${describe(properties)}" already exists (Service: Ec2, Status Code: 400)`,
        "AlreadyExists",
      );
    const physicalId = `sgr-${derivedHex(17, seed)}`;
    region.table(groupRules).put(key, physicalId);
    return { kind: "begun", physicalId, attributes: { Id: physicalId } };
  },
  remove({ region, type, live }) {
    const key = keyOf(type, live.properties);
    if (region.table(groupRules).get(key) === live.physicalId) region.table(groupRules).delete(key);
    return { kind: "done" };
  },
};

/** What may change in place: everything else is another rule. */
const LOOSE: readonly string[] = ["Description", "Tags"];

function keyOf(type: string, properties: JsonObject): string {
  const parts = Object.entries(properties)
    .filter(([name]) => !LOOSE.includes(name))
    .map(([name, value]) => `${name}=${scalarText(value) ?? ""}`);
  return [type, ...parts.toSorted()].join("|");
}

function describe(properties: JsonObject): string {
  const text = (name: string): string => scalarText(properties[name]) ?? "";
  const peer = text("CidrIp") || text("SourceSecurityGroupId") || text("DestinationSecurityGroupId");
  return `peer: ${peer}, ${text("IpProtocol").toUpperCase()}, from port: ${text("FromPort")}, to port: ${text("ToPort")}, ALLOW`;
}
