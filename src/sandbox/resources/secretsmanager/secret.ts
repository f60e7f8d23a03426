import { derivedHex } from "../../identifiers.ts";
import type { JsonObject } from "../../json.ts";
import { isObject } from "../../json.ts";
import { secrets } from "../../secretsmanager/records.ts";
import { findSecret, storeSecret } from "../../secretsmanager/store.ts";
import { scalarText } from "../../template/functions.ts";
import { arnOf } from "../arn.ts";
import type { LiveContext, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { generatedName } from "../identity.ts";

/** AWS::SecretsManager::Secret: what it holds is what dynamic references read. Ref and its id are the ARN. */
export const secret: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const name = scalarText(context.properties["Name"]) ?? generatedName({ ...context, account, region });
    const arn = arnOf({ account, region }, context.type, name, context.seed);
    storeSecret(context.region, name, secretValue(context), arn);
    return { kind: "begun", physicalId: arn, attributes: { Id: arn } };
  },
  beginUpdate(context) {
    const { physicalId, attributes } = context.live;
    const known = findSecret(context.region, physicalId);
    if (known !== undefined && isNewValue(context, known.versions[0]?.value))
      storeSecret(context.region, known.name, secretValue(context), physicalId);
    return { kind: "begun", physicalId, attributes };
  },
  remove(context) {
    context.region.table(secrets).delete(context.live.physicalId);
    return { kind: "done" };
  },
};

/** A generated value changes with the rules for it, a given one with itself. */
function isNewValue({ properties, live }: LiveContext, current: string | undefined): boolean {
  const given = scalarText(properties["SecretString"]);
  if (given !== undefined) return given !== current;
  const rules = (of: JsonObject): string => JSON.stringify(of["GenerateSecretString"] ?? null);
  return rules(properties) !== rules(live.properties);
}

function secretValue({ properties, seed }: ResourceContext): string {
  const given = scalarText(properties["SecretString"]);
  if (given !== undefined) return given;
  const rules = properties["GenerateSecretString"];
  if (!isObject(rules)) return "";
  const length = Math.min(4096, Math.max(1, Number(scalarText(rules["PasswordLength"]) ?? 32)));
  const password = Array.from({ length: Math.ceil(length / 64) }, (_, part) =>
    derivedHex(64, seed, String(part)),
  )
    .join("")
    .slice(0, length);
  const key = scalarText(rules["GenerateStringKey"]);
  if (key === undefined) return password;
  return JSON.stringify({ ...template(rules), [key]: password });
}

function template(rules: JsonObject): JsonObject {
  try {
    const parsed: unknown = JSON.parse(scalarText(rules["SecretStringTemplate"]) ?? "{}");
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
