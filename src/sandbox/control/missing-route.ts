import { missingValues, setMissingValues } from "../missing-values.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, textsField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/missing`: the patterns of the secrets and parameters that do not exist. */
export const readMissing: ControlRoute = ({ world }) => ({ ...missingValues(world) });

/**
 * `POST /_sandbox/missing { secrets: [patterns], parameters: [patterns] }`: which secrets and parameters, by name or ARN, Secrets
 * Manager and Systems Manager do not have from now on; all others exist.
 */
export const setMissing: ControlRoute = (sandbox, body, query) => {
  const given = objectWith(body, ["secrets", "parameters"], "missing");
  const secrets = textsField(given, "secrets", "missing");
  const parameters = textsField(given, "parameters", "missing");
  if (secrets === undefined && parameters === undefined)
    throw new ControlError('missing must have "secrets" or "parameters", lists of patterns');
  setMissingValues(sandbox.world, { secrets: secrets ?? [], parameters: parameters ?? [] });
  return readMissing(sandbox, body, query);
};
