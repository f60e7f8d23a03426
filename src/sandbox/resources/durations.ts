import { durationsOf, stepMs } from "../clock.ts";
import type { World } from "../world.ts";

/** What happens to a physical resource. */
export type StepKind = "create" | "update" | "delete";

/** Seconds that a creation, an update and a deletion plausibly take on AWS, where it is not a few. */
const seconds: Readonly<Record<string, readonly [create: number, update: number, remove: number]>> = {
  "AWS::CertificateManager::Certificate": [40, 10, 5],
  "AWS::CloudFront::Distribution": [180, 120, 180],
  "AWS::DynamoDB::Table": [12, 10, 10],
  "AWS::EC2::InternetGateway": [15, 2, 15],
  "AWS::EC2::NatGateway": [90, 10, 60],
  "AWS::EC2::VPC": [12, 4, 3],
  "AWS::ECS::Cluster": [8, 8, 5],
  "AWS::ECS::Service": [60, 60, 45],
  "AWS::ECS::TaskDefinition": [1, 1, 1],
  "AWS::EFS::FileSystem": [10, 5, 10],
  "AWS::ElastiCache::CacheCluster": [300, 120, 180],
  "AWS::ElastiCache::ReplicationGroup": [420, 180, 240],
  "AWS::ElastiCache::ServerlessCache": [180, 60, 120],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": [120, 10, 15],
  "AWS::ElasticLoadBalancingV2::TargetGroup": [15, 10, 5],
  "AWS::IAM::InstanceProfile": [90, 5, 5],
  "AWS::IAM::Role": [16, 5, 5],
  "AWS::OpenSearchService::Domain": [900, 600, 300],
  "AWS::RDS::DBCluster": [60, 60, 60],
  "AWS::RDS::DBInstance": [300, 120, 180],
  "AWS::Route53::HostedZone": [30, 5, 30],
  "AWS::Route53::RecordSet": [30, 30, 30],
  "AWS::Route53::RecordSetGroup": [30, 30, 30],
  "AWS::S3::Bucket": [15, 5, 5],
};

const few: readonly [number, number, number] = [4, 4, 3];

/** How long a step of this type lasts here, in milliseconds. */
export function durationOf(world: World, type: string, step: StepKind): number {
  const [create, update, remove] = seconds[type] ?? few;
  return stepMs(world, step === "create" ? create : step === "update" ? update : remove);
}

/** How long something is waited for that may not come, in milliseconds: not made instant, as long as on AWS unless time is scaled. */
export function waitingMs(world: World, secondsOnAws: number): number {
  return durationsOf(world) === "instant" ? secondsOnAws * 1000 : Math.max(1, stepMs(world, secondsOnAws));
}
