/** Whether drift detection can look at a type at all. */
export function supportsDrift(type: string): boolean {
  return type.startsWith("AWS::") && !withoutDrift.has(type);
}

/** Whether a change set that reverts drift looks at the live state of a type. */
export function supportsReverting(type: string): boolean {
  return supportsDrift(type) && !withoutReverting.has(type);
}

/** The properties on the first level that a type's read never answers. */
export function writeOnlyProperties(type: string): readonly string[] {
  return writeOnly[type] ?? [];
}

/**
 * Types that AWS's table "Resource type support" (CloudFormation user guide, April 2026) lists without drift detection, or does not list.
 *
 * 1,305 of 1,357 listed types have it, so that what is not named here is taken for supported (unverified for rare types).
 */
const withoutDrift: ReadonlySet<string> = new Set([
  "AWS::ApplicationAutoScaling::ScalingPolicy",
  "AWS::CertificateManager::Certificate",
  "AWS::CloudFormation::CustomResource",
  "AWS::CloudFormation::Macro",
  "AWS::CloudFormation::Stack",
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::EC2::SecurityGroupEgress",
  "AWS::EC2::SecurityGroupIngress",
  "AWS::EC2::SubnetRouteTableAssociation",
  "AWS::EC2::VPCGatewayAttachment",
  "AWS::ElasticLoadBalancingV2::ListenerCertificate",
  "AWS::IAM::Policy",
  "AWS::Route53::RecordSet",
  "AWS::Route53::RecordSetGroup",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** Types with drift detection that drift-aware change sets compare two ways only. (User guide, drift-aware-change-sets.) */
const withoutReverting: ReadonlySet<string> = new Set([
  "AWS::Bedrock::AgentAlias",
  "AWS::DataZone::PolicyGrant",
  "AWS::Detective::Graph",
  "AWS::IAM::OIDCProvider",
  "AWS::MSK::Cluster",
  "AWS::Maester::DocumentType",
  "AWS::MediaLive::Multiplexprogram",
  "AWS::Neptune::DBParameterGroup",
  "AWS::NetworkManager::CoreNetwork",
  "AWS::ODB::CloudVmCluster",
  "AWS::Organizations::ResourcePolicy",
  "AWS::Panorama::PackageVersion",
  "AWS::QBusiness::Index",
  "AWS::RDS::DBProxy",
  "AWS::Redshift::ClusterParameterGroup",
  "AWS::RolesAnywhere::TrustAnchor",
  "AWS::Route53::KeySigningKey",
  "AWS::Route53Resolver::FirewallRuleGroup",
  "AWS::S3::StorageLensGroup",
  "AWS::S3Express::BucketPolicy",
  "AWS::S3Tables::TableBucketPolicy",
  "AWS::SNS::TopicInlinePolicy",
  "AWS::SageMaker::ImageVersion",
  "AWS::SageMaker::MlflowTrackingServer",
  "AWS::SageMaker::ModelPackageGroup",
  "AWS::Transfer::Certificate",
  "AWS::VpcLattice::ResourceConfiguration",
]);

/** `writeOnlyProperties` of the published registry schemas, for types that a deployer meets. (From memory of them: unverified.) */
const writeOnly: Readonly<Record<string, readonly string[]>> = {
  "AWS::DocDB::DBCluster": ["MasterUserPassword"],
  "AWS::ECS::Service": ["ForceNewDeployment", "ServiceConnectConfiguration", "VolumeConfigurations"],
  "AWS::ElastiCache::ReplicationGroup": ["AuthToken"],
  "AWS::IAM::User": ["LoginProfile"],
  "AWS::Lambda::Function": ["Code"],
  "AWS::Lambda::LayerVersion": ["Content"],
  "AWS::RDS::DBCluster": ["MasterUserPassword", "RestoreType", "SnapshotIdentifier"],
  "AWS::RDS::DBInstance": ["DBSnapshotIdentifier", "MasterUserPassword", "SourceRegion"],
  "AWS::S3::Bucket": ["AccessControl"],
  "AWS::SSM::Parameter": ["AllowedPattern", "Description", "Policies", "Tags", "Tier"],
  "AWS::SecretsManager::Secret": ["GenerateSecretString", "SecretString"],
};
