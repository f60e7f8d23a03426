import { databaseEngine } from "../model/database-engine.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { holderId } from "./database-ids.ts";
import { attribute, ref, sub, type Fragment, type Members } from "./template.ts";

/** All engines take 40 characters (MySQL takes 41); letters and digits need no escaping in a URL. */
const PASSWORD = { PasswordLength: 40, ExcludePunctuation: true };

/**
 * The secret of the master user. RDS can only rotate a secret that it manages itself, so `rotateDays` leaves the secret
 * to RDS; otherwise it is generated once. Both are JSON with `username` and `password`. It outlives the stack, because
 * snapshots of the database still take this password.
 */
export function databaseSecret(app: string, spec: DatabaseSpec): Fragment {
  return spec.rotateDays === undefined ? generatedSecret(app, spec) : managedSecret(spec, spec.rotateDays);
}

/** Who the database takes for its master user. */
export function masterUser({ rotateDays, snapshot, username }: DatabaseSpec): Members {
  return {
    MasterUsername: snapshot === undefined ? username : undefined,
    ManageMasterUserPassword: rotateDays !== undefined,
    MasterUserPassword:
      rotateDays === undefined
        ? sub("{{resolve:secretsmanager:${Secret}:SecretString:password}}")
        : undefined,
  };
}

function generatedSecret(app: string, spec: DatabaseSpec): Fragment {
  const { isAurora } = databaseEngine(spec);
  return {
    Resources: {
      Secret: {
        Type: "AWS::SecretsManager::Secret",
        Properties: {
          Description: `Master user of the database ${app}`,
          GenerateSecretString: {
            SecretStringTemplate: JSON.stringify({ username: spec.username }),
            GenerateStringKey: "password",
            ...PASSWORD,
          },
        },
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
      SecretAttachment: {
        Type: "AWS::SecretsManager::SecretTargetAttachment",
        Properties: {
          SecretId: ref("Secret"),
          TargetType: isAurora ? "AWS::RDS::DBCluster" : "AWS::RDS::DBInstance",
          TargetId: ref(holderId(spec)),
        },
      },
    },
    Outputs: { SecretArn: { Value: ref("Secret") } },
  };
}

/** RDS lets nobody end the rotation of its secret, and takes the secret along: nothing is left for CloudFormation to delete. */
function managedSecret(spec: DatabaseSpec, days: number): Fragment {
  const secret = attribute(holderId(spec), "MasterUserSecret.SecretArn");
  return {
    Resources: {
      Rotation: {
        Type: "AWS::SecretsManager::RotationSchedule",
        Properties: {
          SecretId: secret,
          RotationRules: { AutomaticallyAfterDays: days },
          RotateImmediatelyOnUpdate: false,
        },
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
    Outputs: { SecretArn: { Value: secret } },
  };
}
