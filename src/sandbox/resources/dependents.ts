import { derivedUuid } from "../identifiers.ts";
import type { Failure, LiveContext } from "./behaviour.ts";
import { handlerFailure } from "./failure.ts";
import { usersOf } from "./uses.ts";

/** Types whose resources have network interfaces in subnets, under security groups. */
const interfaceOwners: readonly string[] = [
  "AWS::AmazonMQ::Broker",
  "AWS::DocDB::DBInstance",
  "AWS::EC2::Instance",
  "AWS::EC2::NetworkInterface",
  "AWS::EC2::VPCEndpoint",
  "AWS::ECS::Service",
  "AWS::EFS::MountTarget",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::ElastiCache::ServerlessCache",
  "AWS::ElasticLoadBalancing::LoadBalancer",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::Lambda::Function",
  "AWS::MSK::Cluster",
  "AWS::Neptune::DBInstance",
  "AWS::OpenSearchService::Domain",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
];

/** What forbids the deletion of a type, and what AWS says then. */
interface DeletionRule {
  readonly users: readonly string[];
  readonly refusal: (physicalId: string) => string;
  readonly service: string;
  readonly code: string;
}

/** EC2, DependencyViolation; Elastic Load Balancing and ACM, ResourceInUse. The handler codes of the last two are not verified. */
const rules: Readonly<Record<string, DeletionRule>> = {
  "AWS::CertificateManager::Certificate": {
    users: ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerCertificate"],
    refusal: (arn) => `Certificate ${arn} in use.`,
    service: "Acm",
    code: "ResourceConflict",
  },
  "AWS::EC2::InternetGateway": {
    users: ["AWS::EC2::VPCGatewayAttachment"],
    refusal: (id) => `The internetGateway '${id}' has dependencies and cannot be deleted.`,
    service: "Ec2",
    code: "InvalidRequest",
  },
  "AWS::EC2::SecurityGroup": {
    users: [
      ...interfaceOwners,
      "AWS::EC2::SecurityGroup",
      "AWS::EC2::SecurityGroupEgress",
      "AWS::EC2::SecurityGroupIngress",
    ],
    refusal: (id) => `resource ${id} has a dependent object`,
    service: "Ec2",
    code: "InvalidRequest",
  },
  "AWS::EC2::Subnet": {
    users: [...interfaceOwners, "AWS::EC2::NatGateway"],
    refusal: (id) => `The subnet '${id}' has dependencies and cannot be deleted.`,
    service: "Ec2",
    code: "InvalidRequest",
  },
  "AWS::EC2::VPC": {
    users: [
      "AWS::EC2::EgressOnlyInternetGateway",
      "AWS::EC2::NetworkAcl",
      "AWS::EC2::RouteTable",
      "AWS::EC2::SecurityGroup",
      "AWS::EC2::Subnet",
      "AWS::EC2::VPCEndpoint",
      "AWS::EC2::VPCGatewayAttachment",
    ],
    refusal: (id) => `The vpc '${id}' has dependencies and cannot be deleted.`,
    service: "Ec2",
    code: "InvalidRequest",
  },
  "AWS::ElasticLoadBalancingV2::TargetGroup": {
    users: ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"],
    refusal: (arn) => `Target group '${arn}' is currently in use by a listener or a rule`,
    service: "ElasticLoadBalancingV2",
    code: "ResourceConflict",
  },
};

/** Why a physical resource cannot be deleted: another one, of any stack of the Region, still uses it. */
export function stillInUse(context: LiveContext): Failure | undefined {
  const rule = rules[context.type];
  const { physicalId } = context.live;
  const isUsed = usersOf(context.region, physicalId).some(({ type }) => rule?.users.includes(type));
  if (rule === undefined || !isUsed) return undefined;
  const requestId = derivedUuid(physicalId, String(context.now));
  return handlerFailure(
    context,
    `${rule.refusal(physicalId)} (Service: ${rule.service}, Status Code: 400, Request ID: ${requestId})`,
    rule.code,
  );
}
