/** What a value has to keep to beyond its type; in the words of JSON Schema. */
export interface Constraint {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly allowed?: readonly string[];
}

/** Constraints by the path of the property below `Properties`; `*` is any element of a list. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** The constraints of a type's properties. Enumerations of texts are in the specification itself. */
export function constraintsOf(type: string): Constraints {
  return table[type] ?? {};
}

const arnLength: Constraint = { minLength: 1, maxLength: 1600 };
const port: Constraint = { minimum: 1, maximum: 65_535 };
const tagCharacters = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;

/** CloudWatch Logs, PutRetentionPolicy. */
const retentionDays =
  "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653".split(" ");

/**
 * The published resource specification has no patterns, lengths and limits. These are those of AWS's registry schemas and of
 * the services' API references, for types that applications are commonly made of; other types are not held to any.
 */
const table: Readonly<Record<string, Constraints>> = {
  "AWS::CloudWatch::Alarm": {
    AlarmActions: { maxItems: 5 },
    "Metrics/*/Id": { pattern: /^([a-z])([A-Za-z0-9_]*)$/ },
  },
  "AWS::ECR::Repository": {
    RepositoryName: {
      minLength: 2,
      maxLength: 256,
      pattern: /^(?=.{2,256}$)((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)$/,
    },
    "LifecyclePolicy/LifecyclePolicyText": { minLength: 100, maxLength: 30_720 },
    "LifecyclePolicy/RegistryId": { minLength: 12, maxLength: 12, pattern: /^[0-9]{12}$/ },
    Tags: { maxItems: 50 },
  },
  "AWS::ElasticLoadBalancingV2::TargetGroup": {
    HealthCheckIntervalSeconds: { minimum: 5, maximum: 300 },
    HealthCheckPath: { minLength: 1, maxLength: 1024 },
    HealthCheckTimeoutSeconds: { minimum: 2, maximum: 120 },
    HealthyThresholdCount: { minimum: 2, maximum: 10 },
    UnhealthyThresholdCount: { minimum: 2, maximum: 10 },
    Port: port,
    "Targets/*/Port": port,
    "Tags/*/Key": { minLength: 1, maxLength: 128, pattern: tagCharacters },
    "Tags/*/Value": { maxLength: 256, pattern: tagCharacters },
  },
  "AWS::Events::Rule": {
    Name: { minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ },
    Description: { maxLength: 512 },
    EventBusName: { minLength: 1, maxLength: 1600 },
    RoleArn: arnLength,
    ScheduleExpression: { maxLength: 256 },
    Targets: { minItems: 1, maxItems: 5 },
    "Targets/*/Id": { minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ },
    "Targets/*/Arn": arnLength,
    "Targets/*/Input": { maxLength: 8192 },
    "Targets/*/EcsParameters/TaskCount": { minimum: 1 },
    "Targets/*/RetryPolicy/MaximumEventAgeInSeconds": { minimum: 60, maximum: 86_400 },
    "Targets/*/RetryPolicy/MaximumRetryAttempts": { minimum: 0, maximum: 185 },
  },
  "AWS::Logs::LogGroup": {
    KmsKeyId: { maxLength: 256 },
    LogGroupName: { minLength: 1, maxLength: 512, pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/ },
    RetentionInDays: { allowed: retentionDays },
    "Tags/*/Key": { minLength: 1, maxLength: 128 },
    "Tags/*/Value": { maxLength: 256 },
  },
  "AWS::RDS::DBInstance": {
    AllocatedStorage: { pattern: /^[0-9]*$/ },
    DBInstanceIdentifier: {
      minLength: 1,
      maxLength: 63,
      pattern: /^$|^[a-zA-Z]{1}(?:-?[a-zA-Z0-9]){0,62}$/,
    },
    DBName: { pattern: /^$|^[_a-zA-Z][a-zA-Z0-9_]{0,63}$/ },
    "Tags/*/Key": { minLength: 1, maxLength: 128 },
    "Tags/*/Value": { maxLength: 256 },
  },
  "AWS::Route53::HostedZone": {
    Name: { maxLength: 1024 },
    "HostedZoneConfig/Comment": { maxLength: 256 },
    "HostedZoneTags/*/Key": { maxLength: 128 },
    "HostedZoneTags/*/Value": { maxLength: 256 },
  },
  "AWS::Scheduler::Schedule": {
    Description: { maxLength: 512 },
    "FlexibleTimeWindow/MaximumWindowInMinutes": { minimum: 1, maximum: 1440 },
    GroupName: { minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z\-_.]+$/ },
    KmsKeyArn: {
      minLength: 1,
      maxLength: 2048,
      pattern: /^arn:aws(-[a-z]+)?:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[0-9a-zA-Z\-_]*$/,
    },
    Name: { minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z\-_.]+$/ },
    ScheduleExpression: { minLength: 1, maxLength: 256 },
    ScheduleExpressionTimezone: { minLength: 1, maxLength: 50 },
    "Target/Arn": arnLength,
    "Target/DeadLetterConfig/Arn": {
      ...arnLength,
      pattern: /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/,
    },
    "Target/EcsParameters/TaskCount": { minimum: 1, maximum: 10 },
    "Target/EcsParameters/TaskDefinitionArn": arnLength,
    "Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration/Subnets": { minItems: 1, maxItems: 16 },
    "Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration/SecurityGroups": {
      minItems: 1,
      maxItems: 5,
    },
    "Target/Input": { minLength: 1 },
    "Target/RetryPolicy/MaximumEventAgeInSeconds": { minimum: 60, maximum: 86_400 },
    "Target/RetryPolicy/MaximumRetryAttempts": { minimum: 0, maximum: 185 },
    "Target/RoleArn": { ...arnLength, pattern: /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/ },
  },
};
