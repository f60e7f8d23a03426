import { isJsonObject } from "../model/canonical.ts";
import type { AppSpec, HostedZoneSettings, NetworkSettings, TemplateSpec } from "../model/repository.ts";

/** Outputs of the stack `zone`; only a zone that Mooring makes tells its name servers. */
export function zoneOutputs({ existing }: HostedZoneSettings): readonly string[] {
  return ["ZoneId", "ZoneName", ...(existing === undefined ? ["NameServers"] : [])];
}

/** Outputs of the stack `network`; those of a balancer are there only when the account has it. */
export function networkOutputs({ balancers }: NetworkSettings): readonly string[] {
  return [
    ...NETWORK_OUTPUTS,
    ...(balancers.public || balancers.internal ? ["CertificateArn"] : []),
    ...(balancers.public ? BALANCER_OUTPUTS.map((name) => `Public${name}`) : []),
    ...(balancers.internal ? BALANCER_OUTPUTS.map((name) => `Internal${name}`) : []),
  ];
}

/**
 * Outputs that the stack of an app may have; `undefined` where they are not known before CloudFormation has worked on the
 * template. Those of alarms are there only when the alarm is.
 */
export function specOutputs(spec: AppSpec): readonly string[] | undefined {
  return spec.kind === "Template" ? templateOutputs(spec) : APP_OUTPUTS[spec.kind];
}

const NETWORK_OUTPUTS: readonly string[] = [
  "VpcId",
  "VpcCidr",
  "PublicSubnets",
  "PrivateSubnets",
  "TaskSubnets",
  "AssignPublicIp",
  "ClusterName",
  "ClusterArn",
  "AlarmTopicArn",
];

const BALANCER_OUTPUTS: readonly string[] = [
  "ListenerArn",
  "BalancerDns",
  "BalancerZoneId",
  "BalancerFullName",
  "BalancerSecurityGroup",
];

const TASK_OUTPUTS: readonly string[] = ["LogGroupName", "SecurityGroupId", "TaskRoleArn"];
const RUNNING_OUTPUTS: readonly string[] = ["ServiceName", "ServiceArn", "CpuAlarmArn", "MemoryAlarmArn"];

const APP_OUTPUTS: Readonly<Record<Exclude<AppSpec["kind"], "Template">, readonly string[]>> = {
  Service: [...TASK_OUTPUTS, ...RUNNING_OUTPUTS, "ErrorsAlarmArn", "LatencyAlarmArn", "UnhealthyAlarmArn"],
  Worker: [...TASK_OUTPUTS, ...RUNNING_OUTPUTS],
  Job: [
    ...TASK_OUTPUTS,
    "DeadLetterQueueUrl",
    "DeadLettersAlarmArn",
    "FailedInvocationsAlarmArn",
    "FailedRunsAlarmArn",
  ],
  Database: [
    "Host",
    "Port",
    "ReaderHost",
    "DatabaseName",
    "SecretArn",
    "SecurityGroupId",
    "DnsName",
    "ReaderDnsName",
    "CpuAlarmArn",
    "FreeStorageAlarmArn",
    "ConnectionsAlarmArn",
  ],
  Cache: [
    "Host",
    "Port",
    "ReaderHost",
    "ReaderPort",
    "SecurityGroupId",
    "StorageAlarmArn",
    "ThrottledAlarmArn",
  ],
  Bucket: ["BucketName", "BucketArn"],
  Queue: [
    "QueueUrl",
    "QueueArn",
    "QueueName",
    "DeadLetterQueueUrl",
    "DeadLetterQueueArn",
    "DeadLettersAlarmArn",
    "OldestAlarmArn",
  ],
};

function templateOutputs({ body }: TemplateSpec): readonly string[] | undefined {
  const { Outputs: outputs } = body;
  const names = isJsonObject(outputs) ? Object.keys(outputs) : [];
  return names.some((name) => name.startsWith("Fn::")) || body["Transform"] !== undefined ? undefined : names;
}
