import { validationError } from "../../errors.ts";
import { readParameter } from "../../resources/ssm/store.ts";
import { readSecret } from "../../secretsmanager/store.ts";
import type { Region } from "../../world.ts";
import type { DynamicReference } from "../../template/dynamic-reference.ts";

/** What a dynamic reference stands for now. Throws ValidationError in CloudFormation's words. */
export function readReference(region: Region, reference: DynamicReference): string {
  if (reference.kind === "secretsmanager") return readSecret(region, reference);
  const { kind, name, version } = reference;
  const stored = readParameter(region, name, version);
  if (stored === undefined) {
    const asked = version === undefined ? name : `${name}:${version}`;
    throw validationError(`Parameters: [${kind}:${asked}] cannot be found.`);
  }
  if (kind === "ssm" && stored.type === "SecureString")
    throw validationError(`Non-secure ssm prefix was used for secure parameter ${name}`);
  return stored.value;
}
