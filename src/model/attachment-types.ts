/**
 * Resources that write into a property of another one, by that property: CloudFormation sees what they add as drift of
 * the other (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html).
 */
export const ATTACHERS: Readonly<Record<string, readonly string[]>> = {
  SecurityGroupIngress: ["AWS::EC2::SecurityGroupIngress"],
  SecurityGroupEgress: ["AWS::EC2::SecurityGroupEgress"],
  ManagedPolicyArns: ["AWS::IAM::ManagedPolicy"],
  Policies: ["AWS::IAM::Policy", "AWS::IAM::RolePolicy"],
};

/** The types that they write into. */
export const ATTACHED_TO: ReadonlySet<string> = new Set(["AWS::EC2::SecurityGroup", "AWS::IAM::Role"]);
