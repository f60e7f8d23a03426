import { isObject } from "../../json.ts";
import type { SecretRecord } from "../../secretsmanager/records.ts";
import { secrets } from "../../secretsmanager/records.ts";
import { findSecret } from "../../secretsmanager/store.ts";
import { scalarText } from "../../template/functions.ts";
import type { Beginning, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";

/** AWS::SecretsManager::RotationSchedule: of a secret that a service manages it says only when; any other needs a function that rotates it. Ref is the secret's ARN. */
export const rotationSchedule: ResourceBehaviour = {
  begin: schedule,
  beginUpdate: schedule,
  remove({ region, live }) {
    const secret = region.table(secrets).get(live.physicalId);
    if (secret !== undefined && secret.owner === undefined)
      region.table(secrets).put(secret.arn, withoutRotation(secret));
    return { kind: "done" };
  },
};

/** A secret that nobody stored exists like any other, and there is nothing to be noted of it. */
function schedule(context: ResourceContext): Beginning {
  const { region, properties } = context;
  const id = scalarText(properties["SecretId"]) ?? "";
  const secret = findSecret(region, id);
  if (secret === undefined) return { kind: "begun", physicalId: id, attributes: { Id: id } };
  const hasFunction =
    properties["RotationLambdaARN"] !== undefined || properties["HostedRotationLambda"] !== undefined;
  if (!hasFunction && secret.owner === undefined)
    return handlerFailure(
      context,
      "No Lambda rotation function ARN is associated with this secret. (Service: SecretsManager, Status Code: 400)",
      "InvalidRequest",
    );
  const rules = properties["RotationRules"];
  const rotation = rules !== undefined && isObject(rules) ? rules : {};
  region.table(secrets).put(secret.arn, { ...secret, rotation });
  return { kind: "begun", physicalId: secret.arn, attributes: { Id: secret.arn } };
}

function withoutRotation(secret: SecretRecord): SecretRecord {
  const { arn, name, versions } = secret;
  return { arn, name, versions };
}
