import { isMissingValue } from "../../missing-values.ts";
import type { World } from "../../world.ts";

/** What ECS says of a task that cannot start because one of these secrets or parameters is missing; `undefined` when none is. (The words are not verified.) */
export function missingSecret(world: World, sources: readonly string[]): string | undefined {
  const missing = sources.find((source) => isMissing(world, source));
  if (missing === undefined) return undefined;
  const isSecret = missing.includes(":secretsmanager:");
  const [store, error] = isSecret
    ? [`asm: failed to fetch secret ${missing} from secrets manager`, "ResourceNotFoundException"]
    : ["ssm", `invalid parameters: ${missing}`];
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from ${store}: ${error}`;
}

/** `arn:…:secret:name-AbCdEf:json-key:stage:version`, the ARN of a parameter, or its name. */
function isMissing(world: World, source: string): boolean {
  const secret = /^(arn:[^:]+:secretsmanager:[^:]*:\d+:secret:([^:]+))/.exec(source);
  if (secret !== null) {
    const [, arn = "", name = ""] = secret;
    return isMissingValue(world, "secrets", [arn, name, name.replace(/-[A-Za-z0-9]{6}$/, "")]);
  }
  const path = /^arn:[^:]+:ssm:[^:]*:\d+:parameter(\/.+)$/.exec(source)?.[1];
  const names = path === undefined ? [source] : [source, path, path.slice(1)];
  return isMissingValue(world, "parameters", names);
}
