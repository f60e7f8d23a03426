import { isJsonObject } from "../model/canonical.ts";
import type { StackResource } from "../model/cloud-drift.ts";
import type { Attachment } from "../model/drift.ts";
import { declaredResources, textIn, textsIn, valueIn, type DeployedTemplate } from "./template-values.ts";

/** What a stack consists of, and what its template says where anybody knows that. */
export interface StackContent {
  /** CloudFormation stack name. */
  readonly stack: string;
  readonly resources: readonly StackResource[];
  readonly deployed?: DeployedTemplate;
}

/** Which member of an attachment names what it writes into. */
const TARGETS: Readonly<Record<string, { readonly one?: string; readonly many?: string }>> = {
  "AWS::EC2::SecurityGroupIngress": { one: "GroupId" },
  "AWS::EC2::SecurityGroupEgress": { one: "GroupId" },
  "AWS::IAM::ManagedPolicy": { many: "Roles" },
  "AWS::IAM::Policy": { many: "Roles" },
  "AWS::IAM::RolePolicy": { one: "RoleName" },
};

/** Everything in a stack that writes into a security group or a role. */
export function attachmentsOf({ stack, resources, deployed }: StackContent): readonly Attachment[] {
  const known = new Map(
    deployed === undefined
      ? []
      : declaredResources(deployed, Object.keys(TARGETS)).map((each) => [each.logicalId, each]),
  );
  return resources
    .filter(({ type }) => Object.hasOwn(TARGETS, type))
    .map((resource) => {
      const declared = known.get(resource.logicalId);
      const about = declared === undefined || deployed === undefined ? {} : targetOf(deployed, declared);
      return { stack, ...resource, ...about };
    });
}

function targetOf(
  deployed: DeployedTemplate,
  { type, properties }: ReturnType<typeof declaredResources>[number],
): Pick<Attachment, "targets" | "adds"> {
  const { one = "", many = "" } = TARGETS[type] ?? {};
  const single = textIn(deployed, properties[one]);
  const declaresNone = many !== "" && properties[many] === undefined;
  const targets = declaresNone
    ? []
    : (textsIn(deployed, properties[many]) ?? (single === undefined ? undefined : [single]));
  const adds = valueIn(deployed, properties);
  return {
    ...(targets === undefined ? {} : { targets }),
    ...(isJsonObject(adds) ? { adds: JSON.stringify(adds) } : {}),
  };
}

/** Types that a survey reads the templates of stacks for: what they do does not show in the list of resources. */
export const READ_TEMPLATES_OF: ReadonlySet<string> = new Set([
  ...Object.keys(TARGETS),
  "AWS::ApplicationAutoScaling::ScalingPolicy",
  "AWS::Route53::RecordSet",
  "AWS::Route53::RecordSetGroup",
]);
