import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::Lambda. */
export const lambda: Readonly<Record<string, Constraints>> = {
  "AWS::Lambda::Function": {
    Architectures: { minItems: 1, maxItems: 1 },
    "CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig/CapacityProviderArn": {
      minLength: 1,
      maxLength: 140,
      pattern:
        /^arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:capacity-provider:[a-zA-Z0-9-_]+$/,
    },
    "CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig/ExecutionEnvironmentMemoryGiBPerVCpu":
      { minimum: 2, maximum: 8 },
    "CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig/PerExecutionEnvironmentMaxConcurrency":
      { minimum: 1, maximum: 1600 },
    "Code/S3Bucket": { minLength: 3, maxLength: 63, pattern: /^[0-9A-Za-z.\-_]*(?<!\.)$/ },
    "Code/S3Key": { minLength: 1, maxLength: 1024 },
    "Code/S3ObjectVersion": { minLength: 1, maxLength: 1024 },
    "Code/SourceKMSKeyArn": { pattern: /^(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()$/ },
    CodeSigningConfigArn: {
      maxLength: 200,
      pattern:
        /arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}/,
    },
    "DeadLetterConfig/TargetArn": { pattern: /^(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()$/ },
    Description: { maxLength: 256 },
    "DurableConfig/ExecutionTimeout": { minimum: 1, maximum: 31_622_400 },
    "DurableConfig/RetentionPeriodInDays": { minimum: 1, maximum: 90 },
    "EphemeralStorage/Size": { minimum: 512, maximum: 10_240 },
    FileSystemConfigs: { maxItems: 1 },
    "FileSystemConfigs/*/Arn": {
      maxLength: 200,
      pattern:
        /^arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:access-point\/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system\/fs-[0-9a-f]{17,40}\/access-point\/fsap-[0-9a-f]{17,40}$/,
    },
    "FileSystemConfigs/*/LocalMountPath": { maxLength: 160, pattern: /^\/mnt\/[a-zA-Z0-9-_.]+$/ },
    FunctionName: { minLength: 1, maxLength: 64 },
    "FunctionScalingConfig/MaxExecutionEnvironments": { minimum: 0, maximum: 15_000 },
    "FunctionScalingConfig/MinExecutionEnvironments": { minimum: 0, maximum: 15_000 },
    Handler: { maxLength: 128, pattern: /^[^\s]+$/ },
    "ImageConfig/Command": { maxItems: 1500 },
    "ImageConfig/EntryPoint": { maxItems: 1500 },
    "ImageConfig/WorkingDirectory": { maxLength: 1000 },
    KmsKeyArn: { pattern: /^(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()$/ },
    Layers: { maxItems: 5 },
    "Layers/*": {
      minLength: 1,
      pattern:
        /^(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+|arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)$/,
    },
    "LoggingConfig/LogGroup": { minLength: 1, maxLength: 512, pattern: /[.\-_/#A-Za-z0-9]+/ },
    MemorySize: { minimum: 128, maximum: 32_768 },
    ReservedConcurrentExecutions: { minimum: 0 },
    Role: { pattern: /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/ },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
    Timeout: { minimum: 1, maximum: 900 },
    "VpcConfig/SecurityGroupIds": { maxItems: 5 },
    "VpcConfig/SubnetIds": { maxItems: 16 },
  },
};
