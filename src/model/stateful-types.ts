import type { ResourceChange } from "./change-set.ts";

/**
 * Resource types that hold what cannot be made again. The first 29 are CloudFormation's community list
 * (https://github.com/aws-cloudformation/cfn-lint/blob/main/src/cfnlint/data/AdditionalSpecs/StatefulResources.json), the
 * others are our additions; a name that ends in `*` stands for all types that begin with it.
 */
const STATEFUL_TYPES: readonly string[] = [
  "AWS::Backup::BackupVault",
  "AWS::CloudFormation::Stack",
  "AWS::Cognito::UserPool",
  "AWS::DocDB::DBCluster",
  "AWS::DocDB::DBInstance",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::EC2::Volume",
  "AWS::EFS::FileSystem",
  "AWS::EMR::Cluster",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Elasticsearch::Domain",
  "AWS::FSx::FileSystem",
  "AWS::KMS::Key",
  "AWS::Kinesis::Stream",
  "AWS::Logs::LogGroup",
  "AWS::Neptune::DBCluster",
  "AWS::Neptune::DBInstance",
  "AWS::OpenSearchService::Domain",
  "AWS::Organizations::Account",
  "AWS::QLDB::Ledger",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
  "AWS::S3::Bucket",
  "AWS::SDB::Domain",
  "AWS::SQS::Queue",
  "AWS::SecretsManager::Secret",

  "AWS::ACMPCA::CertificateAuthority",
  "AWS::AmazonMQ::Broker",
  "AWS::Backup::LogicallyAirGappedBackupVault",
  "AWS::Cassandra::Keyspace",
  "AWS::Cassandra::Table",
  "AWS::CloudTrail::EventDataStore",
  "AWS::CodeArtifact::Repository",
  "AWS::CodeCommit::Repository",
  "AWS::Cognito::IdentityPool",
  "AWS::DSQL::Cluster",
  "AWS::DocDBElastic::Cluster",
  "AWS::EC2::EIP",
  "AWS::EC2::Instance",
  "AWS::ECR::Repository",
  "AWS::ElastiCache::ServerlessCache",
  "AWS::Kendra::Index",
  "AWS::Lightsail::Database",
  "AWS::Lightsail::Disk",
  "AWS::MSK::Cluster",
  "AWS::MSK::ServerlessCluster",
  "AWS::MemoryDB::Cluster",
  "AWS::NeptuneGraph::Graph",
  "AWS::OpenSearchServerless::Collection",
  "AWS::QuickSight::*",
  "AWS::RDS::GlobalCluster",
  "AWS::RedshiftServerless::Namespace",
  "AWS::Route53::HostedZone",
  "AWS::S3Express::DirectoryBucket",
  "AWS::S3Tables::*",
  "AWS::S3Vectors::*",
  "AWS::SSM::Parameter",
  "AWS::Timestream::Database",
  "AWS::Timestream::Table",
];

/** Types that CloudFormation takes a snapshot of; for all others the policy `Snapshot` deletes like `Delete`. */
const SNAPSHOT_TYPES: ReadonlySet<string> = new Set([
  "AWS::DocDB::DBCluster",
  "AWS::EC2::Volume",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Neptune::DBCluster",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
]);

const EXACT = new Set(STATEFUL_TYPES.filter((type) => !type.endsWith("*")));
const PREFIXES = STATEFUL_TYPES.filter((type) => type.endsWith("*")).map((type) => type.slice(0, -1));

/** Whether a resource of that type may hold data. One that AWS does not publish (custom, third-party) may hold anything. */
export function mayHoldData(type: string): boolean {
  return (
    EXACT.has(type) ||
    PREFIXES.some((prefix) => type.startsWith(prefix)) ||
    !type.startsWith("AWS::") ||
    type === "AWS::CloudFormation::CustomResource"
  );
}

/** Whether data is lost when a resource goes under its policy. */
export function isStateful({ type, policy, holdsNoData }: Going): boolean {
  const isKept = policy === "retain" || (policy === "snapshot" && SNAPSHOT_TYPES.has(type));
  return mayHoldData(type) && holdsNoData === undefined && !isKept;
}

/** What tells whether data goes with a resource. */
type Going = Pick<ResourceChange, "type" | "policy" | "holdsNoData">;

/** Whether a resource outlives its place in the template, or a snapshot of it does, and its data is nobody's then. */
export function isStoreLeftBehind(going: Going): boolean {
  return going.holdsNoData === undefined && isStore(going.type) && !isStateful(going);
}

/**
 * Whether an app's own data is in a resource of that type: a new one is empty, even where the old one is kept. Of types
 * that AWS does not publish nobody can say.
 */
export function isStore(type: string): boolean {
  return mayHoldData(type) && type.startsWith("AWS::") && !NO_STORES.has(type);
}

/** Stateful types whose replacement nobody misses anything in, as long as the old one is kept. */
const NO_STORES: ReadonlySet<string> = new Set([
  "AWS::CloudFormation::CustomResource",
  // What is in it is judged by itself.
  "AWS::CloudFormation::Stack",
  // An address or a machine, not what is stored.
  "AWS::EC2::EIP",
  "AWS::EC2::Instance",
  // The old key still opens what it has locked.
  "AWS::KMS::Key",
  // Old lines are read where they are.
  "AWS::Logs::LogGroup",
  "AWS::Organizations::Account",
  // The template says what is in it.
  "AWS::SSM::Parameter",
]);

/** A resource as people read it: `Table (AWS::DynamoDB::Table)`. */
export function describeResource(resource: Pick<ResourceChange, "logicalId" | "type">): string {
  return `${resource.logicalId} (${resource.type})`;
}

/** Whether properties say that a resource has its data elsewhere. */
export function isClusterMember(
  type: string,
  properties: { readonly DBClusterIdentifier?: unknown },
): boolean {
  return CLUSTER_MEMBERS.has(type) && properties.DBClusterIdentifier !== undefined;
}

/** Instances of clusters; that of RDS may also be one of its own. */
const CLUSTER_MEMBERS: ReadonlySet<string> = new Set([
  "AWS::DocDB::DBInstance",
  "AWS::Neptune::DBInstance",
  "AWS::RDS::DBInstance",
]);
