import type { Constraints } from "./constraint.ts";
import { tagCharacters, tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::ECS. */
export const ecs: Readonly<Record<string, Constraints>> = {
  "AWS::ECS::Cluster": {
    "DefaultCapacityProviderStrategy/*/Base": { minimum: 0, maximum: 100_000 },
    "DefaultCapacityProviderStrategy/*/Weight": { minimum: 0, maximum: 1000 },
    Tags: { maxItems: 50 },
    "Tags/*/Key": { ...tagKey, pattern: tagCharacters },
    "Tags/*/Value": { ...tagValue, pattern: tagCharacters },
  },
  "AWS::ECS::ClusterCapacityProviderAssociations": {
    Cluster: { minLength: 1, maxLength: 2048 },
    "DefaultCapacityProviderStrategy/*/Base": { minimum: 0, maximum: 100_000 },
    "DefaultCapacityProviderStrategy/*/Weight": { minimum: 0, maximum: 1000 },
  },
  "AWS::ECS::Service": {
    "CapacityProviderStrategy/*/Base": { minimum: 0, maximum: 100_000 },
    "CapacityProviderStrategy/*/Weight": { minimum: 0, maximum: 1000 },
    "DeploymentConfiguration/BakeTimeInMinutes": { minimum: 0, maximum: 1440 },
    "DeploymentConfiguration/CanaryConfiguration/CanaryBakeTimeInMinutes": { minimum: 0, maximum: 1440 },
    "DeploymentConfiguration/CanaryConfiguration/CanaryPercent": { minimum: 0.1, maximum: 100 },
    "DeploymentConfiguration/LifecycleHooks/*/LifecycleStages": { minItems: 1 },
    "DeploymentConfiguration/LinearConfiguration/StepBakeTimeInMinutes": { minimum: 0, maximum: 1440 },
    "DeploymentConfiguration/LinearConfiguration/StepPercent": { minimum: 3, maximum: 100 },
    "ForceNewDeployment/ForceNewDeploymentNonce": { minLength: 1, maxLength: 255 },
    "ServiceConnectConfiguration/Services/*/ClientAliases/*/Port": { minimum: 0, maximum: 65_535 },
    "ServiceConnectConfiguration/Services/*/IngressPortOverride": { minimum: 0, maximum: 65_535 },
    "ServiceConnectConfiguration/Services/*/Timeout/IdleTimeoutSeconds": {
      minimum: 0,
      maximum: 2_147_483_647,
    },
    "ServiceConnectConfiguration/Services/*/Timeout/PerRequestTimeoutSeconds": {
      minimum: 0,
      maximum: 2_147_483_647,
    },
    Tags: { maxItems: 50 },
    "Tags/*/Key": { ...tagKey, pattern: tagCharacters },
    "Tags/*/Value": { ...tagValue, pattern: tagCharacters },
    "VolumeConfigurations/*/ManagedEBSVolume/TagSpecifications/*/Tags": { maxItems: 50 },
    "VolumeConfigurations/*/ManagedEBSVolume/TagSpecifications/*/Tags/*/Key": {
      ...tagKey,
      pattern: tagCharacters,
    },
    "VolumeConfigurations/*/ManagedEBSVolume/TagSpecifications/*/Tags/*/Value": {
      ...tagValue,
      pattern: tagCharacters,
    },
  },
  "AWS::ECS::TaskDefinition": {
    Tags: { maxItems: 50 },
    "Tags/*/Key": { ...tagKey, pattern: tagCharacters },
    "Tags/*/Value": { ...tagValue, pattern: tagCharacters },
  },
};
