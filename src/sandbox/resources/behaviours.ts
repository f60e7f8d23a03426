import { certificate } from "./acm/certificate.ts";
import type { ResourceBehaviour } from "./behaviour.ts";
import { alarm } from "./cloudwatch/alarm.ts";
import { capacityProviderAssociations } from "./ecs/capacity-providers.ts";
import { cluster } from "./ecs/cluster.ts";
import { scalableTarget } from "./ecs/scalable-target.ts";
import { scalingPolicy } from "./ecs/scaling-policy.ts";
import { service } from "./ecs/service.ts";
import { taskDefinition } from "./ecs/task-definition.ts";
import { securityGroupRule } from "./ec2/security-group-rule.ts";
import { serverlessCache } from "./elasticache/serverless-cache.ts";
import { listenerRule } from "./listener-rule.ts";
import { database } from "./rds/database.ts";
import { hostedZone } from "./route53/hosted-zone.ts";
import { recordSet, recordSetGroup } from "./route53/record-set.ts";
import { bucket } from "./s3/bucket.ts";
import { rotationSchedule } from "./secretsmanager/rotation-schedule.ts";
import { secret } from "./secretsmanager/secret.ts";
import { secretTargetAttachment } from "./secretsmanager/target-attachment.ts";
import { queue } from "./sqs/queue.ts";
import { parameter } from "./ssm/parameter.ts";

/** What some types do beyond the generic behaviour. */
const behaviours: Readonly<Record<string, ResourceBehaviour>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": scalableTarget,
  "AWS::ApplicationAutoScaling::ScalingPolicy": scalingPolicy,
  "AWS::CertificateManager::Certificate": certificate,
  "AWS::CloudWatch::Alarm": alarm,
  "AWS::CloudWatch::CompositeAlarm": alarm,
  "AWS::EC2::SecurityGroupEgress": securityGroupRule,
  "AWS::EC2::SecurityGroupIngress": securityGroupRule,
  "AWS::ECS::Cluster": cluster,
  "AWS::ECS::ClusterCapacityProviderAssociations": capacityProviderAssociations,
  "AWS::ECS::Service": service,
  "AWS::ECS::TaskDefinition": taskDefinition,
  "AWS::ElastiCache::ServerlessCache": serverlessCache,
  "AWS::ElasticLoadBalancingV2::ListenerRule": listenerRule,
  "AWS::RDS::DBCluster": database,
  "AWS::RDS::DBInstance": database,
  "AWS::Route53::HostedZone": hostedZone,
  "AWS::Route53::RecordSet": recordSet,
  "AWS::Route53::RecordSetGroup": recordSetGroup,
  "AWS::S3::Bucket": bucket,
  "AWS::SQS::Queue": queue,
  "AWS::SSM::Parameter": parameter,
  "AWS::SecretsManager::RotationSchedule": rotationSchedule,
  "AWS::SecretsManager::Secret": secret,
  "AWS::SecretsManager::SecretTargetAttachment": secretTargetAttachment,
};

/** The behaviour of a type; generic in every part where it says nothing. */
export function behaviourOf(type: string): ResourceBehaviour {
  return behaviours[type] ?? {};
}
