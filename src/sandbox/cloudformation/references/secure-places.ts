import { validationError } from "../../errors.ts";
import type { PlacedReference } from "../../template/dynamic-reference.ts";

/** Properties that take an `ssm-secure` reference. (User guide, dynamic-references-ssm-secure-strings.) */
const securePlaces: readonly string[] = [
  "AWS::DirectoryService::MicrosoftAD/Properties/Password",
  "AWS::DirectoryService::SimpleAD/Properties/Password",
  "AWS::ElastiCache::ReplicationGroup/Properties/AuthToken",
  "AWS::IAM::User/Properties/LoginProfile/Password",
  "AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password",
  "AWS::OpsWorks::App/Properties/AppSource/Password",
  "AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password",
  "AWS::OpsWorks::Stack/Properties/RdsDbInstances/DbPassword",
  "AWS::RDS::DBCluster/Properties/MasterUserPassword",
  "AWS::RDS::DBInstance/Properties/MasterUserPassword",
  "AWS::Redshift::Cluster/Properties/MasterUserPassword",
];

/** Throws ValidationError when an `ssm-secure` reference stands where CloudFormation does not take one. */
export function checkSecurePlaces(type: string, references: readonly PlacedReference[]): void {
  const refused = references
    .filter(({ reference }) => reference.kind === "ssm-secure")
    .map(({ path }) => [type, "Properties", ...path].join("/"))
    .filter((place) => !securePlaces.includes(place));
  if (refused.length > 0)
    throw validationError(`SSM Secure reference is not supported in: [${refused.join(",")}]`);
}
